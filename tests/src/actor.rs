//! Somebody who calls the API.

use crate::call::Call;
use crate::town::Town;
use axum::http::Method;
use howdah_server::accounts::create::{self, New};
use howdah_server::args;
use howdah_server::db::Sql;

/// A member, an app, or nobody.
#[derive(Clone)]
pub struct Actor {
    pub town: Town,
    /// The account, 0 for apps and nobody.
    pub id: i64,
    pub name: String,
    pub token: Option<String>,
}

impl Actor {
    pub fn call(&self, method: Method, path: impl AsRef<str>) -> Call {
        Call::new(self.town.router.clone(), method, path.as_ref(), self.token.as_deref())
    }

    pub fn get(&self, path: impl AsRef<str>) -> Call {
        self.call(Method::GET, path)
    }

    pub fn post(&self, path: impl AsRef<str>) -> Call {
        self.call(Method::POST, path)
    }

    pub fn put(&self, path: impl AsRef<str>) -> Call {
        self.call(Method::PUT, path)
    }

    pub fn patch(&self, path: impl AsRef<str>) -> Call {
        self.call(Method::PATCH, path)
    }

    pub fn delete(&self, path: impl AsRef<str>) -> Call {
        self.call(Method::DELETE, path)
    }

    /// The same person with another token, one of these scopes.
    pub async fn with(&self, scopes: &str) -> Self {
        let token = token(&self.town, Some(self.id).filter(|id| *id != 0), scopes).await;
        Self { token: Some(token), ..self.clone() }
    }

    /// The same person at another server process.
    pub fn at(&self, town: &Town) -> Self {
        Self { town: town.clone(), ..self.clone() }
    }
}

const FIND: Sql = Sql::same("SELECT id FROM accounts WHERE username_folded = $1 AND domain IS NULL");
const TOKEN: Sql =
    Sql::same("INSERT INTO tokens (id, hash, app_id, account_id, scopes, created_at) VALUES ($1, $2, $3, $4, $5, $6)");
const APP: Sql = Sql::same(
    "INSERT INTO apps (id, name, redirect_uris, scopes, client_id, client_secret, created_at)
    VALUES ($1, 'Test', 'urn:ietf:wg:oauth:2.0:oob', $2, $3, 'secret', $4)",
);

pub(crate) const MEMBER: i64 = 1;

pub(crate) fn role(name: &str) -> i64 {
    match name {
        "moderator" => 2,
        "admin" => 3,
        "owner" => 4,
        other => panic!("no role is called {other}"),
    }
}

/// The server's own rows, without a password: hashing one for each of a thousand test people would take minutes.
pub(crate) async fn account(town: &Town, name: &str, role: i64) -> i64 {
    let app = &town.app;
    let folded = name.to_lowercase();
    let mut tx = app.db.write().await.expect("a transaction");
    if let Some(id) = tx.maybe(FIND, args![&folded]).await.expect("a look-up") {
        return id;
    }
    let new = New {
        username: name.to_owned(),
        role_id: role,
        locale: "en".into(),
        approved: true,
        confirmed: true,
        agreement: true,
        ..New::default()
    };
    let id = create::insert(app, &mut tx, &new, "").await.expect("an account");
    tx.commit().await.expect("the account is committed");
    id
}

pub(crate) async fn token(town: &Town, account: Option<i64>, scopes: &str) -> String {
    let app = &town.app;
    let secret = app.new_secret();
    let now = app.clock.now();
    let owner = app.ids.next();
    let mut tx = app.db.write().await.expect("a transaction");
    tx.run(APP, args![owner, scopes, &app.new_secret(), now]).await.expect("an app");
    tx.run(TOKEN, args![app.ids.next(), &app.hash_secret(&secret)[..], owner, account, scopes, now])
        .await
        .expect("a token");
    tx.commit().await.expect("the token is committed");
    secret
}
