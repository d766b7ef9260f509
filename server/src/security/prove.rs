//! Asking for the password again before anything is changed that opens the account.

use super::store;
use crate::accounts::password;
use crate::app::App;
use crate::error::{Details, Error, Result};
use crate::web::limits::Kind;

/// Fails unless this is the member's password. Throttled also where limits are off: whoever found an open browser must
/// not be able to guess it.
pub async fn prove(app: &App, account: i64, given: &str) -> Result<()> {
    let who = account.to_string();
    app.limiter.take(Kind::Proof, &who, app.clock.now())?;
    let hash = store::password_hash(&mut app.db.read().await?, account).await?;
    if !password::verify(app, given, Some(&hash)).await? {
        let (code, text) = if given.is_empty() { ("ERR_BLANK", "can't be blank") } else { ("ERR_INVALID", "is wrong") };
        return Err(Error::Invalid {
            message: format!("Validation failed: Current password {text}"),
            details: Details::from([("current_password", vec![(code, text.to_owned())])]),
        });
    }
    app.limiter.give_back(Kind::Proof, &who);
    Ok(())
}
