//! Rows -> Account entities. What changes with `accounts.rev` is serialised once and kept; counters come with each read.

mod api;
mod store;

pub use api::{PagedAccounts, paged};
pub use store::STATEMENTS;

use crate::app::App;
use crate::db::{Cells, Fields, FromFields, FromRow, Reader, Row};
use crate::emojis::{self, Emoji};
use crate::error::Result;
use crate::statuses::format::localise;
use crate::time;
use crate::web::Base;
use howdah_entities::{AccountCore, AccountRole, FeatureApproval, Field};
use serde_json::value::RawValue;
use std::collections::HashMap;
use std::sync::Arc;

/// What a page knows of an account before anything is rendered: enough to find it in the cache, and its counters.
#[derive(Debug, Clone, Copy)]
pub struct Brief {
    pub id: i64,
    pub rev: i64,
    pub followers: i64,
    pub following: i64,
    pub statuses: i64,
    pub last_status_at: Option<i64>,
}

/// The six fields of a `Brief` in a packed row, of the account `$a`.
#[macro_export]
macro_rules! packed_brief {
    ($a:literal) => {
        concat!(
            $a,
            ".id, ",
            $a,
            ".rev, ",
            $a,
            ".followers_count, ",
            $a,
            ".following_count, ",
            $a,
            ".statuses_count, coalesce(",
            $a,
            ".last_status_at, 0)"
        )
    };
}

impl FromFields for Brief {
    fn from_fields(f: &mut Fields<'_>) -> Result<Self> {
        Ok(Self {
            id: f.int()?,
            rev: f.int()?,
            followers: f.int()?,
            following: f.int()?,
            statuses: f.int()?,
            last_status_at: f.positive()?,
        })
    }
}

impl Brief {
    /// From the next six columns: id, rev, followers, following, statuses, last status.
    pub fn read(c: &mut Cells<'_>) -> Result<Self> {
        Ok(Self {
            id: c.take()?,
            rev: c.take()?,
            followers: c.take()?,
            following: c.take()?,
            statuses: c.take()?,
            last_status_at: c.take()?,
        })
    }
}

impl FromRow for Brief {
    fn from_row(row: &Row) -> Result<Self> {
        Self::read(&mut row.cells())
    }
}

/// Everything of an account that others may see.
pub(crate) struct Full {
    id: i64,
    pub rev: i64,
    username: String,
    domain: Option<String>,
    display_name: String,
    note_html: String,
    fields: String,
    uri: Option<String>,
    url: Option<String>,
    actor_type: String,
    flags: [bool; 9],
    avatar: [Option<String>; 2],
    avatar_description: String,
    header: [Option<String>; 2],
    header_description: String,
    created_at: i64,
    limited: bool,
    suspended: bool,
    moved_to: Option<i64>,
    role: Option<AccountRole>,
}

impl FromRow for Full {
    fn from_row(row: &Row) -> Result<Self> {
        let mut c = row.cells();
        Ok(Self {
            id: c.take()?,
            rev: c.take()?,
            username: c.take()?,
            domain: c.take()?,
            display_name: c.take()?,
            note_html: c.take()?,
            fields: c.take()?,
            uri: c.take()?,
            url: c.take()?,
            actor_type: c.take()?,
            // locked, bot, discoverable, indexable, hide_collections, memorial, show_media, show_media_replies, show_featured
            flags: {
                let mut flags = [false; 9];
                for flag in &mut flags {
                    *flag = c.take()?;
                }
                flags
            },
            avatar: [c.take()?, c.take()?],
            avatar_description: c.take()?,
            header: [c.take()?, c.take()?],
            header_description: c.take()?,
            created_at: c.take()?,
            limited: c.take::<Option<i64>>()?.is_some(),
            suspended: c.take::<Option<i64>>()?.is_some(),
            role: match (c.take::<Option<i64>>()?, c.take::<Option<String>>()?, c.take::<Option<String>>()?) {
                (Some(id), Some(name), Some(color)) => Some(AccountRole { id: id.to_string(), name, color }),
                _ => None,
            },
            moved_to: c.take()?,
        })
    }
}

/// The address of an account's page.
pub fn url(base: &str, username: &str) -> String {
    format!("{base}/@{username}")
}

/// The id under which an account is known to other servers.
pub fn uri(origin: &str, username: &str) -> String {
    format!("{origin}/users/{username}")
}

/// An image of our own by its path below /media, a remote one by its address, or the placeholder.
fn image(base: &str, path: Option<&str>, kind: &str) -> String {
    match path {
        Some(path) if path.starts_with("http://") || path.starts_with("https://") => path.to_owned(),
        Some(path) => crate::media::view::file_url(base, path),
        None => format!("{base}/{kind}/original/missing.png"),
    }
}

