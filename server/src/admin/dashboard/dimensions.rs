//! What is most used.

use super::days::{Period, human_size};
use super::measures::Wants;
use super::store::{self, About};
use crate::app::App;
use crate::error::Result;
use crate::instance;
use howdah_entities::{AdminDimension, AdminDimensionData};

const KEYS: [(&str, Wants); 9] = [
    ("languages", Wants::Nothing),
    ("sources", Wants::Nothing),
    ("servers", Wants::Nothing),
    ("space_usage", Wants::Nothing),
    ("software_versions", Wants::Nothing),
    ("tag_servers", Wants::Tag),
    ("tag_languages", Wants::Tag),
    ("instance_accounts", Wants::Domain),
    ("instance_languages", Wants::Domain),
];

pub fn find(key: &str) -> Option<(&'static str, Wants)> {
    KEYS.into_iter().find(|(known, _)| *known == key)
}

pub async fn take(app: &App, key: &'static str, period: Period, about: &About, limit: i64) -> Result<AdminDimension> {
    let mut reader = app.db.read().await?;
    let (sql, span) = match key {
        "languages" => (store::LANGUAGES, Some((period, false))),
        "sources" => (store::SOURCES, Some((period, false))),
        "servers" => (store::SERVERS, Some((period, true))),
        "tag_servers" => (store::TAG_BY_SERVER, Some((period, true))),
        "tag_languages" => (store::TAG_BY_LANGUAGE, Some((period, true))),
        "instance_accounts" => (store::INSTANCE_BY_ACCOUNT, None),
        "instance_languages" => (store::INSTANCE_BY_LANGUAGE, Some((period, true))),
        "space_usage" => {
            let ((name, human, _), (database, media)) =
                (store::database(&mut reader, app.db.engine()).await?, store::sizes(&mut reader).await?);
            return Ok(of(key, vec![size(name, human, database), size("media", "Media storage", media)]));
        }
        _ => {
            let (name, human, version) = store::database(&mut reader, app.db.engine()).await?;
            return Ok(of(
                key,
                vec![
                    software("mastodon", "Mastodon", instance::view::VERSION),
                    software("howdah", "Howdah", env!("CARGO_PKG_VERSION")),
                    software(name, human, &version),
                ],
            ));
        }
    };
    let rows = store::top(&mut reader, sql, span, about, limit).await?;
    let one = |(name, number): (String, i64)| {
        let (name, human) = named(app, key, name);
        AdminDimensionData { key: name, human_key: human, value: number.to_string(), unit: None, human_value: None }
    };
    Ok(of(key, rows.into_iter().map(one).collect()))
}

fn of(key: &str, data: Vec<AdminDimensionData>) -> AdminDimension {
    AdminDimension { key: key.to_owned(), data }
}

/// The key as it is said, and what people call it.
fn named(app: &App, key: &str, name: String) -> (String, String) {
    match key {
        // Who joined by the pages of this server, or was made by the command line.
        "sources" if name.is_empty() => ("web".into(), "Website".into()),
        "servers" | "tag_servers" if name.is_empty() => {
            let own = app.config.server.domain.clone();
            (own.clone(), own)
        }
        "languages" | "tag_languages" | "instance_languages" => {
            let human = instance::language_name(&name).map_or_else(|| name.clone(), str::to_owned);
            (name, human)
        }
        _ => (name.clone(), name),
    }
}

fn size(key: &str, human: &str, bytes: i64) -> AdminDimensionData {
    AdminDimensionData {
        key: key.into(),
        human_key: human.into(),
        value: bytes.to_string(),
        unit: Some("bytes".into()),
        human_value: Some(human_size(bytes)),
    }
}

fn software(key: &str, human: &str, version: &str) -> AdminDimensionData {
    AdminDimensionData {
        key: key.into(),
        human_key: human.into(),
        value: version.into(),
        unit: None,
        human_value: Some(version.into()),
    }
}
