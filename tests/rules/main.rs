//! Rules that hold for the whole server, checked from its own lists: routes, statements, schema.

mod routes;
mod schema;
mod statements;
