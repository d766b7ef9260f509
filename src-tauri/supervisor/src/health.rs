//! Is it our server that answers? The token that we gave the child must come back, so that a foreign or old server is never
//! taken for it.

use serde::Deserialize;
use std::time::Duration;

#[derive(Debug, PartialEq)]
pub enum Health {
    Ours,
    Foreign,
    Silent,
}

#[derive(Deserialize)]
struct Answer {
    instance: Option<String>,
}

/// Only for loopback: no proxy from the environment may step in between.
pub fn client(timeout: Duration) -> reqwest::Client {
    reqwest::Client::builder().no_proxy().timeout(timeout).build().unwrap_or_default()
}

pub async fn check(client: &reqwest::Client, port: u16, token: &str) -> Health {
    let Ok(response) = client.get(format!("http://127.0.0.1:{port}/health")).send().await else {
        return Health::Silent;
    };
    if response.status().is_server_error() {
        return Health::Silent;
    }
    match response.json::<Answer>().await {
        Ok(Answer { instance: Some(said) }) if said == token => Health::Ours,
        _ => Health::Foreign,
    }
}

pub fn random_hex() -> String {
    let mut bytes = [0u8; 24];
    // Without randomness from the system there are no secrets, and the program must not go on.
    getrandom::fill(&mut bytes).expect("the operating system gives random numbers");
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
