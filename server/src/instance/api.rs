//! `GET /health` and the instance documents.

use crate::app::App;
use crate::web::Json;
use axum::extract::State;
use serde_json::json;

pub async fn health(State(app): State<App>) -> Json<serde_json::Value> {
    Json(match &app.instance_token {
        Some(token) => json!({ "status": "OK", "instance": token }),
        None => json!({ "status": "OK" }),
    })
}
