//! The wizard's last step: a community comes to be.

use crate::desktop::Desktop;
use howdah_supervisor::found::{self, Plan, Step};
use howdah_supervisor::wire::Session;
use howdah_supervisor::{Community, Trouble};
use tauri::{Emitter as _, State};

/// Tells each step through the event `founding`. The community becomes the app's own when everything is there.
#[tauri::command]
pub async fn found(desktop: State<'_, Desktop>, plan: Plan) -> Result<Session, Trouble> {
    let _alone = desktop.long_job.try_lock().map_err(|_| Trouble::Busy)?;
    if desktop.has_community() {
        return Err(Trouble::Busy);
    }
    let tell = |step: Step| {
        let _ = desktop.app.emit("founding", step);
    };
    let program = desktop.server_program()?;
    // What a failed try left running would hold the folder.
    desktop.stop_server().await;
    let (record, token) = found::prepare(&desktop.home, program, &plan, &tell).await?;
    tell(Step::Serve);
    let supervisor = desktop.supervise(&record.folder, plan.reach, record.port);
    supervisor.start().await;
    let (url, port) = supervisor.settled().await?;
    tell(Step::Look);
    found::look(&url, &token, &plan).await?;
    let community = Community { folder: record.folder, reach: plan.reach, port, owner: record.owner };
    desktop.keep_token(&community, Some(&token));
    desktop.home.remember(|all| {
        all.community = Some(community);
        all.founding = None;
    })?;
    tell(Step::Done);
    Ok(Session { base_url: url, token: Some(token) })
}

/// The wizard is done: the window goes into the community.
#[tauri::command]
pub async fn enter(desktop: State<'_, Desktop>) -> Result<(), ()> {
    let _ = desktop.app.emit("session", desktop.session().await);
    Ok(())
}
