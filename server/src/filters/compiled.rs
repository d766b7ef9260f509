//! A member's filters, made ready to look through many texts quickly: all words in one automaton.

use super::store::{Row, Rule};
use crate::error::{Error, Result};
use crate::time::iso;
use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use howdah_entities::Filter;

/// Texts are folded before they are looked through, so that case does not count.
fn fold(text: &str) -> String {
    text.chars().flat_map(char::to_lowercase).collect()
}

/// Letters, digits, marks and joining punctuation: what Mastodon's word boundaries stand between.
fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || unicode_normalization::char::is_combining_mark(c)
}

struct One {
    /// The filter as JSON.
    json: Vec<u8>,
    expires_at: Option<i64>,
    has_words: bool,
    statuses: Vec<i64>,
}

struct Word {
    filter: usize,
    /// Whether a word must begin or end where this one does.
    begins: bool,
    ends: bool,
}

#[derive(Default)]
pub struct Compiled {
    filters: Vec<One>,
    words: Vec<Word>,
    automaton: Option<AhoCorasick>,
}

impl Compiled {
    pub(super) fn new(rows: &[Row], rules: &[Rule]) -> Result<Self> {
        let mut filters = Vec::with_capacity(rows.len());
        let (mut words, mut folded) = (Vec::new(), Vec::new());
        for row in rows {
            let (mut has_words, mut statuses) = (false, Vec::new());
            for rule in rules.iter().filter(|rule| rule.filter_id == row.id) {
                match (&rule.keyword, rule.status_id) {
                    (Some(keyword), _) => {
                        let keyword = fold(keyword);
                        let edge = |edge: Option<char>| rule.whole_word && edge.is_some_and(is_word);
                        words.push(Word {
                            filter: filters.len(),
                            begins: edge(keyword.chars().next()),
                            ends: edge(keyword.chars().next_back()),
                        });
                        folded.push(keyword);
                        has_words = true;
                    }
                    (None, Some(status)) => statuses.push(status),
                    (None, None) => {}
                }
            }
            if has_words || !statuses.is_empty() {
                let json = serde_json::to_vec(&entity(row))?;
                filters.push(One { json, expires_at: row.expires_at, has_words, statuses });
            }
        }
        let automaton = match folded.is_empty() {
            true => None,
            false => Some(
                AhoCorasick::builder()
                    .match_kind(MatchKind::Standard)
                    .kind(Some(AhoCorasickKind::ContiguousNFA))
                    .build(&folded)
                    .map_err(Error::internal)?,
            ),
        };
        Ok(Self { filters, words, automaton })
    }

    pub fn is_empty(&self) -> bool {
        self.filters.is_empty()
    }

    /// Bytes in memory, about.
    pub(super) fn size(&self) -> usize {
        let filters: usize = self.filters.iter().map(|one| one.json.len() + one.statuses.len() * 8 + 64).sum();
        filters + self.words.len() * 16 + self.automaton.as_ref().map_or(0, AhoCorasick::memory_usage)
    }

    /// Whether one of the filters looks for words.
    pub fn reads(&self) -> bool {
        self.automaton.is_some()
    }

    /// For each filter the part of the text that matched first: the leftmost, and of several there the word that was
    /// added first.
    fn found(&self, text: &str) -> Vec<Option<String>> {
        let mut best: Vec<Option<(usize, usize, usize)>> = vec![None; self.filters.len()];
        let Some(automaton) = &self.automaton else { return vec![None; self.filters.len()] };
        let folded = fold(text);
        for hit in automaton.find_overlapping_iter(&folded) {
            let Some(word) = self.words.get(hit.pattern().as_usize()) else { continue };
            let (start, end) = (hit.start(), hit.end());
            let begins = !word.begins || !folded[..start].chars().next_back().is_some_and(is_word);
            let ends = !word.ends || !folded[end..].chars().next().is_some_and(is_word);
            if begins && ends {
                let this = (start, hit.pattern().as_usize(), end);
                let known = &mut best[word.filter];
                *known = Some(known.map_or(this, |known| known.min(this)));
            }
        }
        best.into_iter().map(|hit| hit.map(|(start, _, end)| unfolded(text, start, end))).collect()
    }

