//! Founding a community: a sequence of steps, each done once. What failed half way goes on from there; what was asked for anew
//! starts anew, and only the folder that this founding made is taken away.

use crate::home::{FIRST_PORT, Home, Reach, folder_trouble};
use crate::state::Trouble;
use crate::{lan, once, ports};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use std::time::Duration;
use ts_rs::TS;

pub const OWNER_SCOPES: &str = "read write follow push admin:read admin:write";
const LIMIT: Duration = Duration::from_secs(60);

#[derive(Clone, Deserialize, TS)]
#[ts(export_to = "desktop.ts")]
pub struct Plan {
    pub title: String,
    pub description: String,
    /// open, approval, invite or closed
    pub registrations: String,
    pub owner: String,
    pub password: String,
    pub reach: Reach,
    pub accent: String,
    /// A picture that the window has already made small.
    pub logo: Option<Vec<u8>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export_to = "desktop.ts")]
pub enum Step {
    Init,
    Owner,
    Token,
    Serve,
    Look,
    Done,
}

/// What is already there of a founding that did not end. No password in here.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Record {
    pub folder: PathBuf,
    pub port: u16,
    title: String,
    registrations: String,
    reach: Reach,
    pub owner: Option<String>,
}

/// `init` and the owner's account. Gives the folder and the owner's token.
pub async fn prepare(
    home: &Home,
    server: &Path,
    plan: &Plan,
    tell: &impl Fn(Step),
) -> Result<(Record, String), Trouble> {
    let mut record = match home.remembered().founding {
        Some(old) if old.fits(plan) && old.folder.join("instance.toml").exists() => old,
        old => {
            if let Some(old) = old {
                clean(home, &old)?;
            }
            tell(Step::Init);
            init(home, server, plan).await?
        }
    };
    if record.owner.is_none() {
        tell(Step::Owner);
        let made = once::run(
            server,
            [
                "account".as_ref(),
                "create".as_ref(),
                plan.owner.as_ref(),
                "--role".as_ref(),
                "owner".as_ref(),
                "--password-stdin".as_ref(),
                "--data-dir".as_ref(),
                record.folder.as_os_str(),
            ],
            Some(&plan.password),
            LIMIT,
        )
        .await;
        if let Err(cause) = made {
            clean(home, &record)?;
            return Err(cause);
        }
        record.owner = Some(plan.owner.clone());
        home.remember(|all| all.founding = Some(record.clone()))?;
    }
    tell(Step::Token);
    let owner = record.owner.clone().unwrap_or_default();
    let token = owner_token(server, &record.folder, &owner).await?;
    Ok((record, token))
}

pub async fn owner_token(server: &Path, folder: &Path, owner: &str) -> Result<String, Trouble> {
    let args = [
        "account".as_ref(),
        "token".as_ref(),
        owner.as_ref(),
        "--scopes".as_ref(),
        OWNER_SCOPES.as_ref(),
        "--data-dir".as_ref(),
        folder.as_os_str(),
    ];
    once::run(server, args, None, LIMIT).await
}

impl Record {
    /// The same community with the same owner: then what is done stays done. Description and look come later anyway.
    fn fits(&self, plan: &Plan) -> bool {
        self.title == plan.title
            && self.registrations == plan.registrations
            && self.reach == plan.reach
            && self.owner.as_ref().is_none_or(|owner| *owner == plan.owner)
    }
}

async fn init(home: &Home, server: &Path, plan: &Plan) -> Result<Record, Trouble> {
    let ip = plan.reach.ip();
    let port = ports::free_from(ip, FIRST_PORT)
        .ok_or_else(|| Trouble::PortBusy { port: FIRST_PORT, by: ports::culprit(FIRST_PORT) })?;
    let folder = home.free_folder(&plan.title);
    let record = Record {
        folder: folder.clone(),
        port,
        title: plan.title.clone(),
        registrations: plan.registrations.clone(),
        reach: plan.reach,
        owner: None,
    };
    // Remembered before it is made, so that a crash in between leaves nothing that nobody knows of.
    home.remember(|all| all.founding = Some(record.clone()))?;
    let host = match plan.reach {
        Reach::Network => lan::local_name().unwrap_or_else(|| "localhost".into()),
        _ => "localhost".into(),
    };
    let (domain, listen) = (format!("{host}:{port}"), format!("{ip}:{port}"));
    let args = [
        "init".as_ref(),
        "--data-dir".as_ref(),
        folder.as_os_str(),
        "--domain".as_ref(),
        domain.as_ref(),
        "--scheme".as_ref(),
        "http".as_ref(),
        "--listen".as_ref(),
        listen.as_ref(),
        "--title".as_ref(),
        plan.title.as_ref(),
        "--registrations".as_ref(),
        plan.registrations.as_ref(),
    ];
    match once::run(server, args, None, LIMIT).await {
        Ok(_) => Ok(record),
        Err(cause) => {
            clean(home, &record)?;
            Err(cause)
        }
    }
}

/// Takes away what this founding made, and nothing else.
fn clean(home: &Home, record: &Record) -> Result<(), Trouble> {
    let ours = record.folder.parent() == Some(home.communities().as_path());
    let taken = home.remembered().community.is_some_and(|community| community.folder == record.folder);
    if ours && !taken && record.folder.exists() {
        std::fs::remove_dir_all(&record.folder).map_err(|error| folder_trouble(&record.folder, &error))?;
    }
    home.remember(|all| all.founding = None)
}

/// Description, accent and logo, through the server's own door.
pub async fn look(url: &str, token: &str, plan: &Plan) -> Result<(), Trouble> {
    let mut form = reqwest::multipart::Form::new()
        .text("description", plan.description.clone())
        .text("accent", plan.accent.clone());
    if let Some(logo) = &plan.logo {
        let part = reqwest::multipart::Part::bytes(logo.clone()).file_name("logo.png").mime_str("image/png");
        form = form.part("logo", part.map_err(Trouble::other)?);
    }
    let answer = crate::health::client(Duration::from_secs(30))
        .patch(format!("{url}/api/howdah/v1/community"))
        .bearer_auth(token)
        .multipart(form)
        .send()
        .await
        .map_err(Trouble::other)?;
    let status = answer.status();
    if status.is_success() {
        return Ok(());
    }
    let said: serde_json::Value = answer.json().await.unwrap_or_default();
    let message = said["error"].as_str().map_or_else(|| status.to_string(), str::to_owned);
    Err(Trouble::Refused { message })
}
