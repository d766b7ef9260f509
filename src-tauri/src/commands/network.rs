//! Under which addresses others find the community, and whether they may.

use crate::desktop::Desktop;
use howdah_supervisor::wire::Network;
use howdah_supervisor::{Reach, Trouble, lan};
use tauri::{Emitter as _, State};

#[tauri::command]
pub async fn network(desktop: State<'_, Desktop>) -> Result<Option<Network>, ()> {
    Ok(desktop.community().map(|community| Network {
        reach: community.reach,
        port: desktop.port(&community),
        addresses: lan::addresses(),
        local_name: lan::local_name(),
    }))
}

/// Starts the server anew on loopback or on the network. instance.toml stays as it is.
#[tauri::command]
pub async fn set_reach(desktop: State<'_, Desktop>, reach: Reach) -> Result<(), Trouble> {
    let _alone = desktop.long_job.lock().await;
    let Some(community) = desktop.community() else { return Ok(()) };
    desktop.stop_server().await;
    desktop.home.remember(|all| {
        if let Some(community) = &mut all.community {
            community.reach = reach;
        }
    })?;
    let supervisor = desktop.supervise(&community.folder, reach, community.port);
    supervisor.start().await;
    supervisor.settled().await?;
    let _ = desktop.app.emit("session", desktop.session().await);
    Ok(())
}
