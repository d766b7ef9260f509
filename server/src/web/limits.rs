//! Rate limits in Mastodon's windows and headers: fixed windows per member, token or address, kept in memory.
//! `[limits] enabled = false` turns them off, but never the throttle of sign-in.

use crate::error::{Error, Result};
use crate::time::MINUTE;
use std::collections::HashMap;
use std::sync::Mutex;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    Member,
    Token,
    Address,
    /// Leafing through lists.
    Paging,
    Media,
    Delete,
    SignUp,
    /// Asking for a confirmation letter again.
    Letters,
    SignIn,
    /// Wrong passwords for one name, from anywhere.
    SignInName,
    /// Asking for a link to set a new password, and trying such links.
    Reset,
    /// Wrong codes after a right password.
    SecondStep,
    /// Wrong passwords of somebody who is signed in and wants to change how.
    Proof,
    Apps,
    Post,
    Follow,
    Report,
}

impl Kind {
    /// (requests, window in milliseconds).
    pub const fn rule(self) -> (u64, i64) {
        match self {
            Self::Member => (1500, 5 * MINUTE),
            Self::Token | Self::Address => (300, 5 * MINUTE),
            Self::Paging => (300, 15 * MINUTE),
            Self::Media | Self::Delete => (30, 30 * MINUTE),
            Self::SignUp | Self::Letters => (5, 30 * MINUTE),
            Self::SignIn => (10, 5 * MINUTE),
            Self::Reset | Self::SecondStep | Self::Proof => (10, 15 * MINUTE),
            Self::SignInName => (60, 60 * MINUTE),
            Self::Apps => (30, 10 * MINUTE),
            Self::Post => (300, 180 * MINUTE),
            Self::Follow | Self::Report => (400, 1440 * MINUTE),
        }
    }
}

/// What is left of a window.
#[derive(Debug, Clone, Copy)]
pub struct Left {
    pub limit: u64,
    pub remaining: u64,
    pub reset_ms: i64,
}

#[derive(Default)]
pub struct Limiter {
    windows: Mutex<HashMap<(Kind, String), (i64, u64)>>,
}

impl Limiter {
    /// Takes one from the window of `who`.
    pub fn take(&self, kind: Kind, who: &str, now: i64) -> Result<Left> {
        let (limit, length) = kind.rule();
        let start = now - now.rem_euclid(length);
        let reset_ms = start + length;
        let mut windows = self.windows.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if windows.len() > 50_000 {
            windows.retain(|(kind, _), (start, _)| *start + kind.rule().1 > now);
        }
        let window = windows.entry((kind, who.to_owned())).or_insert((start, 0));
        if window.0 != start {
            *window = (start, 0);
        }
        if window.1 >= limit {
            return Err(Error::TooMany { limit, reset_ms });
        }
        window.1 += 1;
        Ok(Left { limit, remaining: limit - window.1, reset_ms })
    }

    /// Gives back what was taken: a right password does not count.
    pub fn give_back(&self, kind: Kind, who: &str) {
        let mut windows = self.windows.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(window) = windows.get_mut(&(kind, who.to_owned())) {
            window.1 = window.1.saturating_sub(1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_fills_and_empties() {
        let limiter = Limiter::default();
        for _ in 0..Kind::SignUp.rule().0 {
            limiter.take(Kind::SignUp, "a", 0).unwrap();
        }
        assert!(matches!(limiter.take(Kind::SignUp, "a", 1), Err(Error::TooMany { .. })));
        assert!(limiter.take(Kind::SignUp, "b", 1).is_ok());
        assert!(limiter.take(Kind::SignUp, "a", 31 * MINUTE).is_ok());
    }
}
