//! ui/src/lib/bindings/desktop.ts is what the Rust types say. HOWDAH_WRITE_BINDINGS=1 writes it anew.

use howdah_supervisor::{found, home, lan, restore, state, wire};
use ts_rs::{Config, TS};

#[test]
fn the_bindings_are_current() {
    let config = Config::default();
    let types = [
        state::ServerState::decl(&config),
        state::Moved::decl(&config),
        state::Trouble::decl(&config),
        home::Reach::decl(&config),
        found::Plan::decl(&config),
        found::Step::decl(&config),
        lan::LanAddress::decl(&config),
        lan::Medium::decl(&config),
        restore::Restored::decl(&config),
        wire::Session::decl(&config),
        wire::Status::decl(&config),
        wire::Notice::decl(&config),
        wire::Closing::decl(&config),
        wire::Close::decl(&config),
        wire::Network::decl(&config),
    ];
    let mut text =
        "// Written by src-tauri/supervisor/tests/bindings.rs from the Rust types. Do not edit.\n".to_owned();
    for one in types {
        text.push_str("\nexport ");
        text.push_str(&one);
        text.push('\n');
    }
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui/src/lib/bindings/desktop.ts");
    #[expect(clippy::disallowed_methods, reason = "a switch for whoever runs the test")]
    if std::env::var_os("HOWDAH_WRITE_BINDINGS").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, &text).unwrap();
    }
    let there = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(there == text, "run HOWDAH_WRITE_BINDINGS=1 cargo test -p howdah-supervisor --test bindings");
}
