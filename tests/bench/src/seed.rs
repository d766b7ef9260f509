//! The world that is measured: 1,000 accounts, 200,000 statuses and follows with a heavy tail, written by SQL into a
//! community that `init` founded. The same on every run and on both databases.

use std::fmt::Write as _;

use crate::Outcome;
use crate::database::{Database, Place};

pub const ACCOUNTS: usize = 1_000;
pub const STATUSES: usize = 200_000;
const FEED: usize = 800;
const FIRST_ACCOUNT: i64 = 1_000;
/// The world's last day; ids carry the time.
const NOW: i64 = 1_790_000_000_000;
const BATCH: usize = 500;

pub struct World {
    pub accounts: Vec<i64>,
    pub statuses: Vec<i64>,
    /// Who is followed by about twenty: posting is measured with them.
    pub authors: Vec<i64>,
}

/// SplitMix64: the same numbers on every machine.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end as u64).unwrap_or(0)
    }

    fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// A few are met often, most of them seldom.
    fn popular(&mut self, end: usize) -> usize {
        ((self.unit().powf(2.5)) * end as f64) as usize
    }
}

/// Who follows whom (positions), who wrote what and in answer to what: kept apart from the writing, so that a kept
/// database needs only this, and that counters are known before anything is written.
struct Plan {
    followers: Vec<Vec<usize>>,
    author: Vec<usize>,
    answers: Vec<Option<usize>>,
    replies: Vec<usize>,
}

fn plan() -> Plan {
    let mut random = Random(1);
    let mut followers = vec![Vec::new(); ACCOUNTS];
    for reader in 0..ACCOUNTS {
        let wanted = ((6.0 / (1.0 - random.unit()).powf(0.6)) as usize).clamp(4, 300);
        for _ in 0..wanted {
            let target = random.popular(ACCOUNTS);
            if target != reader && !followers[target].contains(&reader) {
                followers[target].push(reader);
            }
        }
    }
    let author = (0..STATUSES).map(|_| random.popular(ACCOUNTS)).collect();
    let answers: Vec<Option<usize>> = (0..STATUSES)
        .map(|position| (position > 100 && random.below(4) == 0).then(|| position - 1 - random.below(100)))
        .collect();
    let mut replies = vec![0; STATUSES];
    answers.iter().flatten().for_each(|parent| replies[*parent] += 1);
    Plan { followers, author, answers, replies }
}

/// Every third status was favourited once.
fn fans(position: usize) -> usize {
    usize::from(position.is_multiple_of(3))
}

fn account_id(position: usize) -> i64 {
    FIRST_ACCOUNT + position as i64
}

fn status_id(position: usize) -> i64 {
    (created_at(position) << 16) | (position as i64 & 0xffff)
}

fn created_at(position: usize) -> i64 {
    NOW - (STATUSES - position) as i64 * 30_000
}

pub fn world() -> World {
    let plan = plan();
    let mut authors: Vec<usize> = (0..ACCOUNTS).collect();
    authors.sort_by_key(|position| plan.followers[*position].len().abs_diff(20));
    World {
        accounts: (0..ACCOUNTS).map(account_id).collect(),
        statuses: (0..STATUSES).map(status_id).collect(),
        authors: authors[..100].iter().map(|position| account_id(*position)).collect(),
    }
}

fn text(random: &mut Random) -> String {
    const WORDS: [&str; 24] = [
        "the", "river", "was", "high", "again", "this", "morning", "and", "we", "took", "long", "way", "round", "past",
        "mill", "where", "herons", "stand", "nobody", "minded", "because", "bread", "still", "warm",
    ];
    let words: Vec<&str> = (0..8 + random.below(24)).map(|_| WORDS[random.below(WORDS.len())]).collect();
    words.join(" ")
}

/// Rows of one table, sent a few hundred at a time.
struct Rows<'a> {
    database: &'a Database,
    start: &'static str,
    sql: String,
    rows: usize,
}

impl<'a> Rows<'a> {
    fn new(database: &'a Database, start: &'static str) -> Self {
        Self { database, start, sql: String::new(), rows: 0 }
    }

    async fn add(&mut self, row: std::fmt::Arguments<'_>) -> Outcome<()> {
        if self.rows == 0 {
            write!(self.sql, "INSERT INTO {} VALUES ({row})", self.start)?;
        } else {
            write!(self.sql, ",({row})")?;
        }
        self.rows += 1;
        if self.rows == BATCH { self.send().await } else { Ok(()) }
    }

    async fn send(&mut self) -> Outcome<()> {
        if self.rows > 0 {
            self.rows = 0;
            self.database.run(std::mem::take(&mut self.sql)).await?;
        }
        Ok(())
    }
}

pub async fn write(database: &Database, place: &Place) -> Outcome<()> {
    let plan = plan();
    let mut random = Random(2);
    database.run(place.before_writing().to_owned()).await?;
    accounts(database, place, &plan).await?;
    statuses(database, place, &plan, &mut random).await?;
    feeds(database, &plan).await?;
    reactions(database, &plan, &mut random).await?;
    database.run(place.after_writing().to_owned()).await
}

