//! Signing up, under the rule that the community has set: open, by approval, by invitation, closed.

use crate::accounts::create::{self, New};
use crate::accounts::password;
use crate::admin::blocks::bars::Keep;
use crate::app::App;
use crate::bus::Event;
use crate::cases;
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
    /// `YYYY-MM-DD`, asked for where there is a least age; looked at and not kept.
    pub date_of_birth: Option<String>,
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
    let from = wish.address.parse().ok();
    let kept = match from {
        Some(address) => app.bars().await?.address(address, app.clock.now()),
        None => None,
    };
    if kept >= Some(Keep::Out) {
        return Err(Error::forbidden());
    }
    let reason = wish.reason.map(|reason| reason.trim().to_owned()).filter(|reason| !reason.is_empty());
    let explains = settings.registrations == Registrations::Approval && invite.is_none();
    // Who comes from an address that is watched is let in by hand, whatever they were invited with.
    let waits = explains || kept == Some(Keep::Waiting);
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
    let locale = wish.locale.trim();
    if !locale.is_empty() && !is_language(locale) {
        wrong("locale", "ERR_INCLUSION", "is not included in the list");
    }
    if let Some(years) = settings.min_age {
        match wish.date_of_birth.as_deref().map(str::trim).filter(|date| !date.is_empty()) {
            None => wrong("date_of_birth", "ERR_BLANK", "can't be blank"),
            Some(date) => match is_old_enough(date, years, app.clock.now()) {
                None => wrong("date_of_birth", "ERR_INVALID", "is invalid"),
                Some(false) => wrong("date_of_birth", "ERR_BELOW_LIMIT", "is below the age limit"),
                Some(true) => {}
            },
        }
    }
    match &new.reason {
        None if explains => wrong("reason", "ERR_BLANK", "can't be blank"),
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
    if waits {
        cases::open::waits(app, &mut tx, cases::Kind::SignUp, ("account", id), id, &[]).await?;
    }
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

/// Whether this looks like a language at all: who reads Welsh is welcome, too, and gets English letters.
fn is_language(tag: &str) -> bool {
    let mut parts = tag.split(['-', '_']);
    let first = parts.next().unwrap_or_default();
    (2..=3).contains(&first.len())
        && first.bytes().all(|byte| byte.is_ascii_alphabetic())
        && parts.all(|part| (2..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

/// Whether somebody born on this day is so many years old; None for what is no day.
fn is_old_enough(date: &str, years: i64, now: i64) -> Option<bool> {
    let number = |text: &str| text.parse::<i64>().ok().filter(|_| text.bytes().all(|byte| byte.is_ascii_digit()));
    let (year, rest) = date.split_once('-')?;
    let (month, day) = rest.split_once('-')?;
    let (year, month, day) = (number(year)?, number(month)?, number(day)?);
    let month = time::Month::try_from(u8::try_from(month).ok()?).ok()?;
    let born = time::Date::from_calendar_date(i32::try_from(year).ok()?, month, u8::try_from(day).ok()?).ok()?;
    let today = time::OffsetDateTime::from_unix_timestamp(now / 1000).ok()?.date();
    let had_birthday = (today.month() as u8, today.day()) >= (born.month() as u8, born.day());
    let age = i64::from(today.year() - born.year()) - i64::from(!had_birthday);
    (1900..=i64::from(today.year())).contains(&year).then_some(age >= years)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2026-03-01, 12:00 UTC.
    const NOW: i64 = 1_772_366_400_000;

    #[test]
    fn ages_are_counted_by_birthdays() {
        assert_eq!(is_old_enough("2010-03-01", 16, NOW), Some(true));
        assert_eq!(is_old_enough("2010-03-02", 16, NOW), Some(false));
        assert_eq!(is_old_enough("2008-02-29", 18, NOW), Some(true));
        for bad in ["", "2010", "2010-13-01", "2010-02-30", "01.02.2010", "1850-01-01", "2050-01-01", "+201-01-01"] {
            assert_eq!(is_old_enough(bad, 16, NOW), None, "{bad}");
        }
    }

    #[test]
    fn any_language_will_do() {
        assert!(["en", "de-AT", "zh_Hant", "pt-BR", "sr-Latn"].into_iter().all(is_language));
        assert!(["x", "english", "e1", "de-", "12"].into_iter().all(|tag| !is_language(tag)));
    }
}
