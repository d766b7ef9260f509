//! Rows -> Status entities. The core (same for everybody) is serialised once per `rev`; counters and what is the viewer's
//! own come with the line that the page has read, polls in one statement more where a line has one. See ARCHITECTURE.md, "Rendering".

mod filtered;
pub mod history;
pub mod page;
mod polls;
mod quotes;
mod store;

pub use store::STATEMENTS;

use super::VISIBILITIES;
use super::format::localise;
use crate::accounts::view::{self as accounts, raw};
use crate::app::App;
use crate::cards;
use crate::db::{Cells, FromRow, Reader, Row};
use crate::emojis::{self, Emoji};
use crate::error::Result;
use crate::filters::{self, Compiled};
use crate::media::{self, Media};
use crate::time;
use crate::web::Base;

use howdah_entities::{MediaAttachment, Mention, StatusApplication, StatusCore, StatusTag};
use page::{Head, Line, Mine};
use quotes::{Address, Approval, Quote, Quoted};
use serde_json::value::RawValue;
use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

/// A status's unchanging part as JSON, without the closing brace.
pub struct Core {
    rev: i64,
    account_rev: i64,
    epoch: u64,
    pub(super) json: Vec<u8>,
    /// What it says, for filters; made when the first one asks.
    said: OnceLock<Box<str>>,
    /// What it speaks of; each viewer sees those in another way.
    collections: Vec<i64>,
    approval: Approval,
    card: Option<cards::view::Card>,
}

struct Full {
    id: i64,
    rev: i64,
    account_id: i64,
    uri: Option<String>,
    url: Option<String>,
    visibility: i64,
    local_only: bool,
    sensitive: bool,
    content: String,
    spoiler_text: String,
    language: Option<String>,
    in_reply_to_id: Option<i64>,
    in_reply_to_account_id: Option<i64>,
    created_at: i64,
    edited_at: Option<i64>,
    app: Option<StatusApplication>,
    username: String,
    domain: Option<String>,
    reblog_of_id: Option<i64>,
    quote_policy: String,
    quoted: Option<Address>,
    card: Option<cards::Row>,
    /// The house takes no media from the author's server.
    no_media: bool,
}

impl FromRow for Full {
    fn from_row(row: &Row) -> Result<Self> {
        let mut c = row.cells();
        Self {
            id: c.take()?,
            rev: c.take()?,
            account_id: c.take()?,
            uri: c.take()?,
            url: c.take()?,
            visibility: c.take()?,
            local_only: c.take()?,
            sensitive: c.take()?,
            content: c.take()?,
            spoiler_text: c.take()?,
            language: c.take()?,
            in_reply_to_id: c.take()?,
            in_reply_to_account_id: c.take()?,
            created_at: c.take()?,
            edited_at: c.take()?,
            app: c.take::<Option<String>>()?.map(|name| StatusApplication { name, website: None }),
            username: c.take()?,
            domain: c.take()?,
            reblog_of_id: c.take()?,
            quote_policy: String::new(),
            quoted: None,
            card: None,
            no_media: c.take()?,
        }
        .with_website(c.take()?)
        .with_the_rest(&mut c)
    }
}

impl Full {
    fn with_website(mut self, website: Option<String>) -> Self {
        if let Some(app) = &mut self.app {
            app.website = website.filter(|w| !w.is_empty());
        }
        self
    }

    fn with_the_rest(mut self, c: &mut Cells<'_>) -> Result<Self> {
        self.quote_policy = c.take()?;
        self.quoted = Address::read(c)?;
        self.card = cards::Row::read(c)?;
        Ok(self)
    }
}

/// What hangs on a status.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Mention,
    Tag,
    Collection,
    File,
}

/// A mention, a hashtag, a collection or a file of a status: all of a page's in one statement.
struct Named {
    status_id: i64,
    kind: Kind,
    id: i64,
    name: String,
    domain: Option<String>,
    url: Option<String>,
    file: Option<Media>,
}

