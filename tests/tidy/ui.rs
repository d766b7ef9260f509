//! Who may import whom in the UI.

use crate::settle;
use crate::tree::{File, under};

fn modules() -> impl Iterator<Item = &'static File> {
    under("ui/src/").filter(|file| file.ends(&["ts", "js", "svelte"]))
}

/// What a line imports from: the quoted text of an `import … from '…'`, `import '…'` or `import('…')`.
fn imported(line: &str) -> Option<&str> {
    let start = line
        .find("from '")
        .map(|at| at + 6)
        .or_else(|| line.find("import '").map(|at| at + 8))
        .or_else(|| line.find("import('").map(|at| at + 8))?;
    line[start..].split('\'').next()
}

#[test]
fn tauri_is_imported_in_one_file() {
    let mut breaches = Vec::new();
    for file in modules().filter(|file| file.path != "ui/src/lib/platform/tauri.ts") {
        for (number, line) in
            file.code().filter(|(_, line)| imported(line).is_some_and(|from| from.starts_with("@tauri-apps")))
        {
            breaches.push(format!("{}:{number}: {}", file.path, line.trim()));
        }
    }
    settle(
        "Only ui/src/lib/platform/tauri.ts talks to Tauri. Add a method to the platform interface (and to web.ts and fake.ts).",
        breaches,
    );
}

#[test]
fn a_feature_never_imports_anothers_insides() {
    const FEATURES: &str = "ui/src/lib/features/";
    let mut breaches = Vec::new();
    for file in modules().filter(|file| file.path.starts_with(FEATURES)) {
        let Some((own, _)) = file.path[FEATURES.len()..].split_once('/') else { continue };
        for (number, line) in file.code() {
            let Some(from) = imported(line) else { continue };
            let Some((_, rest)) = from
                .split_once("lib/features/")
                .or_else(|| from.split_once("../").filter(|_| file.path[FEATURES.len()..].matches('/').count() == 1))
            else {
                continue;
            };
            let mut parts = rest.split('/');
            let feature = parts.next().unwrap_or_default();
            let inside = parts.next().unwrap_or("index");
            if feature != own && feature != ".." && !["index", "index.ts", "index.js"].contains(&inside) {
                breaches.push(format!("{}:{number}: {}", file.path, line.trim()));
            }
        }
    }
    settle(
        "A feature imports another only through its index.ts. Export it there, or move the common part to design.",
        breaches,
    );
}
