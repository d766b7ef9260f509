//! The one gate: every new or edited status passes here before anything of it is written. Limits stand here now; blocks
//! and automatic rules come here, so that no way of writing goes around them.

use super::format;
use crate::error::{Error, Result};
use crate::polls::draft::Draft;

/// Mastodon's limits, as the instance document tells them.
pub const MOST_CHARACTERS: usize = 500;
pub const MOST_MEDIA: usize = 4;

/// A status as it wants to be.
pub struct Candidate<'a> {
    pub text: &'a str,
    pub spoiler_text: &'a str,
    pub media: usize,
    pub poll: Option<&'a Draft>,
    /// A quote speaks for itself.
    pub quotes: bool,
}

pub fn check(new: &Candidate<'_>) -> Result<()> {
    // A poll leaves no room for files.
    if new.media > MOST_MEDIA || (new.media > 0 && new.poll.is_some()) {
        return Err(Error::Unprocessable(format!("Cannot attach more than {MOST_MEDIA} files")));
    }
    if new.text.trim().is_empty() && new.media == 0 && !new.quotes {
        return Err(Error::validation("Text can't be blank"));
    }
    if format::length(new.text) + format::length(new.spoiler_text) > MOST_CHARACTERS {
        return Err(Error::validation(format_args!("Text character limit of {MOST_CHARACTERS} exceeded")));
    }
    new.poll.map_or(Ok(()), Draft::check)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(text: &str, spoiler_text: &str, media: usize) -> Option<String> {
        check(&Candidate { text, spoiler_text, media, poll: None, quotes: false }).err().map(|error| error.to_string())
    }

    #[test]
    fn limits_are_mastodons() {
        assert_eq!(refusal(" \n", "", 0).as_deref(), Some("Validation failed: Text can't be blank"));
        assert_eq!(refusal("", "", 1), None);
        assert_eq!(refusal("", "", 5).as_deref(), Some("Cannot attach more than 4 files"));
        assert_eq!(refusal(&"é".repeat(498), "cw", 0), None);
        assert_eq!(
            refusal(&"é".repeat(499), "cw", 0).as_deref(),
            Some("Validation failed: Text character limit of 500 exceeded")
        );
    }
}
