//! `/api/v1_alpha/async_refreshes`, and the header that leads there.

use super::store::{self, Refresh};
use crate::app::App;
use crate::error::Result;
use crate::web::{Caller, Id, Json};
use axum::extract::State;
use axum::http::HeaderValue;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

/// Seconds until it is worth asking again.
const RETRY: u32 = 3;

/// An answer that says what is still being gathered for it.
pub struct Announced<T> {
    pub body: T,
    pub refresh: Option<Refresh>,
}

impl<T: IntoResponse> IntoResponse for Announced<T> {
    fn into_response(self) -> Response {
        let mut response = self.body.into_response();
        if let Some(refresh) = self.refresh {
            let mut value = format!("id=\"{}\", retry={RETRY}", refresh.id);
            if let Some(count) = refresh.result_count {
                value.push_str(&format!(", result_count={count}"));
            }
            if let Ok(value) = HeaderValue::from_str(&value) {
                response.headers_mut().insert("mastodon-async-refresh", value);
            }
        }
        response
    }
}

pub async fn show(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Json<Value>> {
    let refresh = store::one(&mut app.db.read().await?, id, caller.id()?).await?;
    Ok(Json(json!({ "async_refresh": {
        "id": refresh.id.to_string(),
        "status": if refresh.running { "running" } else { "finished" },
        "result_count": refresh.result_count,
    } })))
}
