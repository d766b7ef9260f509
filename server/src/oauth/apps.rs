//! Registering a client program, and knowing it again.

use super::{Client, OUT_OF_BAND, hex, store};
use crate::app::App;
use crate::error::{Error, Result};
use crate::web::scope::{PARENTS, Scopes, is_known};
use aws_lc_rs::constant_time::verify_slices_are_equal;

/// The names of a scope list, without what upstream removed and without repetition; `None` when one is unknown.
pub fn scope_list(text: &str) -> Option<String> {
    let mut names: Vec<&str> = Vec::new();
    for name in text.split([' ', '\t', '\n', '\r', '+']).filter(|name| !name.is_empty()) {
        if !is_known(name) {
            return None;
        }
        if name != "crypto" && !names.contains(&name) {
            names.push(name);
        }
    }
    if names.is_empty() { Some("read".into()) } else { Some(names.join(" ")) }
}

/// Whether every scope of `wanted` is in `granted`.
pub fn covers(granted: &str, wanted: &str) -> bool {
    Scopes::parse(granted).covers(Scopes::parse(wanted))
}

/// Absolute, without fragment, and nothing that a browser would run.
fn is_redirect_uri(uri: &str) -> bool {
    if uri == OUT_OF_BAND {
        return true;
    }
    let Ok(parsed) = url::Url::parse(uri) else { return false };
    uri.len() <= 2000
        && !uri.contains(char::is_whitespace)
        && parsed.fragment().is_none()
        && !matches!(parsed.scheme(), "data" | "vbscript" | "javascript" | "about" | "blob" | "file")
}

pub struct New {
    pub name: String,
    pub redirect_uris: Vec<String>,
    pub scopes: String,
    pub website: Option<String>,
}

/// Makes an app; the secret is told once.
pub async fn create(app: &App, new: New) -> Result<(Client, String)> {
    let name = new.name.trim().to_owned();
    if name.is_empty() {
        return Err(Error::validation("Name can't be blank"));
    }
    if name.chars().count() > 60 {
        return Err(Error::validation("Name is too long (maximum is 60 characters)"));
    }
    let uris: Vec<String> =
        new.redirect_uris.iter().flat_map(|text| text.split_whitespace()).map(str::to_owned).collect();
    if uris.is_empty() {
        return Err(Error::validation("Redirect URI can't be blank"));
    }
    if !uris.iter().all(|uri| is_redirect_uri(uri)) {
        return Err(Error::validation("Redirect URI must be an absolute URI."));
    }
    let Some(scopes) = scope_list(&new.scopes) else {
        return Err(Error::validation("Scopes doesn't match configured on the server."));
    };
    let website = new.website.filter(|site| !site.trim().is_empty());
    if website.as_ref().is_some_and(|site| {
        site.len() > 2000 || !url::Url::parse(site).is_ok_and(|url| matches!(url.scheme(), "http" | "https"))
    }) {
        return Err(Error::validation("Website must be a valid URL"));
    }
    let secret = app.new_secret();
    let client = Client {
        id: app.ids.next(),
        name,
        website,
        redirect_uris: uris.join("\n"),
        scopes,
        client_id: app.new_secret(),
        secret_hash: hex(&app.hash_secret(&secret)),
    };
    let mut tx = app.db.write().await?;
    store::add_app(&mut tx, &client, app.clock.now()).await?;
    app.commit(tx, &[]).await?;
    Ok((client, secret))
}

/// The app of the command line, made when it is first needed. Its secret is told to nobody, so nobody can pose as it.
pub async fn house(app: &App) -> Result<Client> {
    const ID: &str = "howdah";
    if let Some(client) = find(app, ID).await? {
        return Ok(client);
    }
    let client = Client {
        id: app.ids.next(),
        name: "Howdah".into(),
        website: None,
        redirect_uris: OUT_OF_BAND.into(),
        scopes: PARENTS.iter().copied().chain(["follow", "profile", "push"]).collect::<Vec<_>>().join(" "),
        client_id: ID.into(),
        secret_hash: hex(&app.hash_secret(&app.new_secret())),
    };
    let mut tx = app.db.write().await?;
    store::add_app(&mut tx, &client, app.clock.now()).await?;
    app.commit(tx, &[]).await?;
    // Two commands at once make one: this is whichever came first.
    find(app, ID).await?.ok_or(Error::NotFound)
}

pub async fn find(app: &App, client_id: &str) -> Result<Option<Client>> {
    store::app_by_client(&mut app.db.read().await?, client_id).await
}

pub async fn get(app: &App, id: i64) -> Result<Option<Client>> {
    store::app_by_id(&mut app.db.read().await?, id).await
}

pub const BAD_CLIENT: Error = Error::OAuth {
    status: 401,
    code: "invalid_client",
    description: "Client authentication failed due to unknown client, no client authentication included, or unsupported authentication method.",
};

/// The client with this id and secret.
pub async fn authenticate(app: &App, client_id: &str, secret: &str) -> Result<Client> {
    let client = find(app, client_id).await?.ok_or(BAD_CLIENT)?;
    let given = hex(&app.hash_secret(secret));
    verify_slices_are_equal(given.as_bytes(), client.secret_hash.as_bytes()).map_err(|_| BAD_CLIENT)?;
    Ok(client)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn redirect_uris_are_absolute_and_harmless() {
        for good in ["https://a.example/cb?x=1", "com.tapbots.Ivory.10217:/request_token", "tusky://cb", OUT_OF_BAND] {
            assert!(is_redirect_uri(good), "{good}");
        }
        for bad in ["", "/cb", "javascript:alert(1)", "data:text/html,x", "https://a.example/#f", "not a uri"] {
            assert!(!is_redirect_uri(bad), "{bad}");
        }
    }

    #[test]
    fn scope_lists_are_cleaned() {
        assert_eq!(scope_list("read  write read crypto").as_deref(), Some("read write"));
        assert_eq!(scope_list("").as_deref(), Some("read"));
        assert_eq!(scope_list("read nonsense"), None);
        assert!(covers("read write follow", "read:accounts follow") && !covers("read", "write:media"));
    }
}
