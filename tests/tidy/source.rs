//! What no file may contain.

use crate::settle;
use crate::tree::files;

#[test]
fn no_path_of_somebodys_machine() {
    let mut breaches = Vec::new();
    for file in files().iter().filter(|file| file.path != "Cargo.lock" && !file.path.ends_with("package-lock.json")) {
        for (number, line) in file.text.lines().enumerate() {
            let foreign = ["/root", "/Users", "/home"].iter().any(|start| {
                line.match_indices(&format!("{start}/")).any(|(at, text)| {
                    let before = line[..at].chars().next_back();
                    let after = line[at + text.len()..].chars().next();
                    // A URL such as /timelines/home/… is no folder of a person.
                    before.is_none_or(|c| !c.is_alphanumeric() && c != '/' && c != '}')
                        && after.is_some_and(|c| c.is_ascii_lowercase() || c == '.')
                })
            });
            if foreign && file.path != "tests/tidy/source.rs" {
                breaches.push(format!("{}:{}: {}", file.path, number + 1, line.trim()));
            }
        }
    }
    settle(
        "Absolute paths work on one machine only: derive them from the checkout, HOWDAH_HOME or the home folder.",
        breaches,
    );
}

#[test]
fn webkit_is_never_crippled() {
    // In two halves, so that this file does not contain it.
    let switch = ["WEBKIT_", "DISABLE_"].concat();
    let breaches: Vec<String> = files()
        .iter()
        .filter(|file| !file.ends(&["md"]) && file.text.contains(&switch))
        .map(|file| format!("{} contains {switch}", file.path))
        .collect();
    settle(
        "The window must run as a person's does: mend the cause instead of switching parts of WebKit off.",
        breaches,
    );
}

#[test]
fn every_lint_exception_says_why() {
    let mut breaches = Vec::new();
    for file in files().iter().filter(|file| file.ends(&["rs"]) && !file.path.starts_with("tests/tidy/")) {
        for (number, line) in file.code() {
            if line.trim_start().starts_with("#[allow(") || line.trim_start().starts_with("#![allow(") {
                breaches.push(format!("{}:{number}: {}", file.path, line.trim()));
            }
        }
    }
    settle(
        "Write #[expect(lint, reason = \"…\")] instead of #[allow]: it says why, and speaks up when it is no longer needed.",
        breaches,
    );
}