fn core(origin: &str, base: &str, full: &Full, known: &[Emoji]) -> AccountCore {
    let [locked, bot, discoverable, indexable, hide_collections, memorial, media, media_replies, featured] = full.flags;
    let hidden = full.suspended;
    let note = localise(&full.note_html, base);
    let mut fields: Vec<Field> = serde_json::from_str(&full.fields).unwrap_or_default();
    for field in &mut fields {
        field.value = localise(&field.value, base);
    }
    let texts: Vec<&str> = [full.display_name.as_str(), note.as_str()]
        .into_iter()
        .chain(fields.iter().flat_map(|f| [f.name.as_str(), f.value.as_str()]))
        .collect();
    let emojis = emojis::used(known, full.domain.as_deref(), &texts, base);
    let [avatar, avatar_static] = &full.avatar;
    let [header, header_static] = &full.header;
    AccountCore {
        id: full.id.to_string(),
        username: full.username.clone(),
        acct: match &full.domain {
            Some(domain) => format!("{}@{domain}", full.username),
            None => full.username.clone(),
        },
        url: full.url.clone().unwrap_or_else(|| url(base, &full.username)),
        uri: full.uri.clone().unwrap_or_else(|| uri(origin, &full.username)),
        display_name: if hidden { String::new() } else { full.display_name.clone() },
        note: if hidden { String::new() } else { note },
        avatar: image(base, avatar.as_deref().filter(|_| !hidden), "avatars"),
        avatar_static: image(base, avatar_static.as_deref().or(avatar.as_deref()).filter(|_| !hidden), "avatars"),
        avatar_description: full.avatar_description.clone(),
        header: image(base, header.as_deref().filter(|_| !hidden), "headers"),
        header_static: image(base, header_static.as_deref().or(header.as_deref()).filter(|_| !hidden), "headers"),
        header_description: full.header_description.clone(),
        locked,
        fields: if hidden { vec![] } else { fields },
        emojis,
        bot,
        group: full.actor_type == "Group",
        discoverable,
        indexable,
        noindex: !indexable,
        memorial,
        suspended: full.suspended,
        limited: full.limited,
        created_at: time::iso(time::midnight(full.created_at)),
        hide_collections,
        show_media: media,
        show_media_replies: media_replies,
        show_featured: featured,
        roles: if full.domain.is_none() { full.role.clone().into_iter().collect() } else { vec![] },
    }
}

/// Members who agree to be found may be put into collections. Nobody is asked: Mastodon knows no other way, and of
/// other servers' people it is not known here.
fn feature_approval(full: &Full) -> FeatureApproval {
    let [locked, _, discoverable, ..] = full.flags;
    if full.domain.is_some() {
        return FeatureApproval { automatic: vec![], manual: vec![], current_user: "missing" };
    }
    if !discoverable || full.suspended {
        return FeatureApproval { automatic: vec![], manual: vec![], current_user: "denied" };
    }
    let who = if locked { "followers" } else { "public" };
    FeatureApproval { automatic: vec![who], manual: vec![], current_user: "automatic" }
}

/// An account's unchanging part as JSON, without the closing brace.
pub(crate) struct Core {
    pub rev: i64,
    pub epoch: u64,
    pub json: Vec<u8>,
    /// As JSON: for members, and for everybody else.
    approval: [Vec<u8>; 2],
}

/// The cores of these accounts: from memory, the missing ones from the database in one statement.
pub(crate) async fn cores(
    app: &App,
    base: &Base,
    wanted: impl Iterator<Item = (i64, i64)>,
    reader: &mut Option<Reader>,
) -> Result<HashMap<i64, Arc<Core>>> {
    let cache = &app.caches.rendered;
    let epoch = cache.epoch();
    let mut found = HashMap::new();
    let mut missing = Vec::new();
    for (id, rev) in wanted {
        if found.contains_key(&id) || missing.contains(&id) {
            continue;
        }
        match cache.accounts.get(&(id, base.clone())) {
            Some(core) if core.rev == rev && core.epoch == epoch => {
                found.insert(id, core);
            }
            _ => missing.push(id),
        }
    }
    if missing.is_empty() {
        return Ok(found);
    }
    let reader = match reader {
        Some(reader) => reader,
        none => none.insert(app.db.read().await?),
    };
    let known = emojis::known(app, reader).await?;
    let rows: Vec<Full> = store::full(reader, &missing).await?;
    let moved: Vec<i64> = rows.iter().filter_map(|full| full.moved_to).collect();
    let targets = if moved.is_empty() { HashMap::new() } else { moved_to(app, base, &moved, reader, &known).await? };
    for full in rows {
        let mut json = serde_json::to_vec(&core(&app.origin, base, &full, &known))?;
        json.pop();
        if let Some(target) = full.moved_to.and_then(|id| targets.get(&id)) {
            json.extend_from_slice(b",\"moved\":");
            json.extend_from_slice(target);
        }
        let mut approval = feature_approval(&full);
        let members = serde_json::to_vec(&approval)?;
        approval.current_user = "denied";
        let core = Arc::new(Core { rev: full.rev, epoch, json, approval: [members, serde_json::to_vec(&approval)?] });
        // What it moved to changes without it.
        if full.moved_to.is_none() {
            cache.accounts.insert((full.id, base.clone()), core.clone());
        }
        found.insert(full.id, core);
    }
    Ok(found)
}

