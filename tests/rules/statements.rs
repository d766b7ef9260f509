//! Every statement of the server compiles on both engines, and none is left out of the list.

use howdah_tests::both_engines;
use std::path::{Path, PathBuf};

both_engines! {
    async fn every_statement_compiles(town: Town) {
        let mut broken = Vec::new();
        for (name, sql) in howdah_server::statements() {
            if let Err(error) = town.app.db.prepare(sql).await {
                broken.push(format!("{name}: {error}"));
            }
        }
        assert!(broken.is_empty(), "\n{}\n", broken.join("\n"));
    }
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// `db/migrate.rs` -> `howdah_server::db::migrate::`.
fn module(path: &Path) -> String {
    let path = path.with_extension("").to_string_lossy().replace(['/', '\\'], "::");
    format!("howdah_server::{}::", path.strip_suffix("::mod").unwrap_or(&path))
}

#[test]
fn no_store_is_left_out() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../server/src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    let listed = howdah_server::statements();
    let left_out: Vec<String> = files
        .iter()
        .filter(|file| {
            let text = std::fs::read_to_string(file).expect("a source file");
            text.lines().any(|line| line.trim_start().starts_with("crate::statements! {"))
        })
        .map(|file| module(file.strip_prefix(&root).expect("below the root")))
        .filter(|module| !listed.iter().any(|(name, _)| name.starts_with(module.as_str())))
        .collect();
    assert!(left_out.is_empty(), "\nAdd their STATEMENTS to howdah_server::statements(): {left_out:?}\n");
}
