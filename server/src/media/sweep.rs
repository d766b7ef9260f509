//! Uploads that no status took within a day are removed.

use super::{files, store};
use crate::app::App;
use crate::error::Result;
use crate::time::DAY;

const CHUNK: i64 = 200;

/// Tells how many went.
pub async fn sweep(app: &App) -> Result<usize> {
    let mut swept = 0;
    loop {
        let mut tx = app.db.write().await?;
        let old = store::forgotten(&mut tx, app.clock.now() - DAY, CHUNK).await?;
        store::delete(&mut tx, &old.iter().map(|media| media.id).collect::<Vec<_>>()).await?;
        app.commit(tx, &[]).await?;
        for media in &old {
            files::remove(app, [&media.file, &media.thumbnail].into_iter().filter_map(|path| path.as_deref()));
        }
        swept += old.len();
        if (old.len() as i64) < CHUNK {
            return Ok(swept);
        }
    }
}
