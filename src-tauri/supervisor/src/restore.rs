//! A backup comes back beside what is there: checked and unpacked into a folder of its own, started, shown, and only then taken.

use crate::home::{FIRST_PORT, Home, Reach, folder_trouble};
use crate::state::Trouble;
use crate::supervise::{Settings, Supervisor, Times};
use crate::{Community, found, once};
use serde::Serialize;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use ts_rs::TS;

/// What the restored community holds, for the person to judge.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export_to = "desktop.ts")]
pub struct Restored {
    pub title: String,
    #[ts(type = "number")]
    pub members: u64,
    #[ts(type = "number")]
    pub statuses: u64,
    #[serde(skip)]
    #[ts(skip)]
    pub owner: Option<String>,
}

/// Leaves the restored community in the trial's folder, or nothing.
pub async fn try_out(
    home: &Home,
    server: &Path,
    file: &Path,
    logs: &Arc<crate::logs::Logs>,
) -> Result<Restored, Trouble> {
    discard(home)?;
    let outcome = unpack_and_look(home, server, file, logs).await;
    if outcome.is_err() {
        discard(home)?;
    }
    outcome
}

async fn unpack_and_look(
    home: &Home,
    server: &Path,
    file: &Path,
    logs: &Arc<crate::logs::Logs>,
) -> Result<Restored, Trouble> {
    let folder = home.trial();
    let args = ["restore".as_ref(), file.as_os_str(), "--data-dir".as_ref(), folder.as_os_str()];
    once::run(server, args, None, Duration::from_secs(3600)).await?;
    let settings = Settings {
        server: Some(server.to_owned()),
        data: folder,
        ip: Reach::ThisComputer.ip(),
        port: FIRST_PORT,
        pid_file: home.root.join("restoring.pid"),
        times: Times::default(),
    };
    let trial = Supervisor::new(settings, logs.clone());
    trial.start().await;
    let seen = look(&trial).await;
    trial.stop().await;
    seen
}

async fn look(trial: &Supervisor) -> Result<Restored, Trouble> {
    let (url, _) = trial.settled().await?;
    let client = crate::health::client(Duration::from_secs(30));
    let answer = client.get(format!("{url}/api/howdah/v1/community")).send().await.map_err(Trouble::other)?;
    let said: serde_json::Value = answer.json().await.map_err(Trouble::other)?;
    Ok(Restored {
        title: said["title"].as_str().unwrap_or_default().to_owned(),
        members: said["stats"]["members"].as_u64().unwrap_or(0),
        statuses: said["stats"]["statuses"].as_u64().unwrap_or(0),
        owner: said["contact"]["username"].as_str().map(str::to_owned),
    })
}

/// Makes the restored community the app's own. Without an owner in it there is no token, and the window asks who is there.
pub async fn take(home: &Home, server: &Path, restored: &Restored) -> Result<(Community, Option<String>), Trouble> {
    let trial = home.trial();
    let token = match &restored.owner {
        Some(owner) => found::owner_token(server, &trial, owner).await.ok(),
        None => None,
    };
    let folder = home.free_folder(&restored.title);
    std::fs::rename(&trial, &folder).map_err(|error| folder_trouble(&trial, &error))?;
    let community = Community { folder, reach: Reach::ThisComputer, port: FIRST_PORT, owner: restored.owner.clone() };
    home.remember(|all| all.community = Some(community.clone()))?;
    Ok((community, token))
}

/// "No, not this one", or what a trial left over that was cut short.
pub fn discard(home: &Home) -> Result<(), Trouble> {
    let trial = home.trial();
    match std::fs::remove_dir_all(&trial) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(folder_trouble(&trial, &error)),
        _ => Ok(()),
    }
}
