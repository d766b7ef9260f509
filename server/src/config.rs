//! `instance.toml`: how this process runs. What the community *is* (title, rules, registrations) lives in the database.

use crate::messages::Message;
use serde::{Deserialize, Serialize};
use std::net::SocketAddr;
use std::path::Path;

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    pub server: Server,
    #[serde(default)]
    pub database: Database,
    #[serde(default)]
    pub limits: Limits,
    #[serde(default)]
    pub registrations: Registrations,
    #[serde(default)]
    pub oauth: OAuth,
    #[serde(default)]
    pub network: Network,
    #[serde(default)]
    pub federation: Federation,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub smtp: Option<Smtp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub translation: Option<Translation>,
    #[serde(default)]
    pub media: Media,
    #[serde(default)]
    pub log: Log,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Server {
    /// The community's identity, with its port where it is not the scheme's own.
    pub domain: String,
    pub scheme: Scheme,
    pub listen: SocketAddr,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Scheme {
    Http,
    Https,
}

impl Scheme {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Http => "http",
            Self::Https => "https",
        }
    }
}

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Database {
    /// `postgres://...`; absent for the SQLite file in the data folder.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Limits {
    pub enabled: bool,
}

impl Default for Limits {
    fn default() -> Self {
        Self { enabled: true }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ConfirmEmail {
    /// When a mail server is configured.
    Auto,
    Always,
    Never,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Registrations {
    pub confirm_email: ConfirmEmail,
    pub min_password_length: usize,
}

impl Default for Registrations {
    fn default() -> Self {
        Self { confirm_email: ConfirmEmail::Auto, min_password_length: 8 }
    }
}

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct OAuth {
    pub password_grant: bool,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Network {
    pub outgoing: bool,
    pub allow_http: bool,
    pub allow_private_addresses: bool,
    /// Further names under which members reach this server.
    pub hosts: Vec<String>,
    /// Reverse proxies whose X-Forwarded-* headers count.
    pub trusted_proxies: Vec<String>,
}

impl Default for Network {
    fn default() -> Self {
        Self {
            outgoing: true,
            allow_http: false,
            allow_private_addresses: false,
            hosts: vec![],
            trusted_proxies: vec![],
        }
    }
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FederationMode {
    #[default]
    Off,
    Allowlist,
    Open,
}

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Federation {
    pub mode: FederationMode,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Smtp {
    pub host: String,
    pub port: u16,
    #[serde(default)]
    pub user: Option<String>,
    #[serde(default)]
    pub password: Option<String>,
    pub from: String,
}

/// A service that translates statuses.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Translation {
    pub protocol: Protocol,
    /// Where it answers; DeepL's own address is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Protocol {
    Libretranslate,
    Deepl,
}

impl Translation {
    /// Its address without a slash at the end.
    pub fn base(&self) -> &str {
        let free = self.key.as_deref().is_some_and(|key| key.ends_with(":fx"));
        match &self.url {
            Some(url) => url.trim_end_matches('/'),
            None if free => "https://api-free.deepl.com",
            None => "https://api.deepl.com",
        }
    }

    fn is_complete(&self) -> bool {
        let web = self.base().starts_with("https://") || self.base().starts_with("http://");
        web && match self.protocol {
            Protocol::Libretranslate => self.url.is_some(),
            Protocol::Deepl => self.key.as_deref().is_some_and(|key| !key.is_empty()),
        }
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Media {
    /// Bytes.
    pub image_size_limit: u64,
    pub video_size_limit: u64,
    /// The program that turns videos, sounds and animations; empty for none.
    pub ffmpeg: String,
}

impl Default for Media {
    fn default() -> Self {
        Self { image_size_limit: 16 * 1024 * 1024, video_size_limit: 99 * 1024 * 1024, ffmpeg: "ffmpeg".into() }
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Log {
    pub level: String,
}

impl Default for Log {
    fn default() -> Self {
        Self { level: "info".into() }
    }
}

pub const FILE: &str = "instance.toml";

impl Config {
    pub fn new(server: Server, database_url: Option<String>) -> Self {
        Self {
            server,
            database: Database { url: database_url },
            limits: Limits::default(),
            registrations: Registrations::default(),
            oauth: OAuth::default(),
            network: Network::default(),
            federation: Federation::default(),
            smtp: None,
            translation: None,
            media: Media::default(),
            log: Log::default(),
        }
    }

    /// Reads `instance.toml`; the error is a sentence that names the line and the field.
    pub fn read(folder: &Path) -> Result<Self, Message> {
        let text = std::fs::read_to_string(folder.join(FILE))
            .map_err(|error| Message::new("server_config_unreadable").with("cause", error))?;
        Self::parse(&text)
    }

    pub fn parse(text: &str) -> Result<Self, Message> {
        let config: Self = toml::from_str(text).map_err(|error| explain(text, &error))?;
        config.validate()?;
        Ok(config)
    }

    fn validate(&self) -> Result<(), Message> {
        let domain = &self.server.domain;
        if domain.is_empty() || domain.contains(['/', ' ', '@', '?', '#']) || domain.contains("://") {
            return Err(Message::new("server_config_domain").with("value", domain));
        }
        if self.registrations.min_password_length < 4 {
            return Err(Message::new("server_config_password_length"));
        }
        if self.registrations.confirm_email == ConfirmEmail::Always && self.smtp.is_none() {
            return Err(Message::new("server_config_no_mail_server"));
        }
        if let Some(smtp) = &self.smtp
            && !crate::mail::is_mailbox(&smtp.from)
        {
            return Err(Message::new("server_config_mail_from").with("value", &smtp.from));
        }
        if self.translation.as_ref().is_some_and(|service| !service.is_complete()) {
            return Err(Message::new("server_config_translation"));
        }
        if self.database.url.as_deref().is_some_and(|url| !is_postgres(url)) {
            return Err(Message::new("server_config_database_url"));
        }
        Ok(())
    }

    pub fn write(&self, folder: &Path) -> std::io::Result<()> {
        let text = toml::to_string_pretty(self).map_err(std::io::Error::other)?;
        std::fs::write(folder.join(FILE), text)
    }

    /// The origin that names this community to others: `https://example.org`.
    pub fn origin(&self) -> String {
        format!("{}://{}", self.server.scheme.as_str(), self.server.domain)
    }

    /// Whether people must confirm their e-mail address before they can act.
    pub fn confirms_email(&self) -> bool {
        match self.registrations.confirm_email {
            ConfirmEmail::Auto => self.smtp.is_some(),
            ConfirmEmail::Always => true,
            ConfirmEmail::Never => false,
        }
    }
}

pub fn is_postgres(url: &str) -> bool {
    url.starts_with("postgres://") || url.starts_with("postgresql://")
}

/// What the parser objects to, for somebody who has never heard of TOML.
fn explain(text: &str, error: &toml::de::Error) -> Message {
    let line = error.span().map_or(1, |span| text[..span.start.min(text.len())].matches('\n').count() + 1);
    let said = error.message();
    // The parser names the word it stumbled over first, then those it knows, each in backquotes.
    let mut quoted = said.split('`').skip(1).step_by(2);
    let word = quoted.next().unwrap_or_default();
    let known: Vec<&str> = quoted.collect();
    let message = if said.starts_with("unknown field") {
        match nearest(word, &known) {
            Some(guess) => Message::new("server_config_did_you_mean").with("guess", guess),
            None => Message::new("server_config_unknown_field").with("known", known.join(", ")),
        }
        .with("field", word)
    } else if said.starts_with("missing field") {
        Message::new("server_config_missing_field").with("field", word)
    } else if said.starts_with("unknown variant") {
        Message::new("server_config_unknown_value").with("value", word).with("known", known.join(", "))
    } else {
        Message::new("server_config_not_understood").with("cause", said)
    };
    message.with("line", line)
}

/// The known word that somebody may have meant.
fn nearest<'a>(word: &str, known: &[&'a str]) -> Option<&'a str> {
    let like = |other: &str| strsim::jaro_winkler(word, other);
    known.iter().copied().max_by(|a, b| like(a).total_cmp(&like(b))).filter(|best| like(best) > 0.75)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINIMAL: &str = "[server]\ndomain = \"localhost:3000\"\nscheme = \"http\"\nlisten = \"127.0.0.1:3000\"\n";

    #[test]
    fn unknown_fields_are_refused_by_name() {
        let error = |text: &str| Config::parse(&format!("{MINIMAL}{text}")).unwrap_err();
        assert_eq!(
            error("[limits]\nenbled = true\n"),
            Message::new("server_config_did_you_mean").with("guess", "enabled").with("field", "enbled").with("line", 6)
        );
        let far = error("[limits]\nwhatever = 1\n").say(crate::messages::Locale::De);
        assert!(far.contains("6") && far.contains("whatever") && far.contains("enabled"), "{far}");
        let value = error("[federation]\nmode = \"on\"\n").say(crate::messages::Locale::En);
        assert!(value.contains("“on”") && value.contains("allowlist"), "{value}");
    }

    #[test]
    fn what_is_written_can_be_read() {
        let config = Config::parse(MINIMAL).unwrap();
        let text = toml::to_string_pretty(&config).unwrap();
        assert_eq!(Config::parse(&text).unwrap().origin(), "http://localhost:3000");
    }

    #[test]
    fn confirming_needs_a_mail_server() {
        let always = format!("{MINIMAL}[registrations]\nconfirm_email = \"always\"\n");
        assert_eq!(Config::parse(&always).unwrap_err(), Message::new("server_config_no_mail_server"));
        let smtp = "[smtp]\nhost = \"mail.example.org\"\nport = 465\nfrom = \"House <house@example.org>\"\n";
        assert!(Config::parse(&format!("{always}{smtp}")).unwrap().confirms_email());
        let wrong = Message::new("server_config_mail_from").with("value", "House <house at example.org>");
        assert_eq!(Config::parse(&format!("{MINIMAL}{}", smtp.replace('@', " at "))).unwrap_err(), wrong);
    }

    #[test]
    fn a_translation_service_is_named_wholly() {
        let service = |text: &str| Config::parse(&format!("{MINIMAL}[translation]\n{text}"));
        let libre = service("protocol = \"libretranslate\"\nurl = \"http://127.0.0.1:5000/\"\n").unwrap();
        assert_eq!(libre.translation.unwrap().base(), "http://127.0.0.1:5000");
        let deepl = service("protocol = \"deepl\"\nkey = \"x:fx\"\n").unwrap();
        assert_eq!(deepl.translation.unwrap().base(), "https://api-free.deepl.com");
        for half in ["protocol = \"deepl\"\n", "protocol = \"libretranslate\"\n"] {
            assert_eq!(service(half).unwrap_err(), Message::new("server_config_translation"));
        }
        assert!(service("protocol = \"deepl\"\nkay = \"x\"\n").is_err());
    }

    #[test]
    fn a_domain_is_a_host_name() {
        assert!(Config::parse(&MINIMAL.replace("localhost:3000", "https://x")).is_err());
    }
}