impl FromRow for Named {
    fn from_row(row: &Row) -> Result<Self> {
        let mut c = row.cells();
        let mut named = Self {
            status_id: c.take()?,
            kind: match c.take::<i64>()? {
                0 => Kind::Mention,
                1 => Kind::Tag,
                2 => Kind::Collection,
                _ => Kind::File,
            },
            id: c.take()?,
            name: c.take()?,
            domain: c.take()?,
            url: c.take()?,
            file: None,
        };
        if named.kind == Kind::File {
            named.file = Some(Media {
                id: c.take()?,
                account_id: c.take()?,
                status_id: Some(named.status_id),
                kind: std::mem::take(&mut named.name),
                state: c.take()?,
                file: named.domain.take(),
                thumbnail: named.url.take(),
                remote_url: c.take()?,
                mime: c.take()?,
                meta: c.take()?,
                blurhash: c.take()?,
                description: c.take()?,
            });
        }
        Ok(named)
    }
}

/// The visible statuses among `ids`, in that order, as Status entities for this viewer.
pub async fn render(app: &App, base: &Base, viewer: Option<i64>, ids: &[i64]) -> Result<Vec<Arc<RawValue>>> {
    if ids.is_empty() {
        return Ok(vec![]);
    }
    let mut reader = app.db.read().await?;
    let lines: Vec<Line> = store::lines(&mut reader, ids, viewer).await?;
    let mut by_id: HashMap<i64, Line> = lines.into_iter().map(|line| (line.status.id, line)).collect();
    let lines: Vec<Line> = ids.iter().filter_map(|id| by_id.remove(id)).collect();
    let parts = Parts::load(app, base, viewer, &lines, Some(reader)).await?;
    lines.iter().filter_map(|line| parts.status(line)).map(raw).collect()
}

/// Those of the statuses that this viewer may see, by id.
pub async fn by_id(app: &App, base: &Base, viewer: Option<i64>, ids: &[i64]) -> Result<HashMap<i64, Arc<RawValue>>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let lines: Vec<Line> = store::lines(&mut app.db.read().await?, ids, viewer).await?;
    render_these(app, base, viewer, &lines).await
}

/// Those of the statuses that still exist, for those who judge them: also what is not for everybody's eyes.
pub async fn for_staff(app: &App, base: &Base, staff: i64, ids: &[i64]) -> Result<HashMap<i64, Arc<RawValue>>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let lines: Vec<Line> = store::all_lines(&mut app.db.read().await?, ids, staff).await?;
    render_these(app, base, Some(staff), &lines).await
}

/// The same without what was written for few, unless it is among those in question (`asked`).
pub async fn for_queue(
    app: &App,
    base: &Base,
    viewer: i64,
    ids: &[i64],
    asked: &[i64],
) -> Result<HashMap<i64, Arc<RawValue>>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let lines: Vec<Line> = store::staff_lines(&mut app.db.read().await?, ids, viewer, asked).await?;
    render_these(app, base, Some(viewer), &lines).await
}

/// The entities of lines that the caller has read, by the id of the status.
pub async fn render_these(
    app: &App,
    base: &Base,
    viewer: Option<i64>,
    lines: &[Line],
) -> Result<HashMap<i64, Arc<RawValue>>> {
    let parts = Parts::load(app, base, viewer, lines, None).await?;
    let shown = lines.iter().filter_map(|line| Some((line.status.id, parts.status(line)?)));
    shown.map(|(id, json)| Ok((id, raw(json)?))).collect()
}

/// One visible status as JSON, or `NotFound`.
pub async fn render_one(app: &App, base: &Base, viewer: Option<i64>, id: i64) -> Result<Vec<u8>> {
    let mut reader = app.db.read().await?;
    let lines = store::lines(&mut reader, &[id], viewer).await?;
    let parts = Parts::load(app, base, viewer, &lines, Some(reader)).await?;
    lines.first().and_then(|line| parts.status(line)).ok_or(crate::error::Error::NotFound)
}

/// A page of lines as one JSON array.
pub async fn render_page(
    app: &App,
    base: &Base,
    viewer: Option<i64>,
    lines: &[Line],
    reader: Reader,
) -> Result<Vec<u8>> {
    let parts = Parts::load(app, base, viewer, lines, Some(reader)).await?;
    let mut out = Vec::with_capacity(lines.len() * 3_000 + 2);
    out.push(b'[');
    for line in lines {
        let (before, first) = (out.len(), out.len() == 1);
        if !first {
            out.push(b',');
        }
        if !parts.write(&mut out, line) {
            out.truncate(before);
        }
    }
    out.push(b']');
    Ok(out)
}

