//! The one tokeniser: what a text is found by, on both databases. It folds case and accents, cuts at everything that is
//! neither letter nor digit, and takes scripts that are written without spaces in pairs of characters. Deliberately
//! absent: grammar. A word is found as it is written, whatever language it is in.

use std::collections::HashMap;
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// Longer words are cut, in texts as in queries.
const LONGEST: usize = 48;
/// So many words of a text are found, and each of them so often: PostgreSQL keeps no more places of one word.
const MOST: usize = 5_000;
const MOST_OF_ONE: usize = 250;

/// Stands before hashtags among the words, and for what is no letter in them.
const HASH: char = '\u{e000}';
const JOINT: char = '\u{e001}';

/// A word of a query: whole, or (of scripts without spaces, where words are pairs) a beginning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    pub text: String,
    pub begins: bool,
}

/// Accents that are left out. Other marks are vowels or change the letter, as in Thai, Devanagari or kana.
fn is_accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5c7}' | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}' | '\u{670}'
        | '\u{6d6}'..='\u{6dc}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{fe20}'..='\u{fe2f}' | '\u{200c}' | '\u{200d}' | '\u{ad}' | '\u{640}')
}

/// Letters that no decomposition takes apart.
fn plain(c: char) -> &'static str {
    match c {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'ł' => "l",
        'đ' | 'ð' => "d",
        'ħ' => "h",
        'ı' => "i",
        'þ' => "th",
        'ŋ' => "n",
        'ς' => "σ",
        _ => "",
    }
}

/// Without case, accents and the width of characters.
pub fn fold(text: &str) -> String {
    let bare: String = text.nfkd().filter(|c| !is_accent(*c)).collect::<String>().to_lowercase();
    let mut out = String::with_capacity(bare.len());
    for c in bare.chars() {
        match plain(c) {
            "" => out.push(c),
            letters => out.push_str(letters),
        }
    }
    out.nfc().collect()
}

/// Scripts that put no space between words, or (Hangul) write what belongs to a word onto it.
fn is_dense(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1100}'..='\u{11ff}' | '\u{1780}'..='\u{17ff}'
        | '\u{3005}'..='\u{3007}' | '\u{3041}'..='\u{30ff}' | '\u{3100}'..='\u{312f}' | '\u{31f0}'..='\u{31ff}'
        | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}')
}

/// Emoji and other pictures are words of their own.
fn is_picture(c: char) -> bool {
    matches!(c, '\u{2600}'..='\u{27bf}' | '\u{2b00}'..='\u{2bff}' | '\u{1f000}'..='\u{1f3fa}' | '\u{1f400}'..='\u{1faff}')
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Gap,
    Word,
    Dense,
    Picture,
}

fn kind(c: char) -> Kind {
    match c {
        _ if is_picture(c) => Kind::Picture,
        _ if !(c.is_alphanumeric() || is_combining_mark(c)) => Kind::Gap,
        _ if is_dense(c) => Kind::Dense,
        _ => Kind::Word,
    }
}

/// Runs of one kind, in order. Every picture is a run.
fn runs(folded: &str) -> Vec<(Kind, &str)> {
    let mut runs: Vec<(Kind, &str)> = Vec::new();
    let mut start = 0;
    let mut last = Kind::Gap;
    for (at, c) in folded.char_indices() {
        let next = kind(c);
        if next != last || next == Kind::Picture {
            if last != Kind::Gap {
                runs.push((last, &folded[start..at]));
            }
            (start, last) = (at, next);
        }
    }
    if last != Kind::Gap {
        runs.push((last, &folded[start..]));
    }
    runs
}

fn cut(word: &str) -> String {
    word.chars().take(LONGEST).collect()
}

/// The words of a query's piece, one behind the other. Whether it is found depends on nothing but these.
pub fn query(text: &str) -> Vec<Word> {
    let folded = fold(text);
    let runs = runs(&folded);
    let mut words = Vec::new();
    for (at, (kind, run)) in runs.iter().enumerate() {
        let last = at + 1 == runs.len();
        match kind {
            Kind::Dense => {
                let letters: Vec<char> = run.chars().collect();
                words.extend(letters.windows(2).map(|pair| Word { text: pair.iter().collect(), begins: false }));
                // A text has the last letter of a run alone, behind its pairs.
                if let Some(letter) = letters.last()
                    && (!last || letters.len() == 1)
                {
                    words.push(Word { text: letter.to_string(), begins: last });
                }
            }
            _ => words.push(Word { text: cut(run), begins: false }),
        }
    }
    words.truncate(64);
    words
}

