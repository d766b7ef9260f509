//! docs/features.tsv: what Howdah promises, whether it holds, and the test that proves it.

use std::fs;

use crate::settle;
use crate::tree::root;

/// A proof is a file, or `file::name of a test that stands in it`; several are separated by a space and a plus.
fn missing(proof: &str) -> Option<String> {
    let (path, name) = proof.split_once("::").map_or((proof, None), |(path, name)| (path, Some(name)));
    let Ok(text) = fs::read_to_string(root().join(path)) else {
        return Some(format!("there is no file {path}"));
    };
    let name = name?;
    (!text.contains(name)).then(|| format!("{path} holds nothing called \"{name}\""))
}

#[test]
fn every_promise_has_its_proof() {
    let table = fs::read_to_string(root().join("docs/features.tsv")).expect("docs/features.tsv");
    let mut breaches = Vec::new();
    for (number, line) in table.lines().enumerate().skip(1).filter(|(_, line)| !line.is_empty()) {
        let at = format!("docs/features.tsv:{}", number + 1);
        let columns: Vec<&str> = line.split('\t').collect();
        let [promise, state, proofs] = columns[..] else {
            breaches.push(format!("{at}: three columns, promise<TAB>state<TAB>proof, not {}", columns.len()));
            continue;
        };
        if !["done", "partial", "missing"].contains(&state) {
            breaches.push(format!("{at}: the state is done, partial or missing, not {state}"));
        }
        if state == "done" && proofs == "-" {
            breaches.push(format!("{at}: \"{promise}\" is done, so it needs a proof"));
        }
        for proof in proofs.split(" + ").filter(|proof| *proof != "-") {
            if let Some(why) = missing(proof) {
                breaches.push(format!("{at}: {why}"));
            }
        }
    }
    settle("A promise is done when a test proves it: name the test, or say partial or missing.", breaches);
}
