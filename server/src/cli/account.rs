//! `account ...`: members, from the command line. All of it works while the server runs.

use super::{DataDir, Failure, folder, say};
use crate::accounts::create::{self, New};
use crate::accounts::{delete, govern};
use crate::app::App;
use crate::error::Error;

#[derive(clap::Subcommand)]
pub enum Account {
    /// Make a member who can sign in at once; prints the id
    Create(Create),
    /// Make a token that acts as a member; prints it
    Token(Token),
    /// Let a member in who waits for approval
    Approve(Member),
    /// Stop a member from signing in
    Disable(Member),
    /// Give a member a new password and sign them out everywhere
    ResetPassword(ResetPassword),
    /// Delete a member with all posts and files, for good
    Delete(Member),
}

impl Account {
    pub async fn run(self) -> Result<(), Failure> {
        match self {
            Self::Create(create) => create.run().await,
            Self::Token(token) => token.run().await,
            Self::Approve(member) => {
                let (app, id) = member.open().await?;
                govern::approve(&app, id).await?;
                close(&app).await
            }
            Self::Disable(member) => {
                let (app, id) = member.open().await?;
                govern::disable(&app, id).await?;
                close(&app).await
            }
            Self::ResetPassword(reset) => {
                let new = reset.password.read()?;
                let (app, id) = reset.member.open().await?;
                govern::reset_password(&app, id, &new).await?;
                close(&app).await
            }
            Self::Delete(member) => {
                let (app, id) = member.open().await?;
                delete::delete(&app, id).await?;
                close(&app).await
            }
        }
    }
}

#[derive(clap::Args)]
pub struct Create {
    /// The user name: letters, numbers and underscores
    name: String,
    #[command(flatten)]
    data: DataDir,
    #[arg(long)]
    email: Option<String>,
    #[command(flatten)]
    password: Password,
    #[arg(long, default_value = "user", value_parser = ["owner", "admin", "moderator", "user"])]
    role: String,
}

#[derive(clap::Args)]
#[group(required = true, multiple = false)]
struct Password {
    /// Visible to other people on this computer while the command runs; prefer --password-stdin
    #[arg(long)]
    password: Option<String>,
    /// Read the password from standard input (one line)
    #[arg(long)]
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

async fn close(app: &App) -> Result<(), Failure> {
    app.db.close().await;
    Ok(())
}

/// A member by name.
#[derive(clap::Args)]
pub struct Member {
    /// The user name
    name: String,
    #[command(flatten)]
    data: DataDir,
}

impl Member {
    async fn open(&self) -> Result<(App, i64), Failure> {
        let app = folder::open(&self.data.data_dir, |_| {}).await?;
        let id = govern::find(&app, &self.name).await.map_err(|error| match error {
            Error::NotFound => Failure::Refused(format!("there is no member called {}", self.name)),
            other => other.into(),
        })?;
        Ok((app, id))
    }
}

#[derive(clap::Args)]
pub struct ResetPassword {
    #[command(flatten)]
    member: Member,
    #[command(flatten)]
    password: Password,
}

#[derive(clap::Args)]
pub struct Token {
    #[command(flatten)]
    member: Member,
    /// What the token may do, such as "read write follow push"
    #[arg(long)]
    scopes: String,
}

impl Token {
    async fn run(self) -> Result<(), Failure> {
        let (app, id) = self.member.open().await?;
        let token = govern::token(&app, id, &self.scopes).await?;
        app.db.close().await;
        say(&token);
        Ok(())
    }
}
