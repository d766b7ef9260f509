//! `account ...`: members, from the command line. All of it works while the server runs. What is done to a member goes
//! through the same verbs as the admin API, in the name of the house: checked, logged, and told to running servers.

use super::speech::t;
use super::{DataDir, Failure, folder, say};
use crate::accounts::create::{self, New};
use crate::accounts::{delete, store};
use crate::admin::Actor;
use crate::admin::accounts::{Kind, act, password};
use crate::app::App;
use crate::error::Error;
use crate::messages::Message;
use crate::oauth::{apps, token};
use crate::web::scope;

#[derive(clap::Subcommand)]
pub enum Account {
    #[command(about = t("server_cli_account_create"))]
    Create(Create),
    #[command(about = t("server_cli_account_token"))]
    Token(Token),
    #[command(about = t("server_cli_account_approve"))]
    Approve(Member),
    #[command(about = t("server_cli_account_disable"))]
    Disable(Member),
    #[command(about = t("server_cli_account_reset_password"))]
    ResetPassword(ResetPassword),
    #[command(about = t("server_cli_account_delete"))]
    Delete(Member),
}

impl Account {
    pub async fn run(self) -> Result<(), Failure> {
        match self {
            Self::Create(create) => create.run().await,
            Self::Token(token) => token.run().await,
            Self::Approve(member) => member.act(Kind::Approve).await,
            Self::Disable(member) => member.act(Kind::Disable).await,
            Self::ResetPassword(reset) => reset.run().await,
            Self::Delete(member) => member.delete().await,
        }
    }
}

#[derive(clap::Args)]
pub struct Create {
    #[arg(help = t("server_cli_name"))]
    name: String,
    #[command(flatten)]
    data: DataDir,
    #[arg(long, help = t("server_cli_email"))]
    email: Option<String>,
    #[command(flatten)]
    password: Password,
    #[arg(long, default_value = "user", value_parser = ["owner", "admin", "moderator", "user"], help = t("server_cli_role"))]
    role: String,
}

#[derive(clap::Args)]
#[group(required = true, multiple = false)]
struct Password {
    #[arg(long, help = t("server_cli_password"))]
    password: Option<String>,
    #[arg(long, help = t("server_cli_password_stdin"))]
    password_stdin: bool,
}

impl Password {
    fn read(self) -> Result<String, Failure> {
        if let Some(password) = self.password {
            return Ok(password);
        }
        let mut line = String::new();
        std::io::stdin().read_line(&mut line)?;
        Ok(line.trim_end_matches(['\r', '\n']).to_owned())
    }
}

impl Create {
    async fn run(self) -> Result<(), Failure> {
        let app = folder::open(&self.data.data_dir, |_| {}).await?;
        let role_id = match self.role.as_str() {
            "owner" => 4,
            "admin" => 3,
            "moderator" => 2,
            _ => 1,
        };
        let new = New {
            username: self.name.trim().trim_start_matches('@').to_owned(),
            email: self.email.filter(|email| !email.is_empty()),
            password: self.password.read()?,
            role_id,
            locale: "en".into(),
            approved: true,
            confirmed: true,
            agreement: true,
            may_be_reserved: true,
            ..New::default()
        };
        let id = create::create(&app, new).await?;
        app.db.close().await;
        say(&id.to_string());
        Ok(())
    }
}

#[derive(clap::Args)]
pub struct Member {
    #[arg(help = t("server_cli_name"))]
    name: String,
    #[command(flatten)]
    data: DataDir,
}

impl Member {
    async fn open(&self) -> Result<(App, i64), Failure> {
        let app = folder::open(&self.data.data_dir, |_| {}).await?;
        let name = self.name.trim().trim_start_matches('@');
        let found = store::by_name(&mut app.db.read().await?, name).await;
        let id = found.map_err(|error| match error {
            Error::NotFound => Failure::Usage(Message::new("server_cli_nobody").with("name", name)),
            other => other.into(),
        })?;
        Ok((app, id))
    }

    async fn act(&self, kind: Kind) -> Result<(), Failure> {
        let (app, id) = self.open().await?;
        house(&app, kind, id).await?;
        app.db.close().await;
        Ok(())
    }

    async fn delete(&self) -> Result<(), Failure> {
        let (app, id) = self.open().await?;
        // As for moderators: who is deleted was suspended before.
        house(&app, Kind::Suspend, id).await?;
        house(&app, Kind::Delete, id).await?;
        // The job that does the rest waits for a server, and there may be none for long. It may be done twice.
        delete::clear(&app, id).await?;
        app.db.close().await;
        Ok(())
    }
}

/// Acts for the house, which may everything: what is refused to it is done already (nobody is approved twice).
async fn house(app: &App, kind: Kind, id: i64) -> Result<(), Failure> {
    match act(app, &Actor::HOUSE, kind, id, "", None).await {
        Ok(()) | Err(Error::Forbidden(_)) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

#[derive(clap::Args)]
pub struct ResetPassword {
    #[command(flatten)]
    member: Member,
    #[command(flatten)]
    password: Password,
}

impl ResetPassword {
    async fn run(self) -> Result<(), Failure> {
        let new = self.password.read()?;
        let (app, id) = self.member.open().await?;
        password::reset(&app, &Actor::HOUSE, id, &new).await?;
        app.db.close().await;
        Ok(())
    }
}

#[derive(clap::Args)]
pub struct Token {
    #[command(flatten)]
    member: Member,
    #[arg(long, help = t("server_cli_scopes"))]
    scopes: String,
}

impl Token {
    async fn run(self) -> Result<(), Failure> {
        // Some write them with commas.
        let wanted = self.scopes.replace(',', " ");
        let unknown = wanted.split([' ', '+']).find(|name| !name.is_empty() && !scope::is_known(name));
        if let Some(name) = unknown {
            return Err(Failure::Usage(Message::new("server_cli_unknown_scope").with("scope", name)));
        }
        let Some(scopes) = apps::scope_list(&wanted).filter(|_| !wanted.trim().is_empty()) else {
            return Err(Failure::usage("server_cli_no_scope"));
        };
        let (app, id) = self.member.open().await?;
        let house = apps::house(&app).await?;
        let token = token::issue(&app, house.id, Some(id), &scopes).await?;
        app.db.close().await;
        say(&token);
        Ok(())
    }
}
