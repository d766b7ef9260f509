use super::Search;
use crate::args;
use crate::db::Reader;
use crate::error::Result;
use crate::web::page::Page;

/// Accounts that have not been let in yet are nobody's business but their own and the staff's.
macro_rules! present {
    () => {
        "a.deleted_at IS NULL AND (u.account_id IS NULL OR (u.approved AND u.confirmed_at IS NOT NULL))"
    };
}

crate::statements! {
    PRESENT = ["SELECT a.id FROM accounts a LEFT JOIN users u ON u.account_id = a.id
        WHERE a.id IN (SELECT value FROM json_each($1)) AND ((", present!(), ") OR (a.id = $2 AND a.deleted_at IS NULL))"];
    BY_HANDLE = ["SELECT a.id FROM accounts a LEFT JOIN users u ON u.account_id = a.id
        WHERE a.username_folded = $1 AND coalesce(a.domain, '') = $2 AND ", present!()];
    SEARCH = sqlite "SELECT a.id FROM accounts a LEFT JOIN users u ON u.account_id = a.id
        LEFT JOIN follows f ON f.account_id = $1 AND f.target_id = a.id
        WHERE a.deleted_at IS NULL AND (u.account_id IS NULL OR (u.approved AND u.confirmed_at IS NOT NULL)) AND a.suspended_at IS NULL
        AND (f.id IS NOT NULL OR NOT $2) AND ($3 = '*' OR coalesce(a.domain, '') = $3)
        AND (instr(a.username_folded, $4) = 1 OR NOT EXISTS (SELECT 1 FROM json_each($7) w
            WHERE instr(' ' || a.search_text, ' ' || w.value) = 0))
        AND (a.username_folded = $4 OR (a.moved_to_id IS NULL AND NOT EXISTS (SELECT 1 FROM blocks b
            WHERE (b.account_id = $1 AND b.target_id = a.id) OR (b.account_id = a.id AND b.target_id = $1))))
        ORDER BY CASE WHEN a.username_folded = $4 THEN 0 ELSE 1 END, CASE WHEN f.id IS NOT NULL THEN 0 ELSE 1 END,
            CASE WHEN instr(a.username_folded, $4) = 1 THEN 0 ELSE 1 END, a.followers_count DESC, a.id LIMIT $5 + 0 OFFSET $6 + 0"
        postgres "SELECT a.id FROM accounts a LEFT JOIN users u ON u.account_id = a.id
        LEFT JOIN follows f ON f.account_id = $1 AND f.target_id = a.id
        WHERE a.deleted_at IS NULL AND (u.account_id IS NULL OR (u.approved AND u.confirmed_at IS NOT NULL)) AND a.suspended_at IS NULL
        AND (f.id IS NOT NULL OR NOT $2) AND ($3 = '*' OR coalesce(a.domain, '') = $3)
        AND (strpos(a.username_folded, $4) = 1 OR NOT EXISTS (SELECT 1 FROM jsonb_array_elements_text(CAST($7 AS JSONB)) AS w (value)
            WHERE strpos(' ' || a.search_text, ' ' || w.value) = 0))
        AND (a.username_folded = $4 OR (a.moved_to_id IS NULL AND NOT EXISTS (SELECT 1 FROM blocks b
            WHERE (b.account_id = $1 AND b.target_id = a.id) OR (b.account_id = a.id AND b.target_id = $1))))
        ORDER BY CASE WHEN a.username_folded = $4 THEN 0 ELSE 1 END, CASE WHEN f.id IS NOT NULL THEN 0 ELSE 1 END,
            CASE WHEN strpos(a.username_folded, $4) = 1 THEN 0 ELSE 1 END, a.followers_count DESC, a.id LIMIT $5 + 0 OFFSET $6 + 0";
    HIDES = "SELECT hide_collections FROM accounts WHERE id = $1 AND deleted_at IS NULL AND suspended_at IS NULL";
    FOLLOWERS = ["SELECT f.id, f.account_id FROM follows f JOIN accounts a ON a.id = f.account_id LEFT JOIN users u ON u.account_id = a.id
        WHERE f.target_id = $1 AND f.id < $2 AND f.id > $3 AND a.suspended_at IS NULL AND ", present!(), "
        AND NOT EXISTS (SELECT 1 FROM blocks b WHERE b.account_id = f.account_id AND b.target_id = $4) ORDER BY f.id DESC LIMIT $5 + 0"];
    FOLLOWERS_UP = ["SELECT f.id, f.account_id FROM follows f JOIN accounts a ON a.id = f.account_id LEFT JOIN users u ON u.account_id = a.id
        WHERE f.target_id = $1 AND f.id < $2 AND f.id > $3 AND a.suspended_at IS NULL AND ", present!(), "
        AND NOT EXISTS (SELECT 1 FROM blocks b WHERE b.account_id = f.account_id AND b.target_id = $4) ORDER BY f.id LIMIT $5 + 0"];
    FOLLOWING = ["SELECT f.id, f.target_id FROM follows f JOIN accounts a ON a.id = f.target_id LEFT JOIN users u ON u.account_id = a.id
        WHERE f.account_id = $1 AND f.id < $2 AND f.id > $3 AND a.suspended_at IS NULL AND ", present!(), "
        AND NOT EXISTS (SELECT 1 FROM blocks b WHERE b.account_id = f.target_id AND b.target_id = $4) ORDER BY f.id DESC LIMIT $5 + 0"];
    FOLLOWING_UP = ["SELECT f.id, f.target_id FROM follows f JOIN accounts a ON a.id = f.target_id LEFT JOIN users u ON u.account_id = a.id
        WHERE f.account_id = $1 AND f.id < $2 AND f.id > $3 AND a.suspended_at IS NULL AND ", present!(), "
        AND NOT EXISTS (SELECT 1 FROM blocks b WHERE b.account_id = f.target_id AND b.target_id = $4) ORDER BY f.id LIMIT $5 + 0"];
}

/// Those of `ids` that this viewer may see, in any order.
pub(crate) async fn present(reader: &mut Reader, ids: &[i64], viewer: i64) -> Result<Vec<i64>> {
    reader.all(PRESENT, args![ids, viewer]).await
}

pub(super) async fn by_handle(reader: &mut Reader, name: &str, domain: &str) -> Result<i64> {
    reader.one(BY_HANDLE, args![name, domain]).await
}

/// A search with what it is asked in.
pub(super) struct Asked<'a> {
    pub search: &'a Search<'a>,
    /// As a handle's name.
    pub name: &'a str,
    /// Beginnings of words of the name; without any only the handle counts.
    pub words: &'a [String],
    /// None for any, empty for local.
    pub domain: Option<&'a str>,
}

pub(super) async fn search(reader: &mut Reader, asked: &Asked<'_>) -> Result<Vec<i64>> {
    let Search { viewer, following, limit, offset, .. } = *asked.search;
    // A word that nobody's name has.
    let nobody = ["\u{e00f}".to_owned()];
    let words = serde_json::to_string(if asked.words.is_empty() { &nobody[..] } else { asked.words })?;
    let domain = asked.domain.unwrap_or("*");
    reader.all(SEARCH, args![viewer, following, domain, asked.name, limit, offset, &words]).await
}

/// Whether the account keeps its follows to itself. Nothing is told of the suspended.
pub(super) async fn hides(reader: &mut Reader, id: i64) -> Result<Option<bool>> {
    reader.maybe(HIDES, args![id]).await
}

/// Which side of a follow is listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Followers,
    Following,
}

/// (cursor, account), without those who block the viewer.
pub(super) async fn follows(
    reader: &mut Reader,
    side: Side,
    id: i64,
    viewer: i64,
    page: &Page,
) -> Result<Vec<(i64, i64)>> {
    let sql = match (side, page.ascending()) {
        (Side::Followers, false) => FOLLOWERS,
        (Side::Followers, true) => FOLLOWERS_UP,
        (Side::Following, false) => FOLLOWING,
        (Side::Following, true) => FOLLOWING_UP,
    };
    Ok(page.order(reader.all(sql, args![id, page.below(), page.above(), viewer, page.limit]).await?))
}
