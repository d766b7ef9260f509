//! Rows -> Conversation.

use super::store::{self, Row};
use crate::accounts;
use crate::app::App;
use crate::error::Result;
use crate::statuses;
use crate::web::Base;
use howdah_entities::Conversation;

pub async fn one(app: &App, base: &Base, me: i64, id: i64) -> Result<Conversation> {
    let row = store::one(&mut app.db.read().await?, me, id).await?;
    let mut found = load(app, base, me, vec![row]).await?;
    found.pop().map(|(_, entity)| entity).ok_or(crate::error::Error::NotFound)
}

/// Entities beside the ids of their newest statuses, by which the list is paged.
pub(super) async fn load(app: &App, base: &Base, me: i64, rows: Vec<Row>) -> Result<Vec<(i64, Conversation)>> {
    let people: Vec<Vec<i64>> = rows
        .iter()
        .map(|row| {
            serde_json::from_str::<Vec<i64>>(&row.participants)
                .map(|others| if others.is_empty() { vec![me] } else { others })
        })
        .collect::<Result<_, _>>()?;
    let mut wanted: Vec<i64> = people.iter().flatten().copied().collect();
    wanted.sort_unstable();
    wanted.dedup();
    let known = accounts::view::load(app, base, &wanted).await?;
    let ids: Vec<i64> = rows.iter().map(|row| row.last_status).collect();
    let mut shown = statuses::view::by_id(app, base, Some(me), &ids).await?;
    Ok(rows
        .into_iter()
        .zip(people)
        .map(|(row, people)| {
            let accounts = people.iter().filter_map(|person| known.get(person).cloned()).collect();
            let last_status = shown.remove(&row.last_status);
            (row.last_status, Conversation { id: row.id.to_string(), unread: row.unread, accounts, last_status })
        })
        .collect())
}
