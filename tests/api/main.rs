//! The API, asked in-process. One module per URL: `statuses` holds what is asked of /api/v1/statuses, and so on.

mod accounts;
mod admin;
mod backup;
mod contract;
mod conversations;
mod encodings;
mod health;
mod letters;
mod limits;
mod lists;
mod live;
mod media;
mod metrics;
mod notifications;
mod oauth;
mod outgoing;
mod paging;
mod profile;
mod relationships;
mod shapes;
mod sign_up;
mod statuses;
mod streaming;
mod suggestions;
mod tags;
mod trouble;
