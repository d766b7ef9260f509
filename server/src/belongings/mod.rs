//! What is a person's own: an archive and tables to take along, tables to bring along, other accounts, a move, the end of
//! the account. Deliberately absent: telling other servers of a move.

mod aliases;
pub mod api;
pub mod archive;
mod handles;
pub mod import;
mod leave;
pub mod moving;
mod outbox;
mod store;
mod tables;

pub use store::STATEMENTS;

use crate::accounts::password;
use crate::app::App;
use crate::error::{Error, Result};
use crate::web::limits::Kind;

/// What can be taken along and brought along as a table, by the names of its file.
pub const TABLES: [&str; 7] = ["follows", "lists", "blocks", "mutes", "domain_blocks", "bookmarks", "followed_tags"];

/// What cannot be taken back asks for the password once more, and not too often.
async fn confirm(app: &App, me: i64, secret: &str) -> Result<()> {
    let key = format!("own:{me}");
    app.limiter.take(Kind::SignInName, &key, app.clock.now())?;
    let hash = store::password(&mut app.db.read().await?, me).await?;
    if !password::verify(app, secret, hash.as_deref().filter(|hash| !hash.is_empty())).await? {
        return Err(Error::validation("Current password is invalid"));
    }
    app.limiter.give_back(Kind::SignInName, &key);
    Ok(())
}
