//! Tables in the form that Mastodon writes and reads: comma-separated, some with a head and some without.

use super::handles::{full, status_uri};
use super::store;
use crate::app::App;
use crate::db::Reader;
use crate::error::{Error, Result};

type Lines = Vec<Vec<String>>;

fn flag(value: bool) -> String {
    value.to_string()
}

/// The table of this name as text.
pub(super) async fn write(app: &App, reader: &mut Reader, me: i64, kind: &str) -> Result<Vec<u8>> {
    let plain = |name: &str, domain: Option<String>| full(app, name, domain.as_deref());
    let mut lines: Lines = vec![];
    let head = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    match kind {
        "follows" => {
            lines.push(head(&["Account address", "Show boosts", "Notify on new posts", "Languages"]));
            for one in store::follows(reader, me).await? {
                let languages: Vec<String> =
                    one.languages.as_deref().and_then(|list| serde_json::from_str(list).ok()).unwrap_or_default();
                let address = plain(&one.username, one.domain);
                lines.push(vec![address, flag(one.reblogs), flag(one.notify), languages.join(", ")]);
            }
        }
        "mutes" => {
            lines.push(head(&["Account address", "Hide notifications"]));
            for (name, domain, hides) in store::mutes(reader, me).await? {
                lines.push(vec![plain(&name, domain), flag(hides)]);
            }
        }
        "blocks" => {
            for (name, domain) in store::blocks(reader, me).await? {
                lines.push(vec![plain(&name, domain)]);
            }
        }
        "lists" => {
            for (title, name, domain) in store::lists(reader, me).await? {
                lines.push(vec![title, plain(&name, domain)]);
            }
        }
        "domain_blocks" => lines.extend(store::domains(reader, me).await?.into_iter().map(|domain| vec![domain])),
        "bookmarks" => {
            for (id, uri, name) in store::bookmarks(reader, me).await? {
                lines.push(vec![status_uri(app, &name, uri, id)]);
            }
        }
        "followed_tags" => lines.extend(store::tags(reader, me).await?.into_iter().map(|name| vec![name])),
        _ => return Err(Error::NotFound),
    }
    let mut out = csv::WriterBuilder::new().flexible(true).from_writer(vec![]);
    for line in lines {
        out.write_record(line).map_err(Error::internal)?;
    }
    out.into_inner().map_err(Error::internal)
}

/// So many lines are read in at once.
pub(super) const MOST_LINES: usize = 100_000;

/// Reads a table of this kind; each line as this server needs it. What is wrong is said in plain words.
pub(super) fn read(kind: &str, bytes: &[u8]) -> Result<Lines> {
    let refuse = |text: String| Error::validation(text);
    // Spreadsheets put a mark in front that says UTF-8.
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|_| refuse("Data is not a text in UTF-8".into()))?;
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).trim(csv::Trim::All).from_reader(text.as_bytes());
    let mut lines: Lines = vec![];
    let mut columns: Option<Vec<usize>> = None;
    for (number, record) in reader.records().enumerate() {
        let record =
            record.map_err(|error| refuse(format!("Data is not a table of comma-separated values: {error}")))?;
        if number == 0
            && let Some(found) = header(kind, &record)
        {
            columns = Some(found);
            continue;
        }
        let cell = |at: usize| {
            let at = columns.as_ref().map_or(Some(at), |columns| columns.get(at).copied());
            at.and_then(|at| record.get(at)).unwrap_or("").to_owned()
        };
        if record.iter().all(str::is_empty) {
            continue;
        }
        let line: Vec<String> = (0..width(kind)).map(cell).collect();
        if let Some(trouble) = trouble(kind, &line) {
            return Err(refuse(format!("Data has something else than {trouble} in line {}", number + 1)));
        }
        lines.push(line);
        if lines.len() > MOST_LINES {
            return Err(refuse(format!("Data has more than {MOST_LINES} lines")));
        }
    }
    if lines.is_empty() {
        return Err(refuse("Data is empty".into()));
    }
    Ok(lines)
}

fn width(kind: &str) -> usize {
    match kind {
        "follows" => 4,
        "mutes" | "lists" => 2,
        _ => 1,
    }
}

/// Where the wanted columns stand, if the first line names them.
fn header(kind: &str, first: &csv::StringRecord) -> Option<Vec<usize>> {
    let names: &[&str] = match kind {
        "follows" => &["account address", "show boosts", "notify on new posts", "languages"],
        "mutes" => &["account address", "hide notifications"],
        "blocks" => &["account address"],
        "domain_blocks" => &["#domain"],
        "bookmarks" => &["#uri"],
        "followed_tags" => &["#tag"],
        _ => return None,
    };
    let place = |name: &str| first.iter().position(|cell| cell.eq_ignore_ascii_case(name));
    place(names[0])?;
    Some(names.iter().map(|name| place(name).unwrap_or(usize::MAX)).collect())
}

fn is_address(text: &str) -> bool {
    let text = text.trim_start_matches('@');
    let (name, domain) = text.split_once('@').unwrap_or((text, "here"));
    let plain = |text: &str, more: &str| {
        !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || more.contains(c)) && text.len() < 256
    };
    plain(name, "_.-") && plain(domain, ".-:")
}

/// What should stand in the line and does not.
fn trouble(kind: &str, line: &[String]) -> Option<&'static str> {
    let first = line[0].as_str();
    let (good, wanted) = match kind {
        "follows" | "mutes" | "blocks" => (is_address(first), "an account address"),
        "lists" => {
            (!first.is_empty() && first.chars().count() <= 256 && is_address(&line[1]), "a list and an account address")
        }
        "domain_blocks" => (first.contains('.') && !first.contains(['@', '/', ' ']), "a domain"),
        "bookmarks" => (first.starts_with("https://") || first.starts_with("http://"), "the address of a post"),
        _ => (crate::tags::name(first).is_some(), "a hashtag"),
    };
    (!good).then_some(wanted)
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn tables_of_every_make_are_read() {
        let odd = b"\xef\xbb\xbf\"Account address\",\"Show boosts\"\r\n\"ada@far.example\", false \r\n\r\nbob\r\n";
        assert_eq!(read("follows", odd).unwrap(), [["ada@far.example", "false", "", ""], ["bob", "", "", ""]]);
        let turned = b"Show boosts,Account address\nfalse,ada\n";
        assert_eq!(read("follows", turned).unwrap()[0][..2], ["ada", "false"]);
        assert_eq!(read("lists", b"\"a, b\",ada@x.y\n").unwrap(), [["a, b", "ada@x.y"]]);
        for (kind, bad) in [
            ("follows", &b"\xff\xfe\0"[..]),
            ("follows", b""),
            ("follows", b"a b c\n"),
            ("lists", b"only a title\n"),
            ("bookmarks", b"ada@far.example\n"),
            ("domain_blocks", b"https://far.example/\n"),
            ("followed_tags", b"no tag\n"),
        ] {
            assert!(read(kind, bad).is_err(), "{kind} {bad:?}");
        }
        let long: String = (0..50_000).map(|n| format!("person{n}@far.example\n")).collect();
        assert_eq!(read("blocks", long.as_bytes()).unwrap().len(), 50_000);
    }
}
