//! Rules that hold for the whole server: its routes, statements and schema, what it promises about commits, caches and
//! jobs, and what a page may cost.

mod caches;
mod demo;
mod durability;
mod feeds;
mod jobs;
mod pages;
mod routes;
mod schema;
mod statements;
