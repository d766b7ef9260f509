//! Hashtags as such: looking one up, following it, showing it on one's profile. Deliberately absent: the timeline of a
//! hashtag; that is `timelines`.

pub mod api;
pub mod feature;
pub mod follow;
pub mod store;
pub mod view;

use crate::app::App;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::statuses::format::{fold_tag, is_tag};

/// As many as a profile shows.
pub const MOST_FEATURED: i64 = 10;

/// (folded, as written) of something that can be a hashtag.
pub(crate) fn name(text: &str) -> Option<(String, String)> {
    let shown = text.trim().trim_start_matches('#');
    is_tag(shown).then(|| (fold_tag(shown), shown.to_owned()))
}

/// The row of a hashtag, made when nobody used it before.
pub(crate) async fn own_row(app: &App, tx: &mut Tx, text: &str) -> Result<i64> {
    let (folded, shown) = name(text).ok_or(Error::NotFound)?;
    store::ensure(tx, app.ids.next(), &folded, &shown, app.clock.now()).await
}