async fn accounts(database: &Database, place: &Place, plan: &Plan) -> Outcome<()> {
    let role = database.number("SELECT id FROM roles ORDER BY rank LIMIT 1").await?;
    let mut following = vec![0; ACCOUNTS];
    let mut wrote = vec![0; ACCOUNTS];
    plan.followers.iter().flatten().for_each(|reader| following[*reader] += 1);
    plan.author.iter().for_each(|author| wrote[*author] += 1);
    let mut rows = Rows::new(
        database,
        "accounts (id, username, username_folded, display_name, search_text, note, note_html, followers_count, following_count, statuses_count, last_status_at, created_at)",
    );
    for position in 0..ACCOUNTS {
        let (id, followers) = (account_id(position), plan.followers[position].len());
        let (following, wrote, born) = (following[position], wrote[position], created_at(0) - 1000);
        rows.add(format_args!(
            "{id},'m{position}','m{position}','Member {position}','m{position} member {position}','I walk a lot.','<p>I walk a lot.</p>',{followers},{following},{wrote},{NOW},{born}"
        ))
        .await?;
    }
    rows.send().await?;
    let yes = place.flag(true);
    let mut rows = Rows::new(
        database,
        "users (account_id, password_hash, role_id, confirmed_at, approved, last_active_at, feed_built_at, created_at)",
    );
    for position in 0..ACCOUNTS {
        let id = account_id(position);
        rows.add(format_args!("{id},'!',{role},1,{yes},{NOW},{NOW},1")).await?;
    }
    rows.send().await?;
    let mut rows = Rows::new(database, "follows (id, account_id, target_id, created_at)");
    let mut number = 1;
    for (target, followers) in plan.followers.iter().enumerate() {
        for reader in followers {
            rows.add(format_args!("{number},{},{},1", account_id(*reader), account_id(target))).await?;
            number += 1;
        }
    }
    rows.send().await
}

async fn statuses(database: &Database, place: &Place, plan: &Plan, random: &mut Random) -> Outcome<()> {
    let yes = place.flag(true);
    let mut conversations = Rows::new(database, "conversations (id, created_at)");
    let mut rows = Rows::new(
        database,
        "statuses (id, account_id, local, visibility, text, content, language, in_reply_to_id, in_reply_to_account_id, conversation_id, favourites_count, replies_count, created_at)",
    );
    let mut tags = Rows::new(database, "tags (id, name, display_name, created_at)");
    for tag in 1..=50 {
        tags.add(format_args!("{tag},'tag{tag}','Tag{tag}',1")).await?;
    }
    tags.send().await?;
    let mut thread = Vec::with_capacity(STATUSES);
    let mut tagged = Vec::new();
    for position in 0..STATUSES {
        let (id, at, words) = (status_id(position), created_at(position), text(random));
        let (parent, parent_author, root) = match plan.answers[position] {
            Some(parent) => {
                (status_id(parent).to_string(), account_id(plan.author[parent]).to_string(), thread[parent])
            }
            None => {
                conversations.add(format_args!("{id},{at}")).await?;
                ("NULL".to_owned(), "NULL".to_owned(), id)
            }
        };
        thread.push(root);
        if random.below(5) == 0 {
            tagged.push((id, 1 + random.popular(50)));
        }
        let author = account_id(plan.author[position]);
        rows.add(format_args!(
            "{id},{author},{yes},0,'{words}','<p>{words}</p>','en',{parent},{parent_author},{root},{},{},{at}",
            fans(position),
            plan.replies[position]
        ))
        .await?;
    }
    conversations.send().await?;
    rows.send().await?;
    let mut rows = Rows::new(database, "status_tags (status_id, tag_id)");
    for (status, tag) in tagged {
        rows.add(format_args!("{status},{tag}")).await?;
    }
    rows.send().await
}

async fn feeds(database: &Database, plan: &Plan) -> Outcome<()> {
    let mut rows = Rows::new(database, "home_feed (account_id, status_id)");
    let mut length = vec![0; ACCOUNTS];
    for position in (0..STATUSES).rev() {
        let author = plan.author[position];
        for reader in plan.followers[author].iter().chain([&author]) {
            if length[*reader] < FEED {
                length[*reader] += 1;
                rows.add(format_args!("{},{}", account_id(*reader), status_id(position))).await?;
            }
        }
    }
    rows.send().await
}

async fn reactions(database: &Database, plan: &Plan, random: &mut Random) -> Outcome<()> {
    let mut favourites = Rows::new(database, "favourites (id, account_id, status_id, created_at)");
    let mut notifications =
        Rows::new(database, "notifications (id, account_id, kind, from_account_id, status_id, created_at)");
    for (number, position) in (1..).zip((0..STATUSES).filter(|position| fans(*position) > 0)) {
        let (fan, id, author) = (random.below(ACCOUNTS), status_id(position), plan.author[position]);
        favourites.add(format_args!("{number},{},{id},1", account_id(fan))).await?;
        if fan != author {
            let (to, from) = (account_id(author), account_id(fan));
            notifications.add(format_args!("{},{to},'favourite',{from},{id},1", status_id(position) + 1)).await?;
        }
    }
    favourites.send().await?;
    notifications.send().await?;
    let mut rows = Rows::new(database, "notifications (id, account_id, kind, from_account_id, status_id, created_at)");
    let mut mentions = Rows::new(database, "mentions (status_id, account_id)");
    for (reply, parent) in plan.answers.iter().enumerate() {
        let Some(parent) = parent else { continue };
        let (author, answered, id) = (plan.author[reply], plan.author[*parent], status_id(reply));
        if author != answered {
            let (to, from) = (account_id(answered), account_id(author));
            rows.add(format_args!("{},{to},'mention',{from},{id},1", id + 2)).await?;
            mentions.add(format_args!("{id},{to}")).await?;
        }
    }
    mentions.send().await?;
    rows.send().await
}
