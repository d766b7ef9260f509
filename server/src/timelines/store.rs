use super::Origin;
use crate::db::{Reader, Sql};
use crate::error::Result;
use crate::statuses::view::page::Line;
use crate::statuses::visible::visible;
use crate::web::Page;
use crate::{args, line_joins, lines, lines_end};
use std::collections::HashMap;

/// The viewer has no quarrel with the author (`$a` is their row): neither blocked, nor muted, nor their server blocked.
macro_rules! at_peace {
    ($account:literal, $a:literal, $viewer:literal) => {
        concat!(
            " AND NOT EXISTS (SELECT 1 FROM blocks pb WHERE pb.account_id = ",
            $viewer,
            " AND pb.target_id = ",
            $account,
            ")",
            " AND NOT EXISTS (SELECT 1 FROM blocks pc WHERE pc.account_id = ",
            $account,
            " AND pc.target_id = ",
            $viewer,
            ")",
            " AND NOT EXISTS (SELECT 1 FROM mutes pm WHERE pm.account_id = ",
            $viewer,
            " AND pm.target_id = ",
            $account,
            ") AND NOT EXISTS (SELECT 1 FROM account_domain_blocks pd WHERE pd.account_id = ",
            $viewer,
            " AND pd.domain = ",
            $a,
            ".domain)"
        )
    };
}

/// Behind each list: newest first, or upwards from `min_id`. `$n + 0` keeps SQLite from preparing anew for each limit.
macro_rules! newest {
    ($key:literal, $limit:literal) => {
        concat!(" ORDER BY ", $key, " DESC LIMIT ", $limit, " + 0", lines_end!())
    };
}
macro_rules! oldest {
    ($key:literal, $limit:literal) => {
        concat!(" ORDER BY ", $key, " LIMIT ", $limit, " + 0", lines_end!())
    };
}

macro_rules! home {
    () => {
        concat!(
            lines!("$1"), "FROM home_feed f JOIN statuses s ON s.id = f.status_id", line_joins!(),
            "WHERE f.account_id = $1 AND f.status_id < $2 AND f.status_id > $3 AND s.deleted_at IS NULL AND s.removed_at IS NULL
            AND a.suspended_at IS NULL AND (s.reblog_of_id IS NULL OR (o.deleted_at IS NULL AND o.removed_at IS NULL
            AND b.suspended_at IS NULL", at_peace!("o.account_id", "b", "$1"), "))", at_peace!("s.account_id", "a", "$1")
        )
    };
}

macro_rules! list {
    () => {
        concat!(
            lines!("$1"), "FROM list_feed f JOIN statuses s ON s.id = f.status_id", line_joins!(),
            "WHERE f.list_id = $5 AND f.status_id < $2 AND f.status_id > $3 AND s.deleted_at IS NULL AND s.removed_at IS NULL
            AND a.suspended_at IS NULL AND (s.reblog_of_id IS NULL OR (o.deleted_at IS NULL AND o.removed_at IS NULL
            AND b.suspended_at IS NULL", at_peace!("o.account_id", "b", "$1"), "))", at_peace!("s.account_id", "a", "$1")
        )
    };
}

macro_rules! direct {
    () => {
        concat!(
            lines!("$1"), "FROM statuses s", line_joins!(),
            "WHERE s.id IN (SELECT m.status_id FROM mentions m WHERE m.account_id = $1 AND m.status_id < $2 AND m.status_id > $3
                UNION ALL SELECT x.id FROM statuses x WHERE x.account_id = $1 AND x.deleted_at IS NULL AND x.id < $2 AND x.id > $3)
            AND s.visibility = 3 AND s.deleted_at IS NULL AND s.removed_at IS NULL AND a.suspended_at IS NULL",
            at_peace!("s.account_id", "a", "$1")
        )
    };
}

macro_rules! public {
    () => {
        concat!(
            lines!("$1"),
            "FROM statuses s",
            line_joins!(),
            "WHERE s.visibility = 0 AND s.reblog_of_id IS NULL AND s.deleted_at IS NULL AND s.removed_at IS NULL
            AND s.id < $2 AND s.id > $3 AND (s.in_reply_to_id IS NULL OR s.in_reply_to_account_id = s.account_id)
            AND a.silenced_at IS NULL AND a.suspended_at IS NULL AND (NOT s.local_only OR $1 <> 0)
            AND (NOT $5 OR s.local) AND (NOT $6 OR NOT s.local) AND (NOT $7 OR s.has_media)",
            at_peace!("s.account_id", "a", "$1")
        )
    };
}

