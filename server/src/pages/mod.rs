//! Everything that is HTML or a file of the client: pages made here, and the embedded client with a title, a preview and
//! readable text for whoever runs no scripts. Deliberately absent: what the pages say about statuses and people (their
//! nouns).

pub mod api;
mod files;
pub mod frame;
pub mod palette;
mod preview;
mod shell;
