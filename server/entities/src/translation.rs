use crate::PollTitle;
use serde::Serialize;

/// What a status says, in another language.
#[derive(Debug, Clone, Serialize)]
pub struct Translation {
    pub content: String,
    pub spoiler_text: String,
    pub language: String,
    pub media_attachments: Vec<TranslatedFile>,
    pub poll: Option<TranslatedPoll>,
    pub detected_source_language: String,
    pub provider: &'static str,
}

#[derive(Debug, Clone, Serialize)]
pub struct TranslatedFile {
    pub id: String,
    pub description: String,
}

#[derive(Debug, Clone, Serialize)]
pub struct TranslatedPoll {
    pub id: String,
    pub options: Vec<PollTitle>,
}