    /// Appends the FilterResults of a status: `text` is what it says, `ids` are its own and, of a reblog, the original's.
    pub fn write(&self, out: &mut Vec<u8>, now: i64, text: &str, ids: [Option<i64>; 2]) -> Result<()> {
        let found = self.found(text);
        out.push(b'[');
        let mut first = true;
        for (one, word) in self.filters.iter().zip(found) {
            if one.expires_at.is_some_and(|end| end <= now) {
                continue;
            }
            let statuses: Vec<String> =
                ids.into_iter().flatten().filter(|id| one.statuses.contains(id)).map(|id| id.to_string()).collect();
            if word.is_none() && statuses.is_empty() {
                continue;
            }
            if !std::mem::take(&mut first) {
                out.push(b',');
            }
            out.extend_from_slice(b"{\"filter\":");
            out.extend_from_slice(&one.json);
            out.extend_from_slice(b",\"keyword_matches\":");
            let words = word.map(|word| vec![word]);
            debug_assert!(words.is_none() || one.has_words);
            serde_json::to_writer(&mut *out, &words)?;
            out.extend_from_slice(b",\"status_matches\":");
            let statuses = (!one.statuses.is_empty()).then_some(statuses);
            serde_json::to_writer(&mut *out, &statuses)?;
            out.push(b'}');
        }
        out.push(b']');
        Ok(())
    }
}

/// The part of the text that became this part of its folded form.
fn unfolded(text: &str, start: usize, end: usize) -> String {
    let mut at = 0;
    let mut part = String::new();
    for c in text.chars() {
        if at >= end {
            break;
        }
        if at >= start {
            part.push(c);
        }
        at += c.to_lowercase().map(char::len_utf8).sum::<usize>();
    }
    part
}

fn entity(row: &Row) -> Filter {
    Filter {
        id: row.id.to_string(),
        title: row.title.clone(),
        context: row.context(),
        expires_at: row.expires_at.map(iso),
        filter_action: row.action.clone(),
        keywords: None,
        statuses: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(id: i64) -> Row {
        Row {
            id,
            title: "t".into(),
            context: "[\"home\"]".into(),
            action: "warn".into(),
            expires_at: (id == 3).then_some(10),
        }
    }

    fn rule(filter_id: i64, keyword: &str, whole_word: bool) -> Rule {
        Rule { id: 0, filter_id, keyword: Some(keyword.into()), whole_word, status_id: None }
    }

    fn matched(rules: &[Rule], text: &str) -> Vec<(String, String)> {
        let compiled = Compiled::new(&[row(1), row(2), row(3)], rules).unwrap();
        let mut out = Vec::new();
        compiled.write(&mut out, 20, text, [Some(7), None]).unwrap();
        let results: serde_json::Value = serde_json::from_slice(&out).unwrap();
        let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
        let each = results.as_array().unwrap().iter();
        each.map(|one| (text(&one["filter"]["id"]), text(&one["keyword_matches"][0]))).collect()
    }

    #[test]
    fn words_match_as_mastodon_matches_them() {
        for (keyword, whole, text, wanted) in [
            ("tea", true, "A cup of TEA, please", Some("TEA")),
            ("tea", true, "teapots and steam", None),
            ("tea", true, "teapots, then tea", Some("tea")),
            ("tea", false, "teapots", Some("tea")),
            ("#tea", true, "x#tea", Some("#tea")),
            ("#tea", true, "#teapot", None),
            ("...", true, "well...indeed", Some("...")),
            ("größe", true, "DIE GRÖSSE", None),
            ("größe", true, "Die GRÖßE zählt", Some("GRÖßE")),
            ("café", true, "cafés", None),
            ("two words", true, "Two words.", Some("Two words")),
            ("под", true, "Под дождём", Some("Под")),
            ("под", true, "подушка", None),
            ("tea", true, "tea_time", None),
        ] {
            let found = matched(&[rule(1, keyword, whole)], text);
            assert_eq!(found.first().map(|(_, word)| word.as_str()), wanted, "{keyword} in {text}");
        }
    }

    #[test]
    fn the_leftmost_word_of_each_filter_is_told() {
        let rules = [rule(1, "cake", true), rule(1, "tea", true), rule(2, "cake with", false), rule(3, "tea", true)];
        let found = matched(&rules, "Tea and İ cake with cream");
        assert_eq!(found, [("1".to_owned(), "Tea".to_owned()), ("2".to_owned(), "cake with".to_owned())]);
    }
}
