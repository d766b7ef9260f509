//! A poll as its author wants it: held against the limits, then written with its status.

use super::{LONGEST, MOST_CHARACTERS, MOST_OPTIONS, SHORTEST, end, store};
use crate::app::App;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::jobs::{self, Job};
use serde::{Deserialize, Serialize};
use unicode_segmentation::UnicodeSegmentation as _;

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    pub options: Vec<String>,
    /// Seconds.
    pub expires_in: Option<i64>,
    #[serde(default)]
    pub multiple: bool,
    #[serde(default)]
    pub hide_totals: bool,
}

impl Draft {
    /// Blank options count for nothing, as upstream.
    pub fn new(options: Vec<String>, expires_in: Option<i64>, multiple: bool, hide_totals: bool) -> Self {
        let options = options.iter().map(|option| option.trim().to_owned()).filter(|option| !option.is_empty());
        Self { options: options.collect(), expires_in, multiple, hide_totals }
    }

    /// Everything that is wrong with it, in one sentence.
    pub fn check(&self) -> Result<()> {
        let mut wrong: Vec<String> = Vec::new();
        if self.options.is_empty() {
            wrong.push("Choices can't be blank".into());
        }
        if self.expires_in.is_none() {
            wrong.push("Deadline can't be blank".into());
        }
        if self.options.len() < 2 {
            wrong.push("Choices must have more than one item".into());
        }
        if self.options.len() > MOST_OPTIONS {
            wrong.push(format!("Choices can't contain more than {MOST_OPTIONS} items"));
        }
        if self.options.iter().any(|option| option.graphemes(true).count() > MOST_CHARACTERS) {
            wrong.push(format!("Choices cannot be longer than {MOST_CHARACTERS} characters each"));
        }
        if self.options.iter().enumerate().any(|(at, option)| self.options[..at].contains(option)) {
            wrong.push("Choices contain duplicate items".into());
        }
        match self.expires_in {
            Some(seconds) if seconds > LONGEST => wrong.push("Deadline is too far into the future".into()),
            Some(seconds) if seconds < SHORTEST => wrong.push("Deadline is too soon".into()),
            _ => {}
        }
        if wrong.is_empty() { Ok(()) } else { Err(Error::validation(wrong.join(", "))) }
    }
}

/// Writes the poll of a status that was just written, and the job that ends it.
pub async fn add(app: &App, tx: &mut Tx, status: i64, author: i64, draft: &Draft) -> Result<()> {
    let (poll, now) = (app.ids.next(), app.clock.now());
    let expires_at = end(now, draft.expires_in.unwrap_or(SHORTEST));
    store::add(tx, poll, (status, author), draft, expires_at, now).await?;
    close_at(app, tx, poll, expires_at).await
}

/// Each end has a job of its own: one that comes too early finds the poll open, and nothing is to be done.
pub(super) async fn close_at(app: &App, tx: &mut Tx, poll: i64, expires_at: i64) -> Result<()> {
    jobs::enqueue(app, tx, &Job::ClosePoll { poll }, expires_at, Some(&format!("poll:{poll}:{expires_at}"))).await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(options: &[&str], expires_in: Option<i64>) -> Option<String> {
        let options = options.iter().map(|option| (*option).to_owned()).collect();
        Draft::new(options, expires_in, false, false).check().err().map(|error| error.to_string())
    }

    #[test]
    fn limits_are_mastodons() {
        let long = "é".repeat(51);
        for (options, expires_in, words) in [
            (&["a", "b"][..], Some(300), None),
            (&["a", "b", "c", "d"], Some(LONGEST), None),
            (&["a", "é😀".repeat(25).as_str()], Some(300), None),
            (&["a", " "], Some(300), Some("Choices must have more than one item")),
            (&["a", "b", "c", "d", "e"], Some(300), Some("Choices can't contain more than 4 items")),
            (&["a", &long], Some(300), Some("Choices cannot be longer than 50 characters each")),
            (&["a", "a "], Some(300), Some("Choices contain duplicate items")),
            (&["a", "b"], Some(299), Some("Deadline is too soon")),
            (&["a", "b"], Some(LONGEST + 1), Some("Deadline is too far into the future")),
            (&["a", "b"], None, Some("Deadline can't be blank")),
            (&[], Some(0), Some("Choices can't be blank, Choices must have more than one item, Deadline is too soon")),
        ] {
            let words = words.map(|words| format!("Validation failed: {words}"));
            assert_eq!(refusal(options, expires_in), words, "{options:?} {expires_in:?}");
        }
    }
}
