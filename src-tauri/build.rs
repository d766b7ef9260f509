//! Tauri wants the UI's folder while it compiles. A fresh checkout has none: a page that says so stands in for it, so that
//! `cargo check --workspace` passes before any npm step.

use std::path::Path;

fn main() {
    let page = Path::new("../ui/build/index.html");
    if !page.exists() {
        let _ = std::fs::create_dir_all("../ui/build");
        let _ = std::fs::write(page, "<!doctype html><title>Howdah</title><p>npm run build:desktop</p>\n");
    }
    println!("cargo::rerun-if-changed=../messages");
    tauri_build::build();
}
