//! Reads the tree and fails where it breaks a rule of ARCHITECTURE.md. Each failure says what to do instead.
//!
//! A rule that turns out to be wrong is changed here and in ARCHITECTURE.md together; an exception gets a line in the
//! rule's list, with its reason.

mod imports;
mod names;
mod promises;
mod source;
mod tree;
mod ui;

/// Fails with every breach at once, one a line, under what to do about them.
fn settle(instruction: &str, breaches: Vec<String>) {
    assert!(breaches.is_empty(), "\n\n{instruction}\n\n  {}\n", breaches.join("\n  "));
}
