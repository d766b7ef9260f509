//! Accounts as other programs write them: `name@domain`, also for our own people.

use crate::app::App;

pub(super) fn full(app: &App, username: &str, domain: Option<&str>) -> String {
    format!("{username}@{}", domain.unwrap_or(&app.config.server.domain))
}

/// The id under which other servers know a status.
pub(super) fn status_uri(app: &App, username: &str, uri: Option<String>, id: i64) -> String {
    uri.unwrap_or_else(|| format!("{}/statuses/{id}", crate::accounts::view::uri(&app.origin, username)))
}

/// The id of a status of ours in its address or its id: the last part, below our own origin.
pub(super) fn own_status(app: &App, address: &str) -> Option<i64> {
    let rest = address.strip_prefix(&*app.origin.0)?.strip_prefix('/')?;
    let (place, id) = rest.rsplit_once('/')?;
    let ours =
        place.starts_with('@') && !place.contains('/') || place.starts_with("users/") && place.ends_with("/statuses");
    ours.then(|| id.parse().ok())?
}