/// What a page's statuses are put together from.
struct Parts {
    viewer: Option<i64>,
    cores: HashMap<i64, Arc<Core>>,
    accounts: HashMap<i64, Arc<accounts::Core>>,
    /// By the poll's id.
    polls: HashMap<i64, Vec<u8>>,
    /// Those of the viewer, if there are any.
    filters: Option<Arc<Compiled>>,
    now: i64,
    /// As JSON.
    collections: HashMap<i64, Vec<u8>>,
    quotes: HashMap<i64, Quoted>,
    /// Authors of linked pages.
    linked: HashMap<i64, Arc<RawValue>>,
}

/// Where a status stands in the answer.
#[derive(Clone, Copy)]
enum Place {
    /// On its own, or inside a reblog: its quote is whole.
    Whole,
    /// Around what it reblogs: that has all the rest.
    Reblog,
    /// Inside a quote: another quote in it is only named.
    Quoted(Option<Quote>),
}

impl Parts {
    async fn load(
        app: &App,
        base: &Base,
        viewer: Option<i64>,
        lines: &[Line],
        mut reader: Option<Reader>,
    ) -> Result<Self> {
        let mut heads: Vec<Head> = lines.iter().flat_map(|line| [Some(line.status), line.reblog]).flatten().collect();
        let quotes = quotes::load(&mut reader, app, &heads, viewer).await?;
        heads.extend(quotes.values().filter_map(|quoted| Some(quoted.line?.status)));
        let cores = cores(app, base, &heads, &mut reader).await?;
        let people = heads.iter().map(|head| (head.account.id, head.account.rev));
        let accounts = accounts::cores(app, base, people, &mut reader).await?;
        let polls = polls::load(app, base, viewer, &heads, &mut reader).await?;
        let filters = filters::of(app, &mut reader, viewer).await?;
        drop(reader);
        let mut spoken_of: Vec<i64> = cores.values().flat_map(|core| core.collections.iter().copied()).collect();
        spoken_of.sort_unstable();
        spoken_of.dedup();
        let mut collections = HashMap::new();
        for one in crate::collections::view::load(app, base, viewer, &spoken_of).await? {
            if let Ok(id) = one.id.parse() {
                collections.insert(id, serde_json::to_vec(&one)?);
            }
        }
        let mut authors: Vec<i64> = cores.values().filter_map(|core| core.card.as_ref()?.account).collect();
        authors.sort_unstable();
        authors.dedup();
        let linked = accounts::load(app, base, &authors).await?;
        Ok(Self { viewer, cores, accounts, polls, collections, filters, now: app.clock.now(), quotes, linked })
    }

    fn status(&self, line: &Line) -> Option<Vec<u8>> {
        let mut json = Vec::with_capacity(3_000);
        self.write(&mut json, line).then_some(json)
    }

    /// Appends one Status; false when a part of it vanished meanwhile.
    fn write(&self, out: &mut Vec<u8>, line: &Line) -> bool {
        let Some(original) = &line.reblog else {
            return self.whole(out, line, Place::Whole);
        };
        let filtered = self.filtered(line);
        if !self.head(out, &line.status, (line.mine, &filtered), Place::Reblog) {
            return false;
        }
        out.extend_from_slice(b",\"reblog\":");
        let complete = self.head(out, original, (line.mine, &filtered), Place::Whole);
        out.extend_from_slice(b",\"reblog\":null}}");
        complete
    }

    /// A status that is no reblog.
    fn whole(&self, out: &mut Vec<u8>, line: &Line, place: Place) -> bool {
        let complete = self.head(out, &line.status, (line.mine, &self.filtered(line)), place);
        out.extend_from_slice(b",\"reblog\":null}");
        complete
    }

