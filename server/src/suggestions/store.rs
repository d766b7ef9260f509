use crate::args;
use crate::db::{Reader, Tx};
use crate::error::Result;

/// `a` wants to be found, and stands in nobody's way: not limited, not waiting, at peace with the viewer `$1`.
macro_rules! findable {
    () => {
        "a.discoverable AND a.suspended_at IS NULL AND a.silenced_at IS NULL AND a.deleted_at IS NULL AND a.moved_to_id IS NULL
        AND (u.account_id IS NULL OR (u.approved AND u.confirmed_at IS NOT NULL))
        AND NOT EXISTS (SELECT 1 FROM blocks b WHERE (b.account_id = $1 AND b.target_id = a.id) OR (b.account_id = a.id AND b.target_id = $1))
        AND NOT EXISTS (SELECT 1 FROM mutes m WHERE m.account_id = $1 AND m.target_id = a.id)
        AND NOT EXISTS (SELECT 1 FROM account_domain_blocks d WHERE d.account_id = $1 AND d.domain = a.domain)"
    };
}

crate::statements! {
    SUGGESTED = ["SELECT a.id, (SELECT count(*) FROM follows f JOIN follows g ON g.account_id = f.target_id AND g.target_id = a.id
            WHERE f.account_id = $1) AS friends
        FROM accounts a LEFT JOIN users u ON u.account_id = a.id WHERE a.id <> $1 AND ", findable!(), "
        AND NOT EXISTS (SELECT 1 FROM follows k WHERE k.account_id = $1 AND k.target_id = a.id)
        AND NOT EXISTS (SELECT 1 FROM follow_requests r WHERE r.account_id = $1 AND r.target_id = a.id)
        AND NOT EXISTS (SELECT 1 FROM dismissed_suggestions w WHERE w.account_id = $1 AND w.target_id = a.id)
        ORDER BY friends DESC, a.followers_count DESC, a.id LIMIT $2 + 0"];
    DISMISS = "INSERT INTO dismissed_suggestions (account_id, target_id, created_at) SELECT $1, a.id, $3 FROM accounts a WHERE a.id = $2
        ON CONFLICT DO NOTHING";
    ACTIVE = ["SELECT a.id FROM accounts a LEFT JOIN users u ON u.account_id = a.id WHERE ", findable!(),
        " AND (NOT $2 OR a.domain IS NULL) ORDER BY coalesce(a.last_status_at, 0) DESC, a.id DESC LIMIT $3 + 0 OFFSET $4 + 0"];
    NEWEST = ["SELECT a.id FROM accounts a LEFT JOIN users u ON u.account_id = a.id WHERE ", findable!(),
        " AND (NOT $2 OR a.domain IS NULL) ORDER BY a.id DESC LIMIT $3 + 0 OFFSET $4 + 0"];
    FAMILIAR = "SELECT g.target_id, g.account_id FROM follows f JOIN follows g ON g.account_id = f.target_id
        JOIN accounts a ON a.id = g.account_id
        WHERE f.account_id = $1 AND g.target_id IN (SELECT value FROM json_each($2)) AND NOT a.hide_collections
            AND a.suspended_at IS NULL AND a.deleted_at IS NULL
            AND NOT EXISTS (SELECT 1 FROM blocks b WHERE b.account_id = g.target_id AND b.target_id = $1)
        ORDER BY g.id DESC";
}

/// (account, how many friends follow them > 0), best first.
pub(super) async fn suggested(reader: &mut Reader, me: i64, limit: i64) -> Result<Vec<(i64, bool)>> {
    let rows: Vec<(i64, i64)> = reader.all(SUGGESTED, args![me, limit]).await?;
    Ok(rows.into_iter().map(|(id, friends)| (id, friends > 0)).collect())
}

pub(super) async fn dismiss(tx: &mut Tx, me: i64, id: i64, now: i64) -> Result<()> {
    tx.run(DISMISS, args![me, id, now]).await?;
    Ok(())
}

/// What of the directory is asked for.
pub(super) struct Wanted {
    /// 0 for nobody.
    pub viewer: i64,
    /// By joining rather than by last status.
    pub newest: bool,
    pub local: bool,
    pub limit: i64,
    pub offset: i64,
}

pub(super) async fn directory(reader: &mut Reader, wanted: &Wanted) -> Result<Vec<i64>> {
    let sql = if wanted.newest { NEWEST } else { ACTIVE };
    reader.all(sql, args![wanted.viewer, wanted.local, wanted.limit, wanted.offset]).await
}

/// (asked about, who of one's own people follows them).
pub(super) async fn familiar(reader: &mut Reader, me: i64, ids: &[i64]) -> Result<Vec<(i64, i64)>> {
    reader.all(FAMILIAR, args![me, ids]).await
}
