//! Signing up, under the rule that the community has set: open, by approval, by invitation, closed.

use crate::accounts::create::{self, New};
use crate::accounts::password;
use crate::app::App;
use crate::bus::Event;
use crate::error::{Error, Result};
use crate::instance::Registrations;
use crate::jobs::{self, Job};
use crate::messages::Locale;
use crate::web::permission::MANAGE_USERS;
use crate::{invites, notifications, oauth};
use howdah_entities::Token;

const REASON_MAX: usize = 500;

pub struct SignUp {
    pub username: String,
    pub email: Option<String>,
    pub password: String,
    pub agreement: bool,
    pub locale: String,
    pub reason: Option<String>,
    pub invite: Option<String>,
    /// Mastodon's endpoint wants an address whatever the community does with it.
    pub email_required: bool,
    pub address: String,
    /// The app that signs them up and gets the token.
    pub app_id: i64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    Active,
    Pending,
    Unconfirmed,
}

impl State {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Pending => "pending",
            Self::Unconfirmed => "unconfirmed",
        }
    }
}

/// Makes the member, tells the staff, and gives the app its token, all in one transaction.
pub async fn sign_up(app: &App, wish: SignUp) -> Result<(State, Token)> {
    let settings = app.settings().await?;
    let code = wish.invite.filter(|code| !code.trim().is_empty());
    let invite = match &code {
        Some(code) => invites::usable(app, code.trim()).await?,
        None => None,
    };
    match settings.registrations {
        Registrations::Closed => return Err(Error::forbidden()),
        Registrations::Invite if code.is_none() => return Err(Error::forbidden()),
        _ => {}
    }
    let reason = wish.reason.map(|reason| reason.trim().to_owned()).filter(|reason| !reason.is_empty());
    let waits = settings.registrations == Registrations::Approval && invite.is_none();
    let email = wish.email.filter(|email| !email.trim().is_empty());
    let confirms = app.config.confirms_email();
    let new = New {
        username: wish.username.trim().to_owned(),
        email,
        password: wish.password,
        role_id: 1,
        locale: Locale::parse(&wish.locale).map_or_else(|| "en".into(), |locale| locale.code().into()),
        approved: !waits,
        confirmed: !confirms,
        agreement: wish.agreement,
        reason,
        invite_id: invite,
        sign_up_ip: Some(wish.address),
        app_id: Some(wish.app_id),
        may_be_reserved: false,
    };
    let mut details = create::check(app, &new);
    let mut wrong = |field, code, text: &str| details.entry(field).or_default().push((code, text.to_owned()));
    if new.email.is_none() && (wish.email_required || confirms) {
        wrong("email", "ERR_BLANK", "can't be blank");
    }
    match &new.reason {
        None if waits => wrong("reason", "ERR_BLANK", "can't be blank"),
        Some(reason) if reason.chars().count() > REASON_MAX => {
            wrong("reason", "ERR_TOO_LONG", "is too long (maximum is 500 characters)");
        }
        _ => {}
    }
    if code.is_some() && invite.is_none() {
        wrong("invite", "ERR_INVALID", "is no longer valid");
    }
    if details.is_empty() {
        details = create::taken(app, &new).await?;
    }
    create::refuse(details)?;
    let client = oauth::apps::get(app, wish.app_id).await?.ok_or(Error::BAD_TOKEN)?;
    let hash = password::hash(app, &new.password).await?;
    let mut tx = app.db.write().await?;
    let id = create::insert(app, &mut tx, &new, &hash).await?;
    let token = oauth::token::insert(app, &mut tx, client.id, Some(id), &client.scopes).await?;
    let mut events = vec![Event::Account { id }, Event::User { account: id }];
    events.extend(notifications::notify_staff(app, &mut tx, MANAGE_USERS, "admin.sign_up", id, None).await?);
    if confirms {
        jobs::enqueue(app, &mut tx, &Job::ConfirmEmail { account: id }, app.clock.now(), None).await?;
    }
    app.commit(tx, &events).await?;
    let state = match (confirms, waits) {
        (true, _) => State::Unconfirmed,
        (false, true) => State::Pending,
        (false, false) => State::Active,
    };
    Ok((state, token))
}