/// The accounts that others moved to, whole, but without a `moved` of their own.
async fn moved_to(
    app: &App,
    base: &Base,
    ids: &[i64],
    reader: &mut Reader,
    known: &[Emoji],
) -> Result<HashMap<i64, Vec<u8>>> {
    let briefs: HashMap<i64, Brief> =
        store::brief(reader, ids).await?.into_iter().map(|brief: Brief| (brief.id, brief)).collect();
    let mut found = HashMap::new();
    for full in store::full(reader, ids).await? {
        let Some(brief) = briefs.get(&full.id).filter(|_| !full.suspended) else { continue };
        let mut json = serde_json::to_vec(&core(&app.origin, base, &full, known))?;
        json.pop();
        let approval = serde_json::to_vec(&feature_approval(&full))?;
        let whole = Core { rev: full.rev, epoch: 0, json, approval: [approval.clone(), approval] };
        let mut out = vec![];
        write(&mut out, &whole, brief, true);
        found.insert(full.id, out);
    }
    Ok(found)
}

/// Appends one whole Account.
pub(crate) fn write(out: &mut Vec<u8>, core: &Core, brief: &Brief, signed_in: bool) {
    out.extend_from_slice(&core.json);
    out.extend_from_slice(b",\"feature_approval\":");
    out.extend_from_slice(&core.approval[usize::from(!signed_in)]);
    let mut number = itoa::Buffer::new();
    for (key, value) in [
        (&b",\"followers_count\":"[..], brief.followers),
        (b",\"following_count\":", brief.following),
        (b",\"statuses_count\":", brief.statuses),
    ] {
        out.extend_from_slice(key);
        out.extend_from_slice(number.format(value.max(0)).as_bytes());
    }
    match brief.last_status_at {
        Some(at) => {
            out.extend_from_slice(b",\"last_status_at\":\"");
            out.extend_from_slice(time::date(at).as_bytes());
            out.extend_from_slice(b"\"}");
        }
        None => out.extend_from_slice(b",\"last_status_at\":null}"),
    }
}

/// The Account entities of these ids, for a member.
pub async fn load(app: &App, base: &Base, ids: &[i64]) -> Result<HashMap<i64, Arc<RawValue>>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let briefs: Vec<Brief> = store::brief(&mut app.db.read().await?, ids).await?;
    briefed(app, base, &briefs).await
}

/// The same for a page that has read the briefs with its rows.
pub async fn briefed(app: &App, base: &Base, briefs: &[Brief]) -> Result<HashMap<i64, Arc<RawValue>>> {
    rendered(app, base, briefs, true).await
}

async fn rendered(app: &App, base: &Base, briefs: &[Brief], signed_in: bool) -> Result<HashMap<i64, Arc<RawValue>>> {
    let cores = cores(app, base, briefs.iter().map(|b| (b.id, b.rev)), &mut None).await?;
    let mut out = HashMap::with_capacity(briefs.len());
    for brief in briefs {
        if let Some(core) = cores.get(&brief.id) {
            let mut json = Vec::with_capacity(core.json.len() + 120);
            write(&mut json, core, brief, signed_in);
            out.insert(brief.id, raw(json)?);
        }
    }
    Ok(out)
}

/// The Account entities in the order of `ids`, without those that are gone, for a member.
pub async fn list(app: &App, base: &Base, ids: &[i64]) -> Result<Vec<Arc<RawValue>>> {
    list_for(app, base, ids, true).await
}

/// The same for anybody.
pub async fn list_for(app: &App, base: &Base, ids: &[i64], signed_in: bool) -> Result<Vec<Arc<RawValue>>> {
    if ids.is_empty() {
        return Ok(vec![]);
    }
    let briefs: Vec<Brief> = store::brief(&mut app.db.read().await?, ids).await?;
    let found = rendered(app, base, &briefs, signed_in).await?;
    Ok(ids.iter().filter_map(|id| found.get(id).cloned()).collect())
}

pub(crate) fn raw(json: Vec<u8>) -> Result<Arc<RawValue>> {
    let text = String::from_utf8(json).map_err(crate::error::Error::internal)?;
    Ok(RawValue::from_string(text)?.into())
}
