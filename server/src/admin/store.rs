use super::Act;
use crate::args;
use crate::db::Tx;
use crate::error::Result;

crate::statements! {
    // A report that led here stands for its case.
    RECORD = "INSERT INTO acts (id, actor_id, kind, target_type, target_id, target_label, reason, before_state, after_state, case_id, created_at,
            account_id)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, coalesce((SELECT r.case_id FROM reports r WHERE r.id = $10), $10), $11, CASE WHEN $4 = 'account' THEN CAST($5 AS BIGINT) END)";
}

pub(super) async fn record(tx: &mut Tx, id: i64, actor: Option<i64>, act: &Act<'_>, now: i64) -> Result<()> {
    let (before, after) = (act.before.to_string(), act.after.to_string());
    let args = args![
        id,
        actor,
        act.kind,
        act.target_type,
        act.target_id,
        act.target_label,
        act.reason,
        &before,
        &after,
        act.case_id,
        now
    ];
    tx.run(RECORD, args).await?;
    Ok(())
}