    /// Everything of a Status but its reblog and the brace at the end. A reblog shows what the viewer did with the
    /// original, but is not what they may pin or quote.
    fn head(&self, out: &mut Vec<u8>, head: &Head, (mine, filtered): (Mine, &[u8]), place: Place) -> bool {
        let (Some(core), Some(account)) = (self.cores.get(&head.id), self.accounts.get(&head.account.id)) else {
            return false;
        };
        out.extend_from_slice(&core.json);
        out.extend_from_slice(b",\"tagged_collections\":[");
        for (at, one) in core.collections.iter().filter_map(|id| self.collections.get(id)).enumerate() {
            if at > 0 {
                out.push(b',');
            }
            out.extend_from_slice(one);
        }
        out.extend_from_slice(b"],\"account\":");
        accounts::write(out, account, &head.account, self.viewer.is_some());
        out.extend_from_slice(b",\"poll\":");
        let poll = head.poll.and_then(|poll| self.polls.get(&poll));
        out.extend_from_slice(poll.map_or(&b"null"[..], Vec::as_slice));
        let mut number = itoa::Buffer::new();
        for (key, value) in [
            (&b",\"reblogs_count\":"[..], head.reblogs),
            (b",\"favourites_count\":", head.favourites),
            (b",\"replies_count\":", head.replies),
            (b",\"quotes_count\":", head.quotes),
        ] {
            out.extend_from_slice(key);
            out.extend_from_slice(number.format(value.max(0)).as_bytes());
        }
        let original = !matches!(place, Place::Reblog);
        core.approval.write(out, self.viewer.map(|_| mine).filter(|_| original));
        match &core.card {
            Some(card) => card.write(out, self.viewer, |id| self.linked.get(&id).map(|account| account.get())),
            None => out.extend_from_slice(b",\"card\":null"),
        }
        if !self.quote(out, head.id, place) {
            return false;
        }
        if self.viewer.is_some() {
            for (key, value) in [
                (&b",\"favourited\":"[..], Some(mine.favourited())),
                (b",\"bookmarked\":", Some(mine.bookmarked())),
                (b",\"reblogged\":", Some(mine.reblogged())),
                (b",\"muted\":", Some(mine.muted())),
                (b",\"pinned\":", mine.pinned().filter(|_| original)),
            ] {
                let Some(value) = value else { continue };
                out.extend_from_slice(key);
                out.extend_from_slice(if value { b"true" } else { b"false" });
            }
            out.extend_from_slice(b",\"filtered\":");
            out.extend_from_slice(filtered);
        }
        true
    }

    fn quote(&self, out: &mut Vec<u8>, id: i64, place: Place) -> bool {
        let quoted = match place {
            Place::Quoted(Some(nested)) => {
                nested.write(out);
                return true;
            }
            Place::Whole => self.quotes.get(&id),
            Place::Quoted(None) | Place::Reblog => None,
        };
        let Some(Quoted { quote, line, nested, .. }) = quoted else {
            out.extend_from_slice(b",\"quote\":null");
            return true;
        };
        out.extend_from_slice(b",\"quote\":{\"state\":\"");
        out.extend_from_slice(quote.state.as_bytes());
        out.extend_from_slice(b"\",\"quoted_status\":");
        let complete = match line {
            Some(line) => self.whole(out, line, Place::Quoted(*nested)),
            None => {
                out.extend_from_slice(b"null");
                true
            }
        };
        out.push(b'}');
        complete
    }
}

