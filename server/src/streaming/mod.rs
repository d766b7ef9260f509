//! What is new, sent while it happens: one WebSocket for many streams, or server-sent events for one. One dispatcher a
//! process hears the bus, finds who is connected and may see it, renders once and hands the bytes to bounded queues.
//! Deliberately absent: anything that must arrive. A client that was away reads the timelines again.

pub mod api;
mod channel;
mod dispatch;
mod hub;
mod socket;
mod sse;
mod store;

pub use channel::Channel;
pub use dispatch::run;
pub use hub::Hub;
pub use store::STATEMENTS;