macro_rules! linking {
    () => {
        concat!(
            lines!("$1"),
            "FROM statuses s",
            line_joins!(),
            "WHERE s.card_id = $5 AND s.visibility = 0 AND s.reblog_of_id IS NULL AND s.deleted_at IS NULL AND s.removed_at IS NULL
            AND s.id < $2 AND s.id > $3 AND a.discoverable
            AND a.silenced_at IS NULL AND a.suspended_at IS NULL AND (NOT s.local_only OR $1 <> 0)",
            at_peace!("s.account_id", "a", "$1")
        )
    };
}

/// Its parameters are the rows of a JSON list of names: each engine has words of its own for them.
macro_rules! tagged {
    ($any:literal, $all:literal, $none:literal) => {
        concat!(
            lines!("$1"), "FROM statuses s", line_joins!(),
            "WHERE s.id IN (SELECT t.status_id FROM status_tags t WHERE t.tag_id IN (SELECT g.id FROM tags g WHERE g.name IN (", $any, "))
                AND t.status_id < $2 AND t.status_id > $3)
            AND s.visibility = 0 AND s.reblog_of_id IS NULL AND s.deleted_at IS NULL AND s.removed_at IS NULL
            AND a.suspended_at IS NULL AND a.silenced_at IS NULL AND (NOT s.local_only OR $1 <> 0)
            AND (NOT $5 OR s.local) AND (NOT $6 OR NOT s.local) AND (NOT $7 OR s.has_media)
            AND (SELECT count(*) FROM status_tags x WHERE x.status_id = s.id AND x.tag_id IN (SELECT g.id FROM tags g WHERE g.name IN (", $all, "))) = $11
            AND NOT EXISTS (SELECT 1 FROM status_tags y WHERE y.status_id = s.id AND y.tag_id IN (SELECT g.id FROM tags g WHERE g.name IN (", $none, ")))",
            at_peace!("s.account_id", "a", "$1")
        )
    };
}

macro_rules! tagged_lite {
    () => {
        tagged!(
            "SELECT value FROM json_each($8)",
            "SELECT value FROM json_each($9)",
            "SELECT value FROM json_each($10)"
        )
    };
}
macro_rules! tagged_post {
    () => {
        tagged!(
            "SELECT jsonb_array_elements_text(CAST($8 AS JSONB))",
            "SELECT jsonb_array_elements_text(CAST($9 AS JSONB))",
            "SELECT jsonb_array_elements_text(CAST($10 AS JSONB))"
        )
    };
}

