//! Who may import whom in the server (ARCHITECTURE.md, "Invariants").

use crate::settle;
use crate::tree::{File, files, under};

const SERVER: &str = "server/src/";

/// Files that may speak axum although they are not `routes.rs`, `web/` or an `api.rs`, each with the reason.
const AXUM_TOO: [(&str, &str); 6] = [
    ("server/src/lib.rs", "assembles the router"),
    ("server/src/main.rs", "hands the router to the listener"),
    ("server/src/serve.rs", "hands the router to the listener, drains it"),
    ("server/src/error.rs", "an error becomes a response in one place"),
    ("server/src/streaming/", "WebSocket and SSE are HTTP"),
    ("server/src/pages/", "HTML pages and the embedded client are HTTP"),
];

/// Files with SQL text that are no stores, each with the reason.
const SQL_TOO: [(&str, &str); 2] = [
    ("server/src/web/auth.rs", "one look-up, before any noun is reached"),
    ("server/src/statuses/view/page.rs", "the one statement per page, beside the rows that it fills"),
];

/// Folders of `server/src` that are no nouns: the ground that nouns stand on.
const GROUND: [&str; 9] = ["db", "web", "http", "bus", "cli", "jobs", "streaming", "federation", "admin"];

/// Parts of `web` that hold plain values, not HTTP: everybody may use them. (`Upload` is a file in a temporary place,
/// `Base` the address a request came through, `Page` which part of a list is wanted, `limits` counts
/// attempts, `meter` requests.)
const WEB_WORDS: [&str; 9] = [
    "crate::web::permission",
    "crate::web::base",
    "crate::web::scope",
    "crate::web::Upload",
    "crate::web::Base",
    "crate::web::Page",
    "crate::web::page",
    "crate::web::limits",
    "crate::web::meter",
];

/// `(file, imported noun, reason)`: imports of a noun from the ground that are meant.
const GROUND_MAY: [(&str, &str, &str); 0] = [];

/// `(file, imported noun, reason)`: imports between stores that are meant.
const STORE_MAY: [(&str, &str, &str); 5] = [
    ("server/src/notifications/store.rs", "accounts", "the sender is read with the row, as on every page"),
    ("server/src/notifications/store.rs", "statuses", "the predicate of who may see a status stands once"),
    ("server/src/search/store.rs", "statuses", "that predicate, and the lines of a page"),
    ("server/src/quotes/store.rs", "statuses", "that predicate, and the lines of a page"),
    ("server/src/timelines/store.rs", "statuses", "that predicate, and the lines of a page"),
];

fn nouns() -> Vec<&'static str> {
    let mut nouns: Vec<&str> = under(SERVER)
        .filter_map(|file| file.path[SERVER.len()..].split_once('/').map(|(folder, _)| folder))
        .filter(|folder| !GROUND.contains(folder))
        .collect();
    nouns.dedup();
    nouns
}

fn is_store(path: &str) -> bool {
    path.starts_with("server/src/db/") || path.ends_with("/store.rs") || path.contains("/store/")
}

fn rust(folder: &'static str) -> impl Iterator<Item = &'static File> {
    under(folder).filter(|file| file.ends(&["rs"]))
}

/// The nouns that a line of code names as `crate::noun`, alone or in a `use crate::{…}` list.
fn named<'a>(line: &str, nouns: &[&'a str]) -> Vec<&'a str> {
    nouns
        .iter()
        .filter(|noun| {
            line.match_indices(&format!("crate::{noun}")).any(|(at, text)| {
                let after = line[at + text.len()..].chars().next();
                after.is_none_or(|next| next == ':' || next == ';' || next == ' ' || next == ',')
            })
        })
        .copied()
        .collect()
}

#[test]
fn sql_text_stands_only_in_stores() {
    const WORDS: [&str; 6] = ["SELECT ", "INSERT INTO ", "UPDATE ", "DELETE FROM ", "WITH ", "CREATE TABLE "];
    let mut breaches = Vec::new();
    for file in rust(SERVER).filter(|file| !is_store(&file.path) && !SQL_TOO.iter().any(|(path, _)| *path == file.path))
    {
        let code: String = file.code().map(|(_, line)| line).collect::<Vec<_>>().join("\n");
        for word in WORDS {
            for (at, _) in code.match_indices(word) {
                let before = code[..at].trim_end_matches(|c: char| c.is_whitespace() || c == '\\');
                if before.ends_with('"') {
                    let text: String = code[at..].chars().take_while(|c| *c != '\n').take(60).collect();
                    breaches.push(format!("{}: {text}", file.path));
                }
            }
        }
    }
    settle("SQL text belongs into the noun's store.rs (or db/). Move the statement there and call it.", breaches);
}

#[test]
fn sqlx_is_named_only_behind_the_door() {
    let mut breaches = Vec::new();
    for file in rust("").filter(|file| !file.path.starts_with("server/src/db/") && !file.path.starts_with("tests/")) {
        for (number, line) in file.code().filter(|(_, line)| line.contains("sqlx") && !line.contains("derive(")) {
            breaches.push(format!("{}:{number}: {}", file.path, line.trim()));
        }
    }
    settle("Only server/src/db names sqlx. Use its Reader and Tx, or add what is missing there.", breaches);
}

