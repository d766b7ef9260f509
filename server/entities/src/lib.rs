//! Mastodon client API JSON types. No I/O, nothing of the server.
