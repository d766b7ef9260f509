//! `account ...`: members, from the command line. All of it works while the server runs.

use super::{DataDir, Failure, folder, say};
use crate::accounts::create::{self, New};

#[derive(clap::Subcommand)]
pub enum Account {
    /// Make a member who can sign in at once; prints the id
    Create(Create),
}

impl Account {
    pub async fn run(self) -> Result<(), Failure> {
        match self {
            Self::Create(create) => create.run().await,
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
