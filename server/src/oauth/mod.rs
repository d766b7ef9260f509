//! Apps, sign-in in the browser, codes and tokens. Deliberately absent: checking a token on each request
//! (`web::auth`) and making members (`registrations`).

pub mod api;
pub mod apps;
pub mod authorize;
pub mod sign_in;
pub mod store;
pub mod token;

use crate::db::{FromRow, Row};
use crate::error::Result;

/// Shows the code on a page instead of sending it somewhere.
pub const OUT_OF_BAND: &str = "urn:ietf:wg:oauth:2.0:oob";

/// A client program that asked to be known here.
#[derive(Debug, Clone)]
pub struct Client {
    pub id: i64,
    pub name: String,
    pub website: Option<String>,
    /// One per line.
    pub redirect_uris: String,
    pub scopes: String,
    pub client_id: String,
    /// The SHA-256 of the secret, as hex.
    pub secret_hash: String,
}

impl FromRow for Client {
    fn from_row(row: &Row) -> Result<Self> {
        let mut c = row.cells();
        Ok(Self {
            id: c.take()?,
            name: c.take()?,
            website: c.take()?,
            redirect_uris: c.take()?,
            scopes: c.take()?,
            client_id: c.take()?,
            secret_hash: c.take()?,
        })
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
