//! oEmbed: this server's public statuses for the pages of others. Deliberately absent: reading what others say of
//! themselves (`cards`).

pub mod api;
