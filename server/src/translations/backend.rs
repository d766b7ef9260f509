//! The two protocols that translation services speak here: LibreTranslate's and DeepL's.

use super::Languages;
use crate::app::App;
use crate::config::{Protocol, Translation as Config};
use crate::error::{Error, Result};
use crate::http::Answer;
use crate::http::header::{AUTHORIZATION, CONTENT_TYPE};
use serde::Deserialize;
use serde_json::{Value, json};
use std::time::Duration;
use url::Url;

/// Whole threads may wait in the service's queue.
const PATIENCE: Duration = Duration::from_secs(30);

const FAILED: Error = Error::Unavailable("Service Unavailable");
const TOO_MANY: Error = Error::Unavailable("There have been too many requests to the translation service recently.");
const SPENT: Error = Error::Unavailable("The server-wide usage quota for the translation service has been exceeded.");

/// Texts in another language, in their order.
pub(super) struct Translated {
    pub texts: Vec<String>,
    pub from: String,
    pub provider: &'static str,
}

pub(super) struct Backend<'a> {
    app: &'a App,
    config: &'a Config,
}

#[derive(Deserialize)]
struct Libre {
    #[serde(rename = "translatedText")]
    texts: Vec<String>,
    #[serde(rename = "detectedLanguage", default)]
    detected: Vec<Detected>,
}

#[derive(Deserialize)]
struct Detected {
    language: String,
}

#[derive(Deserialize)]
struct LibreLanguage {
    code: String,
    #[serde(default)]
    targets: Vec<String>,
}

#[derive(Deserialize)]
struct DeepL {
    translations: Vec<DeepLText>,
}

#[derive(Deserialize)]
struct DeepLText {
    detected_source_language: String,
    text: String,
}

#[derive(Deserialize)]
struct DeepLLanguage {
    language: String,
}

/// `EN` -> `en`, `PT-BR` -> `pt-BR`, `zh-Hans` -> `zh-Hans`.
fn normal(tag: &str) -> String {
    match tag.split_once(['-', '_']) {
        Some((first, region)) if region.len() == 2 => format!("{}-{}", first.to_lowercase(), region.to_uppercase()),
        Some((first, rest)) => format!("{}-{rest}", first.to_lowercase()),
        None => tag.to_lowercase(),
    }
}

fn read<'a, T: Deserialize<'a>>(answer: &'a Answer) -> Result<T> {
    serde_json::from_slice(&answer.body).map_err(|error| {
        tracing::warn!(%error, "the translation service's answer was not understood");
        FAILED
    })
}

impl<'a> Backend<'a> {
    /// None where no service is configured.
    pub(super) fn of(app: &'a App) -> Option<Self> {
        app.config.translation.as_ref().map(|config| Self { app, config })
    }

    async fn ask(&self, path: &str, body: Option<(&str, String)>) -> Result<Answer> {
        let url = Url::parse(&format!("{}{path}", self.config.base())).map_err(Error::internal)?;
        let mut ask = match &body {
            Some((kind, body)) => self.app.http.post(url, body.clone()).header(CONTENT_TYPE, kind),
            None => self.app.http.get(url),
        };
        if let (Protocol::Deepl, Some(key)) = (self.config.protocol, &self.config.key) {
            ask = ask.header(AUTHORIZATION, &format!("DeepL-Auth-Key {key}"));
        }
        let answer = ask.trusted().at_most(4 * 1024 * 1024).within(PATIENCE).send().await.map_err(|trouble| {
            tracing::warn!(%trouble, "the translation service did not answer");
            FAILED
        })?;
        match (self.config.protocol, answer.status) {
            (_, 200..=299) => Ok(answer),
            (_, 429) => Err(TOO_MANY),
            (Protocol::Deepl, 456) | (Protocol::Libretranslate, 403) => Err(SPENT),
            (_, status) => {
                tracing::warn!(status, "the translation service refused");
                Err(FAILED)
            }
        }
    }

    pub(super) async fn translate(&self, texts: &[String], from: Option<&str>, to: &str) -> Result<Translated> {
        let translated = match self.config.protocol {
            Protocol::Libretranslate => self.libre(texts, from, to).await?,
            Protocol::Deepl => self.deepl(texts, from, to).await?,
        };
        if translated.texts.len() != texts.len() {
            tracing::warn!("the translation service answered something else than it was asked");
            return Err(FAILED);
        }
        Ok(translated)
    }

    async fn libre(&self, texts: &[String], from: Option<&str>, to: &str) -> Result<Translated> {
        let mut body = json!({ "q": texts, "source": from.unwrap_or("auto"), "target": to, "format": "html" });
        if let Some(key) = &self.config.key {
            body["api_key"] = Value::from(key.as_str());
        }
        let answer = self.ask("/translate", Some(("application/json", body.to_string()))).await?;
        let said: Libre = read(&answer)?;
        let detected = said.detected.into_iter().next().map(|one| normal(&one.language));
        let from = from.map(str::to_owned).or(detected).unwrap_or_else(|| "und".into());
        Ok(Translated { texts: said.texts, from, provider: "LibreTranslate" })
    }

    async fn deepl(&self, texts: &[String], from: Option<&str>, to: &str) -> Result<Translated> {
        let from = from.map(str::to_uppercase);
        let form = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(texts.iter().map(|text| ("text", text)))
            .extend_pairs(from.iter().map(|tag| ("source_lang", tag)))
            .append_pair("target_lang", &to.to_uppercase())
            .append_pair("tag_handling", "html")
            .finish();
        let answer = self.ask("/v2/translate", Some(("application/x-www-form-urlencoded", form))).await?;
        let said: DeepL = read(&answer)?;
        let from = said.translations.first().map(|one| normal(&one.detected_source_language));
        Ok(Translated {
            texts: said.translations.into_iter().map(|one| one.text).collect(),
            from: from.unwrap_or_else(|| "und".into()),
            provider: "DeepL.com",
        })
    }

    pub(super) async fn languages(&self) -> Result<Languages> {
        let mut languages = Languages::new();
        match self.config.protocol {
            Protocol::Libretranslate => {
                let answer = self.ask("/languages", None).await?;
                let known: Vec<LibreLanguage> = read(&answer)?;
                let codes: Vec<String> = known.iter().map(|one| normal(&one.code)).collect();
                for one in known {
                    let from = normal(&one.code);
                    let targets = one.targets.iter().map(|code| normal(code)).filter(|to| *to != from).collect();
                    languages.insert(from, targets);
                }
                languages.insert(String::new(), codes);
            }
            Protocol::Deepl => {
                let (sources, targets) = (
                    self.ask("/v2/languages?type=source", None).await?,
                    self.ask("/v2/languages?type=target", None).await?,
                );
                let (sources, targets): (Vec<DeepLLanguage>, Vec<DeepLLanguage>) = (read(&sources)?, read(&targets)?);
                // Understood without a region, too, although the service does not say so.
                let mut all: Vec<String> = vec!["en".into(), "pt".into()];
                all.extend(targets.iter().map(|one| normal(&one.language)));
                all.sort();
                all.dedup();
                for from in sources.iter().map(|one| normal(&one.language)).chain([String::new()]) {
                    languages.insert(from.clone(), all.iter().filter(|to| **to != from).cloned().collect());
                }
            }
        }
        for targets in languages.values_mut() {
            targets.sort();
            targets.dedup();
        }
        Ok(languages)
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn tags_are_written_as_everywhere() {
        assert_eq!(["EN", "PT-BR", "pt_br", "zh-Hans"].map(super::normal), ["en", "pt-BR", "pt-BR", "zh-Hans"]);
    }
}