async fn cores(app: &App, base: &Base, heads: &[Head], reader: &mut Option<Reader>) -> Result<HashMap<i64, Arc<Core>>> {
    let cache = &app.caches.rendered;
    let epoch = cache.epoch();
    let mut found = HashMap::with_capacity(heads.len());
    let mut missing: Vec<i64> = Vec::new();
    for head in heads {
        match cache.statuses.get(&(head.id, base.clone())) {
            Some(core) if core.rev == head.rev && core.account_rev == head.account.rev && core.epoch == epoch => {
                found.insert(head.id, core);
            }
            _ => missing.push(head.id),
        }
    }
    if missing.is_empty() {
        return Ok(found);
    }
    let reader = match reader {
        Some(reader) => reader,
        none => none.insert(app.db.read().await?),
    };
    let account_revs: HashMap<i64, i64> = heads.iter().map(|h| (h.account.id, h.account.rev)).collect();
    let known = emojis::known(app, reader).await?;
    let rows: Vec<Full> = store::full(reader, &missing).await?;
    let mut attached: HashMap<i64, Vec<MediaAttachment>> = HashMap::new();
    let mut named: HashMap<i64, Vec<Named>> = HashMap::new();
    for one in store::named(reader, &missing).await? {
        match &one.file {
            Some(file) => attached.entry(one.status_id).or_default().push(media::view::attachment(base, file)),
            None => named.entry(one.status_id).or_default().push(one),
        }
    }
    for full in rows {
        let (id, rev, account) = (full.id, full.rev, full.account_id);
        let is_reblog = full.reblog_of_id.is_some();
        let approval = Approval::new(&full.quote_policy, full.uri.is_none(), full.visibility, is_reblog)?;
        let card = full.card.as_ref().map(|card| cards::view::Card::new(base, card)).transpose()?;
        let named = named.remove(&id).unwrap_or_default();
        if full.no_media {
            attached.entry(id).or_default().iter_mut().for_each(media::view::hide);
        }
        let collections = named.iter().filter(|one| one.kind == Kind::Collection).map(|one| one.id).collect();
        let entity = core(app, base, full, named, attached.remove(&id).unwrap_or_default(), &known);
        let mut json = serde_json::to_vec(&entity)?;
        json.pop();
        let account_rev = account_revs.get(&account).copied().unwrap_or(0);
        let core = Arc::new(Core { rev, account_rev, epoch, json, said: OnceLock::new(), collections, approval, card });
        cache.statuses.insert((id, base.clone()), core.clone());
        found.insert(id, core);
    }
    Ok(found)
}

fn core(
    app: &App,
    base: &Base,
    full: Full,
    named: Vec<Named>,
    media_attachments: Vec<MediaAttachment>,
    known: &[Emoji],
) -> StatusCore {
    let mut content = localise(&full.content, base);
    if let (None, Some(quoted)) = (&full.uri, &full.quoted) {
        content = quoted.with_fallback(content, base);
    }
    let emojis = emojis::used(known, full.domain.as_deref(), &[&content, &full.spoiler_text], base);
    let (tags, mentions): (Vec<Named>, Vec<Named>) =
        named.into_iter().filter(|one| one.kind != Kind::Collection).partition(|one| one.kind == Kind::Tag);
    let uri = full.uri.clone().unwrap_or_else(|| {
        let kind = if full.reblog_of_id.is_some() { "/activity" } else { "" };
        format!("{}/statuses/{}{kind}", accounts::uri(&app.origin, &full.username), full.id)
    });
    let url = match (&full.uri, full.url) {
        (None, _) => Some(format!("{}/{}", accounts::url(base, &full.username), full.id)),
        (Some(_), url) => url,
    };
    StatusCore {
        id: full.id.to_string(),
        uri,
        url,
        created_at: time::iso(full.created_at),
        edited_at: full.edited_at.map(time::iso),
        content,
        visibility: VISIBILITIES[full.visibility.clamp(0, 3) as usize],
        local_only: full.local_only,
        sensitive: full.sensitive,
        spoiler_text: full.spoiler_text,
        language: full.language,
        in_reply_to_id: full.in_reply_to_id.map(|id| id.to_string()),
        in_reply_to_account_id: full.in_reply_to_account_id.map(|id| id.to_string()),
        media_attachments,
        application: full.app,
        mentions: mentions
            .into_iter()
            .map(|m| Mention {
                id: m.id.to_string(),
                url: m.url.unwrap_or_else(|| accounts::url(base, &m.name)),
                acct: m.domain.map_or_else(|| m.name.clone(), |domain| format!("{}@{domain}", m.name)),
                username: m.name,
            })
            .collect(),
        tags: tags.into_iter().map(|t| StatusTag { url: tag_url(base, &t.name), name: t.name }).collect(),
        emojis,
    }
}

/// The address of a hashtag's page.
pub fn tag_url(base: &str, name: &str) -> String {
    format!("{base}/tags/{}", percent_encoding::utf8_percent_encode(name, percent_encoding::NON_ALPHANUMERIC))
}