macro_rules! of_account {
    () => {
        concat!(
            lines!("$1"),
            "FROM statuses s",
            line_joins!(),
            "WHERE s.account_id = $4 AND s.id < $2 AND s.id > $3 AND ",
            visible!("s", "a", "$1"),
            " AND (NOT $6 OR s.reblog_of_id IS NULL) AND (NOT $7 OR s.has_media)
            AND (NOT $8 OR s.in_reply_to_id IS NULL OR s.in_reply_to_account_id = s.account_id)
            AND ($9 = 0 OR EXISTS (SELECT 1 FROM status_tags t WHERE t.status_id = s.id AND t.tag_id = $9))
            AND (s.reblog_of_id IS NULL OR (",
            visible!("o", "b", "$1"),
            at_peace!("o.account_id", "b", "$1"),
            "))"
        )
    };
}

crate::statements! {
    HOME = [home!(), newest!("f.status_id", "$4")];
    HOME_UP = [home!(), oldest!("f.status_id", "$4")];
    DIRECT = [direct!(), newest!("s.id", "$4")];
    DIRECT_UP = [direct!(), oldest!("s.id", "$4")];
    LIST = [list!(), newest!("f.status_id", "$4")];
    LIST_UP = [list!(), oldest!("f.status_id", "$4")];
    PUBLIC = [public!(), newest!("s.id", "$4")];
    PUBLIC_UP = [public!(), oldest!("s.id", "$4")];
    LINKING = [linking!(), newest!("s.id", "$4")];
    LINKING_UP = [linking!(), oldest!("s.id", "$4")];
    TAGGED = either [tagged_lite!(), newest!("s.id", "$4")] [tagged_post!(), newest!("s.id", "$4")];
    TAGGED_UP = either [tagged_lite!(), oldest!("s.id", "$4")] [tagged_post!(), oldest!("s.id", "$4")];
    OF_ACCOUNT = [of_account!(), newest!("s.id", "$5")];
    OF_ACCOUNT_UP = [of_account!(), oldest!("s.id", "$5")];
    PINNED = [lines!("$1"), "FROM statuses s", line_joins!(), "WHERE s.account_id = $2 AND s.pinned_at IS NOT NULL AND ",
        visible!("s", "a", "$1"), " ORDER BY s.pinned_at DESC LIMIT $3 + 0", lines_end!()];
    TAGS = sqlite "SELECT name, id FROM tags WHERE name IN (SELECT value FROM json_each($1))"
        postgres "SELECT name, id FROM tags WHERE name IN (SELECT jsonb_array_elements_text(CAST($1 AS JSONB)))";
    EXISTS = "SELECT id FROM accounts WHERE id = $1 AND deleted_at IS NULL";
}

fn towards(page: &Page, down: Sql, up: Sql) -> Sql {
    if page.ascending() { up } else { down }
}

pub async fn home(reader: &mut Reader, account: i64, page: &Page) -> Result<Vec<Line>> {
    let sql = towards(page, HOME, HOME_UP);
    Ok(page.order(reader.packed(sql, args![account, page.below(), page.above(), page.limit]).await?))
}

pub async fn direct(reader: &mut Reader, account: i64, page: &Page) -> Result<Vec<Line>> {
    let sql = towards(page, DIRECT, DIRECT_UP);
    Ok(page.order(reader.packed(sql, args![account, page.below(), page.above(), page.limit]).await?))
}

pub async fn list(reader: &mut Reader, account: i64, list: i64, page: &Page) -> Result<Vec<Line>> {
    let sql = towards(page, LIST, LIST_UP);
    Ok(page.order(reader.packed(sql, args![account, page.below(), page.above(), page.limit, list]).await?))
}

pub async fn public(reader: &mut Reader, viewer: Option<i64>, page: &Page, origin: Origin) -> Result<Vec<Line>> {
    let args = args![
        viewer.unwrap_or(0),
        page.below(),
        page.above(),
        page.limit,
        origin.local,
        origin.remote,
        origin.only_media
    ];
    Ok(page.order(reader.packed(towards(page, PUBLIC, PUBLIC_UP), args).await?))
}

/// Statuses that show a card.
pub async fn linking(reader: &mut Reader, viewer: Option<i64>, page: &Page, card: i64) -> Result<Vec<Line>> {
    let args = args![viewer.unwrap_or(0), page.below(), page.above(), page.limit, card];
    Ok(page.order(reader.packed(towards(page, LINKING, LINKING_UP), args).await?))
}

/// Hashtags of a tag timeline by their folded names, each once: any of them, besides all of them, and none of them.
#[derive(Default)]
pub struct Tags {
    pub any: Vec<String>,
    pub all: Vec<String>,
    pub none: Vec<String>,
}

pub async fn tagged(
    reader: &mut Reader,
    viewer: Option<i64>,
    page: &Page,
    origin: Origin,
    tags: &Tags,
) -> Result<Vec<Line>> {
    let [any, all, none] = [&tags.any, &tags.all, &tags.none].map(serde_json::to_string);
    let (any, all, none) = (any?, all?, none?);
    let args = args![
        viewer.unwrap_or(0),
        page.below(),
        page.above(),
        page.limit,
        origin.local,
        origin.remote,
        origin.only_media,
        &any,
        &all,
        &none,
        tags.all.len() as i64
    ];
    Ok(page.order(reader.packed(towards(page, TAGGED, TAGGED_UP), args).await?))
}

/// The ids of folded tag names; one that nobody ever used is missing.
pub async fn tag_ids(reader: &mut Reader, names: &[&String]) -> Result<HashMap<String, i64>> {
    let found: Vec<(String, i64)> = reader.all(TAGS, args![&serde_json::to_string(names)?]).await?;
    Ok(found.into_iter().collect())
}

/// What of an account's statuses is wanted.
#[derive(Default)]
pub struct Wanted {
    pub no_reblogs: bool,
    pub only_media: bool,
    pub no_replies: bool,
    /// A tag's id, or 0.
    pub tag: i64,
}

pub async fn of_account(
    reader: &mut Reader,
    viewer: Option<i64>,
    account: i64,
    page: &Page,
    wanted: &Wanted,
) -> Result<Vec<Line>> {
    let args = args![
        viewer.unwrap_or(0),
        page.below(),
        page.above(),
        account,
        page.limit,
        wanted.no_reblogs,
        wanted.only_media,
        wanted.no_replies,
        wanted.tag
    ];
    Ok(page.order(reader.packed(towards(page, OF_ACCOUNT, OF_ACCOUNT_UP), args).await?))
}

pub async fn pinned(reader: &mut Reader, viewer: Option<i64>, account: i64, limit: i64) -> Result<Vec<Line>> {
    reader.packed(PINNED, args![viewer.unwrap_or(0), account, limit]).await
}

/// Whether there is such an account.
pub async fn exists(reader: &mut Reader, account: i64) -> Result<bool> {
    Ok(reader.maybe::<i64>(EXISTS, args![account]).await?.is_some())
}
