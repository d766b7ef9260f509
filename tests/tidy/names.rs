//! Names and lengths of files, and the two folders of migrations.

use crate::settle;
use crate::tree::{files, under};

const LONGEST: usize = 600;

/// Longer than the rest may be, each with the reason.
const LONG_TOO: [(&str, &str); 1] = [("server/src/routes.rs", "every route on one line")];

#[test]
fn no_file_is_called_after_nothing() {
    const EMPTY: [&str; 7] = ["utils", "util", "helpers", "helper", "common", "manager", "service"];
    let breaches: Vec<String> = files()
        .iter()
        .filter(|file| file.path.split('/').any(|part| EMPTY.contains(&part.split('.').next().unwrap_or(part))))
        .map(|file| file.path.clone())
        .collect();
    settle(
        "Name the file or folder after what it does: utils, helpers, common, manager and service say nothing.",
        breaches,
    );
}

#[test]
fn no_file_is_too_long() {
    let breaches: Vec<String> = files()
        .iter()
        .filter(|file| file.ends(&["rs", "ts", "js", "mjs", "svelte", "css", "py", "html"]))
        .filter(|file| !LONG_TOO.iter().any(|(path, _)| *path == file.path))
        .map(|file| (file.text.lines().count(), file))
        .filter(|(lines, _)| *lines > LONGEST)
        .map(|(lines, file)| format!("{} has {lines} lines", file.path))
        .collect();
    settle(&format!("A file is one thing: split what is over {LONGEST} lines (most have 60 to 250)."), breaches);
}

#[test]
fn both_databases_have_the_same_migrations() {
    let names = |folder: &'static str| -> Vec<&str> { under(folder).map(|file| file.name()).collect() };
    let (sqlite, postgres) = (names("migrations/sqlite/"), names("migrations/postgres/"));
    let breaches = sqlite
        .iter()
        .filter(|name| !postgres.contains(name))
        .map(|name| format!("migrations/postgres/{name} is missing"))
        .chain(
            postgres
                .iter()
                .filter(|name| !sqlite.contains(name))
                .map(|name| format!("migrations/sqlite/{name} is missing")),
        )
        .collect();
    settle("Every migration is written for both databases, under the same name.", breaches);
}
