//! Everything that is HTML or a file of the client: pages made here, the embedded client, pictures that stand for
//! missing ones. Deliberately absent: what the pages say about statuses and people (their nouns).

pub mod frame;
pub mod palette;
