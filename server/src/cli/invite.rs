//! `invite create`: a link that lets people in.

use super::speech::t;
use super::{DataDir, Failure, folder, say};
use crate::accounts::store;
use crate::invites::change;

#[derive(clap::Subcommand)]
pub enum Invite {
    #[command(about = t("server_cli_invite_create"))]
    Create(Create),
}

#[derive(clap::Args)]
pub struct Create {
    #[command(flatten)]
    data: DataDir,
    #[arg(long, value_parser = clap::value_parser!(i64).range(1..), help = t("server_cli_uses"))]
    uses: Option<i64>,
    /// Seconds.
    #[arg(long, value_parser = duration, help = t("server_cli_expires"))]
    expires: Option<i64>,
}

impl Invite {
    pub async fn run(self) -> Result<(), Failure> {
        let Self::Create(create) = self;
        let app = folder::open(&create.data.data_dir, |_| {}).await?;
        let founder = store::first_owner(&mut app.db.read().await?).await?;
        let invite = change::make(&app, founder, "", create.uses, create.expires).await?;
        app.db.close().await;
        say(&format!("{}/invite/{}", app.origin, invite.code));
        Ok(())
    }
}

/// `7d` in seconds. What it may look like, the option's help says.
fn duration(text: &str) -> Result<i64, &'static str> {
    const WRONG: &str = "30m, 12h, 7d";
    let text = text.trim();
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let unit = match &text[digits.len()..] {
        "" | "s" => 1,
        "m" => 60,
        "h" => 3600,
        "d" => 86_400,
        "w" => 7 * 86_400,
        _ => return Err(WRONG),
    };
    let number: i64 = digits.parse().map_err(|_| WRONG)?;
    number.checked_mul(unit).filter(|seconds| *seconds > 0).ok_or(WRONG)
}

#[cfg(test)]
mod tests {
    use super::duration;

    #[test]
    fn lengths_of_time_are_read() {
        assert_eq!(duration("7d"), Ok(604_800));
        assert_eq!(duration("90"), Ok(90));
        assert!(
            duration("0d").is_err() && duration("d").is_err() && duration("7y").is_err() && duration("-1d").is_err()
        );
    }
}
