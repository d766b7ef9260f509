//! Runs `howdah-server` as a child process. No Tauri in here.
