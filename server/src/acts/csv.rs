//! The log as a table for other programs.

use super::{Act, word};
use crate::time::iso;

/// One field. Quoted where it must be; what a spreadsheet would take for a formula gets an apostrophe.
pub(crate) fn field(text: &str) -> String {
    let text = if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() };
    if text.contains([',', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

pub fn table(acts: &[Act], name: impl Fn(i64) -> String) -> String {
    let mut out =
        "id,created_at,actor,kind,target_type,target_id,target,reason,case_id,expires_at,undone_at\n".to_owned();
    for act in acts {
        let number = |id: Option<i64>| id.map(|id| id.to_string()).unwrap_or_default();
        let when = |at: Option<i64>| at.map(iso).unwrap_or_default();
        let fields = [
            act.id.to_string(),
            iso(act.created_at),
            act.actor_id.map(&name).unwrap_or_default(),
            word(&act.kind).to_owned(),
            act.target_type.clone(),
            act.target_id.to_string(),
            act.label.clone(),
            act.reason.clone(),
            number(act.case_id),
            when(act.expires_at),
            when(act.undone_at),
        ];
        out.push_str(&fields.map(|text| field(&text)).join(","));
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::field;

    #[test]
    fn fields_are_safe() {
        assert_eq!(field("plain"), "plain");
        assert_eq!(field("a, \"b\""), "\"a, \"\"b\"\"\"");
        assert_eq!(field("=1+1"), "'=1+1");
    }
}
