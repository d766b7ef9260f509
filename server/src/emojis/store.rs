use super::Emoji;
use crate::db::Reader;
use crate::error::Result;

crate::statements! {
    KNOWN = "SELECT shortcode, domain, file, static_file, category, visible_in_picker FROM custom_emojis WHERE NOT disabled ORDER BY shortcode";
}

pub(super) async fn known(reader: &mut Reader) -> Result<Vec<Emoji>> {
    reader.all(KNOWN, &[]).await
}
