use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Debug, Clone, Serialize)]
pub struct Token {
    pub access_token: String,
    pub token_type: &'static str,
    pub scope: String,
    /// Unix seconds, as a number.
    pub created_at: i64,
}

#[derive(Debug, Clone, Serialize)]
pub struct Application {
    pub id: String,
    pub name: String,
    pub website: Option<String>,
    pub scopes: Vec<String>,
    pub redirect_uris: Vec<String>,
    /// The same, joined by newlines, for clients of before 4.3.
    pub redirect_uri: String,
    pub vapid_key: String,
}

#[derive(Debug, Clone, Serialize)]
pub struct CredentialApplication {
    #[serde(flatten)]
    pub application: Application,
    pub client_id: String,
    pub client_secret: String,
    pub client_secret_expires_at: i64,
}

#[derive(Debug, Clone, Serialize)]
pub struct UserInfo {
    pub iss: String,
    pub sub: String,
    pub name: String,
    pub preferred_username: String,
    pub profile: String,
    pub picture: String,
}

#[derive(Debug, Clone, Serialize)]
pub struct WebPushSubscription {
    /// A small number, as Mastodon's: apps read it into 32 bits.
    pub id: i64,
    pub endpoint: String,
    pub standard: bool,
    pub alerts: BTreeMap<String, bool>,
    pub policy: String,
    pub server_key: String,
}