/// A hashtag as a word that only hashtags have.
pub fn hashtag(name: &str) -> String {
    let mut word = String::from(HASH);
    word.extend(fold(name.trim_start_matches(['#', '＃'])).chars().take(100).map(|c| match kind(c) {
        Kind::Gap => JOINT,
        _ => c,
    }));
    word
}

/// What a text is found by: its words, separated by blanks, in order; then its hashtags.
pub fn document<'t>(texts: impl IntoIterator<Item = &'t str>, tags: impl IntoIterator<Item = &'t str>) -> String {
    let mut out = String::new();
    let mut seen: HashMap<String, usize> = HashMap::new();
    let mut left = MOST;
    let mut add = |word: String| {
        let times = seen.entry(word).or_default();
        *times += 1;
        left = left.saturating_sub(1);
        (*times <= MOST_OF_ONE && left > 0).then_some(())
    };
    let mut push = |word: &str| {
        if add(word.to_owned()).is_some() {
            if !out.is_empty() {
                out.push(' ');
            }
            out.push_str(word);
        }
    };
    for text in texts {
        let folded = fold(text);
        for (kind, run) in runs(&folded) {
            if kind == Kind::Dense {
                let letters: Vec<char> = run.chars().collect();
                for pair in letters.windows(2) {
                    push(&pair.iter().collect::<String>());
                }
                if let Some(letter) = letters.last() {
                    push(&letter.to_string());
                }
            } else {
                push(&cut(run));
            }
        }
    }
    for tag in tags {
        push(&hashtag(tag));
    }
    out
}

/// What an account is found by: its name and what it calls itself.
pub fn names(username: &str, display_name: &str) -> String {
    document([username, display_name], [])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> String {
        document([text], [])
    }

    fn asked(text: &str) -> String {
        let words = query(text).into_iter().map(|word| if word.begins { word.text + "*" } else { word.text });
        words.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn case_and_accents_do_not_count() {
        assert_eq!(words("Jürgen MÜLLER, Straße"), "jurgen muller strasse");
        assert_eq!(words("Ærøskøbing İstanbul ΟΔΟΣ Łódź"), "aeroskobing istanbul οδοσ lodz");
        assert_eq!(words("ｆｕｌｌ　ｗｉｄｔｈ"), "full width");
        assert_eq!(asked("CAFÉ"), "cafe");
        assert_eq!(words("don't l'amour 3.14 a_b"), "don t l amour 3 14 a b");
    }

    #[test]
    fn scripts_without_spaces_come_in_pairs() {
        assert_eq!(words("東京タワー is high"), "東京 京タ タワ ワー ー is high");
        assert_eq!(asked("京タ"), "京タ");
        assert_eq!(asked("塔"), "塔*");
        assert_eq!(asked("東京 high"), "東京 京 high");
        assert_eq!(words("한국어"), "한국 국어 어");
        assert_eq!(words("ก็ดี"), "ก็ ็ด ดี ี");
    }

    #[test]
    fn pictures_are_words_and_marks_are_none() {
        assert_eq!(words("tea🍵🍵! ❤️"), "tea 🍵 🍵 ❤");
        assert_eq!(words("!?… — «»"), "");
        assert_eq!(asked("\"'*():^-"), "");
    }

    #[test]
    fn hashtags_are_words_of_their_own() {
        assert_eq!(document(["#Tea_time"], ["tea_time"]), "tea time \u{e000}tea\u{e001}time");
        assert_eq!(hashtag("#Café"), "\u{e000}cafe");
    }

    #[test]
    fn words_are_bounded() {
        assert_eq!(words(&"x".repeat(900)).len(), LONGEST);
        assert_eq!(asked(&"x".repeat(900)).len(), LONGEST);
        assert_eq!(words(&"la ".repeat(900)).split(' ').count(), MOST_OF_ONE);
    }
}