#[test]
fn there_is_one_way_out() {
    let mut breaches = Vec::new();
    for file in rust("server/").filter(|file| !file.path.starts_with("server/src/http/")) {
        for (number, line) in
            file.code().filter(|(_, line)| line.contains("reqwest") || line.contains("TcpStream::connect"))
        {
            breaches.push(format!("{}:{number}: {}", file.path, line.trim()));
        }
    }
    settle("Outgoing requests start at App::http, where the guard stands.", breaches);
}

#[test]
fn axum_is_named_only_where_http_is() {
    let mut breaches = Vec::new();
    for file in rust("server/").filter(|file| {
        !(file.path.ends_with("/api.rs")
            || file.path.contains("/api/")
            || file.path.starts_with("server/src/web/")
            || file.path == "server/src/routes.rs"
            || AXUM_TOO.iter().any(|(path, _)| file.path.starts_with(path)))
    }) {
        for (number, line) in file.code() {
            if ["axum::", "axum_extra::", "tower_http::"].iter().any(|name| line.contains(name)) {
                breaches.push(format!("{}:{number}: {}", file.path, line.trim()));
            }
        }
    }
    settle(
        "HTTP types belong into api.rs, web/ or routes.rs. Pass plain values to verbs; a real exception goes into AXUM_TOO.",
        breaches,
    );
}

#[test]
fn the_ground_never_imports_a_noun() {
    let nouns = nouns();
    let mut breaches = Vec::new();
    for file in rust(SERVER).filter(|file| {
        let path = &file.path[SERVER.len()..];
        path.starts_with("db/") || path.starts_with("web/") || ["time.rs", "ids.rs", "error.rs"].contains(&path)
    }) {
        for (number, line) in file.code() {
            for noun in named(line, &nouns) {
                if !GROUND_MAY.iter().any(|(path, name, _)| *path == file.path && *name == noun) {
                    breaches.push(format!("{}:{number}: {}", file.path, line.trim()));
                }
            }
        }
    }
    settle(
        "db, web, time, ids and error know nothing of nouns. Move the noun's part to the noun and pass it in.",
        breaches,
    );
}

#[test]
fn a_store_never_imports_another_noun() {
    let nouns = nouns();
    let mut breaches = Vec::new();
    for file in rust(SERVER).filter(|file| is_store(&file.path) && !file.path.starts_with("server/src/db/")) {
        let own = file.path[SERVER.len()..].split('/').next().unwrap_or_default();
        for (number, line) in file.code() {
            for noun in named(line, &nouns).into_iter().filter(|noun| *noun != own) {
                if !STORE_MAY.iter().any(|(path, name, _)| *path == file.path && *name == noun) {
                    breaches.push(format!("{}:{number}: {}", file.path, line.trim()));
                }
            }
        }
    }
    settle("A store knows only its own noun. Join the other table in SQL, or let the verb call both stores.", breaches);
}

#[test]
fn verbs_know_neither_web_nor_federation() {
    let nouns = nouns();
    let mut breaches = Vec::new();
    for file in rust(SERVER) {
        let Some((folder, rest)) = file.path[SERVER.len()..].split_once('/') else { continue };
        let speaks_http = rest.ends_with("api.rs")
            || rest.contains("api/")
            || AXUM_TOO.iter().any(|(path, _)| file.path.starts_with(path));
        if !nouns.contains(&folder) || speaks_http {
            continue;
        }
        for (number, line) in file.code() {
            if !named(line, &["web", "federation"]).is_empty() && !WEB_WORDS.iter().any(|word| line.contains(word)) {
                breaches.push(format!("{}:{number}: {}", file.path, line.trim()));
            }
        }
    }
    settle(
        "A verb takes plain values and enqueues jobs: words of HTTP stay in api.rs, delivery in Job::Deliver.",
        breaches,
    );
}

#[test]
fn entities_and_protocol_stand_alone() {
    let mut breaches = Vec::new();
    for file in files()
        .iter()
        .filter(|file| file.path.starts_with("server/entities/") || file.path.starts_with("server/protocol/"))
    {
        for name in ["howdah_server", "howdah-server", "axum", "sqlx", "reqwest", "tokio::"] {
            if file.code().any(|(_, line)| line.contains(name)) {
                breaches.push(format!("{} names {name}", file.path));
            }
        }
    }
    settle("entities and protocol are pure: no I/O, nothing of the server.", breaches);
}

#[test]
fn the_supervisor_knows_no_tauri() {
    let breaches: Vec<String> = under("src-tauri/supervisor/")
        .filter(|file| file.code().any(|(_, line)| line.contains("tauri::") || line.starts_with("tauri")))
        .map(|file| file.path.clone())
        .collect();
    settle("The supervisor is tested without a window: what needs Tauri belongs into src-tauri/src.", breaches);
}
