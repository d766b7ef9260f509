use super::Counts;
use crate::db::Reader;
use crate::db::transfer::Export;
use crate::error::Result;

crate::statements! {
    COUNT = "SELECT (SELECT count(*) FROM users), (SELECT count(*) FROM statuses WHERE deleted_at IS NULL),
        (SELECT count(*) FROM media)";
}

pub async fn count(reader: &mut Reader) -> Result<Counts> {
    let (members, statuses, media) = reader.one(COUNT, &[]).await?;
    Ok(Counts { members, statuses, media })
}

/// The counts as of the export's moment.
pub(super) async fn count_export(export: &mut Export) -> Result<Counts> {
    let (members, statuses, media) = export.one(COUNT).await?;
    Ok(Counts { members, statuses, media })
}
