//! Following other processes: several servers over one database, or the command line beside a server. Sessions are looked
//! up anew every half minute; programmes are followed here.

use crate::App;
use std::sync::{Arc, Weak};
use std::time::Duration;

/// How often other processes' publications are looked for.
const EVERY: Duration = Duration::from_secs(5);

/// Puts programmes to work that other processes publish, until the app is gone. Reads nothing while the log stands still.
pub async fn follow(app: Weak<App>) {
    let Some(mut changes) = app.upgrade().map(|app| app.store().changes()) else { return };
    while changes.changed().await.is_ok() {
        let Some(app) = app.upgrade() else { return };
        if let Err(error) = take_over(&app).await {
            tracing::warn!(%error, "publications of other processes could not be read");
        }
        drop(app);
        tokio::time::sleep(EVERY).await;
    }
}

async fn take_over(app: &Arc<App>) -> Result<(), luodi_store::StoreError> {
    let held = app.programmes().all();
    let versions = app.store().programmes().await?;
    let newer = |v: &luodi_store::ProgrammeVersion| held.get(&v.id).is_none_or(|live| live.version < v.version);
    if versions.iter().any(newer) {
        app.load_programmes().await?;
    }
    Ok(())
}
