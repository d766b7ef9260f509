use super::days::Period;
use crate::args;
use crate::db::{Arg, Engine, Reader, Sql};
use crate::error::Result;
use crate::ids;

/// Which day of the period something fell on, by its time or by its id, which holds its time.
macro_rules! by_time {
    ($at:literal) => {
        concat!("(", $at, " - $1) / 86400000")
    };
}
macro_rules! by_id {
    ($id:literal) => {
        concat!("((", $id, " >> 16) - (CAST($1 AS BIGINT) >> 16)) / 86400000")
    };
}
macro_rules! tagged {
    () => {
        " FROM status_tags t JOIN statuses s ON s.id = t.status_id JOIN accounts a ON a.id = s.account_id
        WHERE t.tag_id = $3 AND s.id >= $1 AND s.id < $2 AND s.deleted_at IS NULL AND s.visibility = 0"
    };
}

crate::statements! {
    ACTIVE = ["SELECT ", by_time!("day"), ", count(*) FROM daily_activity WHERE day >= $1 AND day < $2 GROUP BY 1"];
    ACTIVE_TOTAL = "SELECT count(DISTINCT account_id) FROM daily_activity WHERE day >= $1 AND day < $2";
    NEW_USERS = ["SELECT ", by_time!("created_at"), ", count(*) FROM users WHERE created_at >= $1 AND created_at < $2 GROUP BY 1"];
    INTERACTIONS = ["SELECT ", by_id!("id"), ", count(*) FROM (
            SELECT f.id FROM favourites f JOIN statuses s ON s.id = f.status_id WHERE s.local AND f.id >= $1 AND f.id < $2
            UNION ALL SELECT r.id FROM statuses r JOIN statuses o ON o.id = r.reblog_of_id
            WHERE o.local AND r.deleted_at IS NULL AND r.id >= $1 AND r.id < $2
            UNION ALL SELECT r.id FROM statuses r JOIN statuses o ON o.id = r.in_reply_to_id
            WHERE o.local AND r.deleted_at IS NULL AND r.id >= $1 AND r.id < $2
        ) AS done GROUP BY 1"];
    OPENED_REPORTS = ["SELECT ", by_time!("created_at"), ", count(*) FROM reports WHERE created_at >= $1 AND created_at < $2 GROUP BY 1"];
    RESOLVED_REPORTS = ["SELECT ", by_time!("action_taken_at"), ", count(*) FROM reports WHERE action_taken_at >= $1 AND action_taken_at < $2 GROUP BY 1"];
    TAG_ACCOUNTS = ["SELECT ", by_id!("s.id"), ", count(DISTINCT s.account_id)", tagged!(), " GROUP BY 1"];
    TAG_ACCOUNTS_TOTAL = ["SELECT count(DISTINCT s.account_id)", tagged!()];
    TAG_USES = ["SELECT ", by_id!("s.id"), ", count(*)", tagged!(), " GROUP BY 1"];
    TAG_SERVERS = ["SELECT ", by_id!("s.id"), ", count(DISTINCT a.domain)", tagged!(), " GROUP BY 1"];
    TAG_SERVERS_TOTAL = ["SELECT count(DISTINCT a.domain)", tagged!()];
    INSTANCE_ACCOUNTS = ["SELECT ", by_time!("created_at"), ", count(*) FROM accounts
        WHERE domain = $3 AND created_at >= $1 AND created_at < $2 GROUP BY 1"];
    INSTANCE_ACCOUNTS_TOTAL = "SELECT count(*) FROM accounts WHERE domain = $1";
    INSTANCE_MEDIA = ["SELECT ", by_time!("m.created_at"), ", CAST(sum(m.size) AS BIGINT) FROM media m JOIN accounts a ON a.id = m.account_id
        WHERE a.domain = $3 AND m.created_at >= $1 AND m.created_at < $2 GROUP BY 1"];
    INSTANCE_MEDIA_TOTAL = "SELECT CAST(coalesce(sum(m.size), 0) AS BIGINT) FROM media m JOIN accounts a ON a.id = m.account_id WHERE a.domain = $1";
    INSTANCE_REPORTS = ["SELECT ", by_time!("r.created_at"), ", count(*) FROM reports r JOIN accounts a ON a.id = r.target_id
        WHERE a.domain = $3 AND r.created_at >= $1 AND r.created_at < $2 GROUP BY 1"];
    INSTANCE_REPORTS_TOTAL = "SELECT count(*) FROM reports r JOIN accounts a ON a.id = r.target_id WHERE a.domain = $1";
    INSTANCE_STATUSES = ["SELECT ", by_id!("s.id"), ", count(*) FROM accounts a JOIN statuses s ON s.account_id = a.id
        WHERE a.domain = $3 AND s.deleted_at IS NULL AND s.id >= $1 AND s.id < $2 GROUP BY 1"];
    INSTANCE_STATUSES_TOTAL = "SELECT count(*) FROM accounts a JOIN statuses s ON s.account_id = a.id WHERE a.domain = $1 AND s.deleted_at IS NULL";
    INSTANCE_FOLLOWS = ["SELECT ", by_time!("f.created_at"), ", count(*) FROM accounts a JOIN follows f ON f.target_id = a.id
        WHERE a.domain = $3 AND f.created_at >= $1 AND f.created_at < $2 GROUP BY 1"];
    INSTANCE_FOLLOWS_TOTAL = "SELECT count(*) FROM accounts a JOIN follows f ON f.target_id = a.id WHERE a.domain = $1";
    INSTANCE_FOLLOWERS = ["SELECT ", by_time!("f.created_at"), ", count(*) FROM accounts a JOIN follows f ON f.account_id = a.id
        WHERE a.domain = $3 AND f.created_at >= $1 AND f.created_at < $2 GROUP BY 1"];
    INSTANCE_FOLLOWERS_TOTAL = "SELECT count(*) FROM accounts a JOIN follows f ON f.account_id = a.id WHERE a.domain = $1";

    LANGUAGES = "SELECT u.locale, count(DISTINCT d.account_id) FROM daily_activity d JOIN users u ON u.account_id = d.account_id
        WHERE d.day >= $1 AND d.day < $2 GROUP BY u.locale ORDER BY 2 DESC, 1 LIMIT $3 + 0";
    SOURCES = "SELECT coalesce(p.name, ''), count(*) FROM users u LEFT JOIN apps p ON p.id = u.app_id
        WHERE u.created_at >= $1 AND u.created_at < $2 GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT $3 + 0";
    SERVERS = "SELECT coalesce(a.domain, ''), count(*) FROM statuses s JOIN accounts a ON a.id = s.account_id
        WHERE s.id >= $1 AND s.id < $2 AND s.deleted_at IS NULL GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT $3 + 0";
    TAG_BY_SERVER = ["SELECT coalesce(a.domain, ''), count(*)", tagged!(), " GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT $4 + 0"];
    TAG_BY_LANGUAGE = ["SELECT coalesce(s.language, 'und'), count(*)", tagged!(), " GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT $4 + 0"];
    INSTANCE_BY_ACCOUNT = "SELECT a.username, count(*) FROM accounts a JOIN follows f ON f.target_id = a.id
        WHERE a.domain = $1 GROUP BY a.id, a.username ORDER BY 2 DESC, 1 LIMIT $2 + 0";
    INSTANCE_BY_LANGUAGE = "SELECT coalesce(s.language, 'und'), count(*) FROM accounts a JOIN statuses s ON s.account_id = a.id
        WHERE a.domain = $3 AND s.deleted_at IS NULL AND s.reblog_of_id IS NULL AND s.id >= $1 AND s.id < $2
        GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT $4 + 0";
    TAG = "SELECT id FROM tags WHERE id = $1";
    MEDIA_SIZE = "SELECT CAST(coalesce(sum(size), 0) AS BIGINT) FROM media";
    DATABASE_SIZE = sqlite "SELECT c.page_count * s.page_size FROM pragma_page_count() c, pragma_page_size() s"
        postgres "SELECT pg_database_size(current_database())";
    DATABASE_VERSION = sqlite "SELECT sqlite_version()" postgres "SELECT current_setting('server_version')";
    COHORTS = "SELECT created_at / 86400000, coalesce(last_active_at, 0) / 86400000, count(*) FROM users
        WHERE created_at >= $1 AND created_at < $2 GROUP BY 1, 2";
}

/// What a number is counted of, besides the period.
#[derive(Debug, Clone)]
pub(super) enum About {
    All,
    Tag(i64),
    Domain(String),
}

impl About {
    fn push<'a>(&'a self, args: &mut Vec<Arg<'a>>) {
        match self {
            Self::All => {}
            Self::Tag(id) => args.push((*id).into()),
            Self::Domain(domain) => args.push(domain.into()),
        }
    }
}

/// Statements count by time, or by ids, which hold the time.
fn bounds(period: Period, ids: bool) -> Vec<Arg<'static>> {
    let bound = |at: i64| if ids { ids::at(at) } else { at };
    vec![bound(period.from).into(), bound(period.to).into()]
}

/// (day of the period, number).
pub(super) async fn daily(
    reader: &mut Reader,
    sql: Sql,
    period: Period,
    ids: bool,
    about: &About,
) -> Result<Vec<(i64, i64)>> {
    let mut args = bounds(period, ids);
    about.push(&mut args);
    reader.all(sql, &args).await
}

/// One number for the whole period.
pub(super) async fn whole(reader: &mut Reader, sql: Sql, period: Period, ids: bool, about: &About) -> Result<i64> {
    let mut args = bounds(period, ids);
    about.push(&mut args);
    reader.one(sql, &args).await
}

/// One number of all times.
pub(super) async fn ever(reader: &mut Reader, sql: Sql, about: &About) -> Result<i64> {
    let mut args = Vec::new();
    about.push(&mut args);
    reader.one(sql, &args).await
}

/// The most frequent: (name, number).
pub(super) async fn top(
    reader: &mut Reader,
    sql: Sql,
    period: Option<(Period, bool)>,
    about: &About,
    limit: i64,
) -> Result<Vec<(String, i64)>> {
    let mut args = period.map_or_else(Vec::new, |(period, ids)| bounds(period, ids));
    about.push(&mut args);
    args.push(limit.into());
    reader.all(sql, &args).await
}

pub(super) async fn tag(reader: &mut Reader, id: i64) -> Result<i64> {
    reader.one(TAG, args![id]).await
}

/// Bytes of the database and of the media.
pub(super) async fn sizes(reader: &mut Reader) -> Result<(i64, i64)> {
    Ok((reader.one(DATABASE_SIZE, &[]).await?, reader.one(MEDIA_SIZE, &[]).await?))
}

/// What the database is called, and its version.
pub(super) async fn database(reader: &mut Reader, engine: Engine) -> Result<(&'static str, &'static str, String)> {
    let version = reader.one(DATABASE_VERSION, &[]).await?;
    Ok(match engine {
        Engine::Sqlite => ("sqlite", "SQLite", version),
        Engine::Postgres => ("postgresql", "PostgreSQL", version),
    })
}

/// (day of joining, day last seen, how many), as days since 1970.
pub(super) async fn cohorts(reader: &mut Reader, period: Period) -> Result<Vec<(i64, i64, i64)>> {
    reader.all(COHORTS, args![period.from, period.to]).await
}
