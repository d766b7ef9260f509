//! A new member: what names, addresses and passwords are acceptable, and the rows of an account.

use super::{password, store};
use crate::admin::blocks::emails;
use crate::app::App;
use crate::bus::Event;
use crate::db::Tx;
use crate::error::{Details, Error, Result};

/// Who is to become a member.
#[derive(Debug, Clone, Default)]
pub struct New {
    pub username: String,
    pub email: Option<String>,
    pub password: String,
    /// One of `roles`; 1 is everybody's.
    pub role_id: i64,
    pub locale: String,
    pub approved: bool,
    pub confirmed: bool,
    pub agreement: bool,
    pub reason: Option<String>,
    pub invite_id: Option<i64>,
    pub sign_up_ip: Option<String>,
    /// The app that signs them up.
    pub app_id: Option<i64>,
    /// The owner may take names that visitors may not, such as `admin`.
    pub may_be_reserved: bool,
}

const RESERVED: &[&str] = &[
    "abuse",
    "account",
    "accounts",
    "admin",
    "admins",
    "administration",
    "administrator",
    "help",
    "helpdesk",
    "instance",
    "mod",
    "mods",
    "moderator",
    "moderators",
    "owner",
    "root",
    "security",
    "server",
    "staff",
    "support",
    "webmaster",
];

const USERNAME_MAX: usize = 30;
const PASSWORD_MAX: usize = 256;

/// Makes the account and takes its use of the invite. Everything that is wrong with the input is said at once.
pub async fn create(app: &App, new: New) -> Result<i64> {
    let mut details = check(app, &new);
    if details.is_empty() {
        details = taken(app, &new).await?;
    }
    refuse(details)?;
    let hash = password::hash(app, &new.password).await?;
    let mut tx = app.db.write().await?;
    let id = insert(app, &mut tx, &new, &hash).await?;
    app.commit(tx, &[Event::Account { id }, Event::User { account: id }]).await?;
    Ok(id)
}

/// The rows alone, for callers that have more to write in the same transaction. Check first.
pub async fn insert(app: &App, tx: &mut Tx, new: &New, hash: &str) -> Result<i64> {
    let (id, now) = (app.ids.next(), app.clock.now());
    if let Some(invite) = new.invite_id
        && !store::use_invite(tx, invite, now).await?
    {
        return refuse(one("invite", "ERR_INVALID", "is no longer valid")).map(|()| id);
    }
    store::create(tx, id, new, hash, now).await.map_err(|error| {
        let details = if error.is_conflict("accounts_handle") {
            one("username", "ERR_TAKEN", "has already been taken")
        } else if error.is_conflict("users_email") || error.is_conflict("users.email_folded") {
            one("email", "ERR_TAKEN", "has already been taken")
        } else {
            return error;
        };
        refuse(details).err().unwrap_or(error)
    })?;
    Ok(id)
}

/// What is wrong with the words themselves.
pub fn check(app: &App, new: &New) -> Details {
    let mut details = Details::new();
    let mut wrong = |field, code, text: String| details.entry(field).or_default().push((code, text));
    let name = &new.username;
    if name.is_empty() {
        wrong("username", "ERR_BLANK", "can't be blank".into());
    } else {
        if !name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_') {
            wrong("username", "ERR_INVALID", "must contain only letters, numbers and underscores".into());
        }
        if name.chars().count() > USERNAME_MAX {
            wrong("username", "ERR_TOO_LONG", format!("is too long (maximum is {USERNAME_MAX} characters)"));
        }
        if !new.may_be_reserved && RESERVED.contains(&name.to_ascii_lowercase().as_str()) {
            wrong("username", "ERR_RESERVED", "is reserved".into());
        }
    }
    if let Some(email) = &new.email
        && !is_email(email)
    {
        wrong("email", "ERR_INVALID", "is invalid".into());
    }
    for (code, text) in password_problems(app, &new.password) {
        wrong("password", code, text);
    }
    if !new.agreement {
        wrong("agreement", "ERR_ACCEPTED", "must be accepted".into());
    }
    details
}

/// What is wrong with a password; also for those who change theirs.
pub fn password_problems(app: &App, password: &str) -> Vec<(&'static str, String)> {
    let (length, least) = (password.chars().count(), app.config.registrations.min_password_length);
    if length == 0 {
        vec![("ERR_BLANK", "can't be blank".into())]
    } else if length < least {
        vec![("ERR_TOO_SHORT", format!("is too short (minimum is {least} characters)"))]
    } else if length > PASSWORD_MAX {
        vec![("ERR_TOO_LONG", format!("is too long (maximum is {PASSWORD_MAX} characters)"))]
    } else {
        vec![]
    }
}

/// Whether the name or the address belongs to somebody, or the address is kept out.
pub async fn taken(app: &App, new: &New) -> Result<Details> {
    let mut details = Details::new();
    let email = new.email.as_deref().map(fold_email);
    let (name, address) = store::taken(&mut app.db.read().await?, &new.username, email.as_deref()).await?;
    if name {
        details.extend(one("username", "ERR_TAKEN", "has already been taken"));
    }
    if address {
        details.extend(one("email", "ERR_TAKEN", "has already been taken"));
    } else if let Some(email) = &email
        && let Some((code, text)) = emails::problem(app, email, new.sign_up_ip.as_deref()).await?
    {
        details.extend(one("email", code, &text));
    }
    Ok(details)
}

fn one(field: &'static str, code: &'static str, text: &str) -> Details {
    Details::from([(field, vec![(code, text.to_owned())])])
}

/// Mastodon's answer to `details`, unless there are none.
pub fn refuse(details: Details) -> Result<()> {
    if details.is_empty() {
        return Ok(());
    }
    let mut parts = Vec::new();
    // Mastodon's order is the form's.
    for field in ["username", "email", "password", "agreement", "reason", "date_of_birth", "locale", "invite"] {
        for (_, text) in details.get(field).into_iter().flatten() {
            let mut name = field.replace('_', " ");
            name[..1].make_ascii_uppercase();
            parts.push(format!("{name} {text}"));
        }
    }
    Err(Error::Invalid { message: format!("Validation failed: {}", parts.join(", ")), details })
}

/// How addresses are compared.
pub fn fold_email(email: &str) -> String {
    email.trim().to_lowercase()
}

/// Catches typing errors; whether the address works, only mail can tell.
pub fn is_email(text: &str) -> bool {
    let Some((user, host)) = text.rsplit_once('@') else { return false };
    let odd = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | ',' | ';' | '"' | '(' | ')');
    text.len() <= 254
        && !user.is_empty()
        && user.len() <= 64
        && !user.contains('@')
        && !text.contains(odd)
        && !host.is_empty()
        && host.split('.').all(|part| !part.is_empty() && !part.starts_with('-') && !part.ends_with('-'))
}

#[cfg(test)]
mod tests {
    use super::is_email;

    #[test]
    fn addresses_look_like_addresses() {
        for good in ["a@example.org", "a.b+c@mail.example.org", "a@localhost", "ä@exämple.de"] {
            assert!(is_email(good), "{good}");
        }
        for bad in ["", "a", "@b", "a@", "a@@b", "a b@c.d", "a@.de", "a@b..c", "a@b,c"] {
            assert!(!is_email(bad), "{bad}");
        }
    }
}
