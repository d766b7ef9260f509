//! `invite create`: a link that lets people in.

use super::{DataDir, Failure, folder, say};
use crate::accounts::store;
use crate::time::{DAY, HOUR, MINUTE, SECOND};

#[derive(clap::Subcommand)]
pub enum Invite {
    /// Make a link with which people can join; prints it
    Create(Create),
}

#[derive(clap::Args)]
pub struct Create {
    #[command(flatten)]
    data: DataDir,
    /// How many people may use it (any number when left out)
    #[arg(long, value_parser = clap::value_parser!(i64).range(1..))]
    uses: Option<i64>,
    /// How long it lasts: 30m, 12h, 7d (for ever when left out)
    #[arg(long, value_parser = duration)]
    expires: Option<i64>,
}

impl Invite {
    pub async fn run(self) -> Result<(), Failure> {
        let Self::Create(create) = self;
        let app = folder::open(&create.data.data_dir, |_| {}).await?;
        let code: String = app.new_secret().chars().filter(char::is_ascii_alphanumeric).take(12).collect();
        let now = app.clock.now();
        let mut tx = app.db.write().await?;
        let expires = create.expires.map(|ms| now.saturating_add(ms));
        store::add_invite(&mut tx, app.ids.next(), &code, create.uses, expires, now).await?;
        app.commit(tx, &[]).await?;
        app.db.close().await;
        say(&format!("{}/invite/{code}", app.origin));
        Ok(())
    }
}

/// `7d` in milliseconds; a bare number is seconds.
fn duration(text: &str) -> Result<i64, String> {
    let text = text.trim();
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let unit = match &text[digits.len()..] {
        "" | "s" => SECOND,
        "m" => MINUTE,
        "h" => HOUR,
        "d" => DAY,
        "w" => 7 * DAY,
        _ => return Err("write it as 30m, 12h or 7d".into()),
    };
    let number: i64 = digits.parse().map_err(|_| "write it as 30m, 12h or 7d".to_owned())?;
    number.checked_mul(unit).filter(|ms| *ms > 0).ok_or_else(|| "that is no length of time".to_owned())
}

#[cfg(test)]
mod tests {
    use super::duration;

    #[test]
    fn lengths_of_time_are_read() {
        assert_eq!(duration("7d"), Ok(604_800_000));
        assert_eq!(duration("90"), Ok(90_000));
        assert!(
            duration("0d").is_err() && duration("d").is_err() && duration("7y").is_err() && duration("-1d").is_err()
        );
    }
}
