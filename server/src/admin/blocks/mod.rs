//! Whom the house keeps out, and whom it lets in: other servers, e-mail domains and addresses, ranges of addresses.
//! What requests are held against lies in memory (`Bars`). Deliberately absent: what one member hides from themselves
//! (`relationships`), and what is done to a single account (`admin::accounts`).

pub mod allows;
pub mod api;
pub mod apply;
pub mod bars;
pub mod canonical;
pub mod domains;
pub mod emails;
pub mod ips;
mod store;

pub use bars::Bars;
pub use store::STATEMENTS;

use super::{Act, Actor, record};
use crate::app::App;
use crate::db::Tx;
use crate::error::{Error, Result};
use serde_json::Value;

/// A domain as it is stored: lower case, in ASCII, without the dot at the end.
fn fold(text: &str) -> Result<String> {
    let text = text.trim().trim_end_matches('.');
    if text.is_empty() {
        return Err(Error::validation("Domain can't be blank"));
    }
    let Ok(url::Host::Domain(domain)) = url::Host::parse(text) else { return Err(odd()) };
    let label = |part: &str| {
        (1..=63).contains(&part.len())
            && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
            && !part.starts_with('-')
            && !part.ends_with('-')
    };
    if domain.len() > 253 || !domain.split('.').all(label) {
        return Err(odd());
    }
    Ok(domain)
}

fn odd() -> Error {
    Error::validation("Domain is not a valid domain name")
}

fn taken(error: Error, index: &str, what: &str) -> Error {
    let column = index.rsplit_once('_').map_or(index, |(_, column)| column);
    // SQLite names the column, PostgreSQL the index.
    if error.is_conflict(index) || error.is_conflict(&format!(".{column}")) {
        return Error::validation(format!("{what} has already been taken"));
    }
    error
}

/// The domain itself and those above it, longest first.
fn parents(domain: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(domain), |domain| domain.split_once('.').map(|(_, rest)| rest))
}

/// One line of the log.
#[expect(clippy::too_many_arguments, reason = "the columns of one row")]
async fn log(
    app: &App,
    tx: &mut Tx,
    actor: &Actor,
    kind: &str,
    target_type: &str,
    (target_id, target_label): (i64, &str),
    before: Value,
    after: Value,
) -> Result<()> {
    let act = Act { kind, target_type, target_id, target_label, reason: "", before, after, case_id: None };
    record(app, tx, actor, &act).await.map(drop)
}

#[cfg(test)]
mod tests {
    use super::{fold, parents};

    #[test]
    fn domains_are_folded() {
        assert_eq!(fold(" Bücher.Example. ").unwrap(), "xn--bcher-kva.example");
        assert_eq!(fold("foo").unwrap(), "foo");
        for odd in ["", "a b", "a/b", "https://a.b", "a..b", "-a.b", "a@b", "1.2.3.4", "[::1]"] {
            assert!(fold(odd).is_err(), "{odd}");
        }
        assert_eq!(parents("a.b.c").collect::<Vec<_>>(), ["a.b.c", "b.c", "c"]);
    }
}
