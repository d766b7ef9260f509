use super::MOST_RULES;
use crate::args;
use crate::db::{Cells, FromRow, Reader, Row as Found, Sql, Tx};
use crate::error::Result;

macro_rules! filter {
    () => {
        "f.id, f.title, f.context, f.action, f.expires_at"
    };
}

/// A filter's words, in the columns of its rules. A filter without any has one row, whose rule is NULL.
macro_rules! words {
    ($of:literal) => {
        concat!(
            "SELECT ",
            filter!(),
            ", k.id, k.keyword, coalesce(k.whole_word, FALSE), CAST(NULL AS BIGINT)
            FROM filters f LEFT JOIN filter_keywords k ON k.filter_id = f.id WHERE ",
            $of
        )
    };
}

macro_rules! statuses {
    ($of:literal) => {
        concat!(
            "SELECT ",
            filter!(),
            ", s.id, NULL, FALSE, s.status_id FROM filters f JOIN filter_statuses s ON s.filter_id = f.id WHERE ",
            $of
        )
    };
}

crate::statements! {
    OWNERS = "SELECT DISTINCT account_id FROM filters";
    ALL = [words!("f.account_id = $1"), " UNION ALL ", statuses!("f.account_id = $1"), " ORDER BY 1, 6"];
    ONE = [words!("f.account_id = $1 AND f.id = $2"), " UNION ALL ", statuses!("f.account_id = $1 AND f.id = $2"), " ORDER BY 1, 6"];
    OF_KEYWORD = ["SELECT ", filter!(), ", k.id, k.keyword, k.whole_word, CAST(NULL AS BIGINT)
        FROM filter_keywords k JOIN filters f ON f.id = k.filter_id WHERE f.account_id = $1 AND k.id = $2"];
    OF_STATUS = ["SELECT ", filter!(), ", s.id, NULL, FALSE, s.status_id
        FROM filter_statuses s JOIN filters f ON f.id = s.filter_id WHERE f.account_id = $1 AND s.id = $2"];
    ADD = "INSERT INTO filters (id, account_id, title, context, action, expires_at, created_at, updated_at)
        SELECT $1, $2, $3, $4, $5, $6, $7, $7 WHERE (SELECT count(*) FROM filters WHERE account_id = $2) < $8";
    CHANGE = "UPDATE filters SET title = $2, context = $3, action = $4, expires_at = $5, updated_at = $6 WHERE id = $1";
    DELETE = "DELETE FROM filters WHERE id = $1";
    ADD_KEYWORD = "INSERT INTO filter_keywords (id, filter_id, keyword, whole_word, created_at) VALUES ($1, $2, $3, $4, $5)";
    CHANGE_KEYWORD = "UPDATE filter_keywords SET keyword = $2, whole_word = $3 WHERE id = $1";
    DELETE_KEYWORD = "DELETE FROM filter_keywords WHERE id = $1";
    ADD_STATUS = "INSERT INTO filter_statuses (id, filter_id, status_id, created_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING";
    DELETE_STATUS = "DELETE FROM filter_statuses WHERE id = $1";
    RULES = "SELECT (SELECT count(*) FROM filter_keywords k JOIN filters f ON f.id = k.filter_id WHERE f.account_id = $1)
        + (SELECT count(*) FROM filter_statuses s JOIN filters f ON f.id = s.filter_id WHERE f.account_id = $1)";
}

/// A filter.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub id: i64,
    pub title: String,
    /// A JSON list.
    pub context: String,
    pub action: String,
    pub expires_at: Option<i64>,
}

impl Row {
    pub(super) fn context(&self) -> Vec<String> {
        serde_json::from_str(&self.context).unwrap_or_default()
    }

    fn read(c: &mut Cells<'_>) -> Result<Self> {
        Ok(Self { id: c.take()?, title: c.take()?, context: c.take()?, action: c.take()?, expires_at: c.take()? })
    }
}

/// A keyword or a status of a filter.
#[derive(Debug, Clone)]
pub(super) struct Rule {
    pub id: i64,
    pub filter_id: i64,
    pub keyword: Option<String>,
    pub whole_word: bool,
    pub status_id: Option<i64>,
}

struct Pair(Row, Option<Rule>);

impl FromRow for Pair {
    fn from_row(row: &Found) -> Result<Self> {
        let mut c = row.cells();
        let filter = Row::read(&mut c)?;
        let id: Option<i64> = c.take()?;
        let (keyword, whole_word, status_id) = (c.take()?, c.take()?, c.take()?);
        let rule = id.map(|id| Rule { id, filter_id: filter.id, keyword, whole_word, status_id });
        Ok(Self(filter, rule))
    }
}

fn apart(pairs: Vec<Pair>) -> (Vec<Row>, Vec<Rule>) {
    let (mut rows, mut rules): (Vec<Row>, Vec<Rule>) = (Vec::new(), Vec::new());
    for Pair(row, rule) in pairs {
        if rows.last().is_none_or(|last| last.id != row.id) {
            rows.push(row);
        }
        rules.extend(rule);
    }
    (rows, rules)
}

pub(super) async fn owners(reader: &mut Reader) -> Result<Vec<i64>> {
    reader.all(OWNERS, &[]).await
}

/// All filters of a member with their rules, both by id.
pub(super) async fn everything(reader: &mut Reader, account: i64) -> Result<(Vec<Row>, Vec<Rule>)> {
    Ok(apart(reader.all(ALL, args![account]).await?))
}

/// Somebody else's filter is none.
pub(super) async fn one(reader: &mut Reader, account: i64, id: i64) -> Result<(Row, Vec<Rule>)> {
    single(reader.all(ONE, args![account, id]).await?)
}

pub(super) async fn one_in(tx: &mut Tx, account: i64, id: i64) -> Result<(Row, Vec<Rule>)> {
    single(tx.all(ONE, args![account, id]).await?)
}

fn single(pairs: Vec<Pair>) -> Result<(Row, Vec<Rule>)> {
    let (mut rows, rules) = apart(pairs);
    rows.pop().map(|row| (row, rules)).ok_or(crate::error::Error::NotFound)
}

/// Which kind of rule an id is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Keyword,
    Status,
}

impl Kind {
    fn look(self) -> Sql {
        if self == Self::Keyword { OF_KEYWORD } else { OF_STATUS }
    }
}

/// A rule with its filter, by the rule's id.
pub(super) async fn rule(reader: &mut Reader, account: i64, kind: Kind, id: i64) -> Result<(Row, Rule)> {
    found(reader.maybe(kind.look(), args![account, id]).await?)
}

pub(super) async fn rule_in(tx: &mut Tx, account: i64, kind: Kind, id: i64) -> Result<(Row, Rule)> {
    found(tx.maybe(kind.look(), args![account, id]).await?)
}

fn found(pair: Option<Pair>) -> Result<(Row, Rule)> {
    match pair {
        Some(Pair(row, Some(rule))) => Ok((row, rule)),
        _ => Err(crate::error::Error::NotFound),
    }
}

/// False: this member has as many as one may have.
pub(super) async fn add(tx: &mut Tx, account: i64, row: &Row, now: i64, most: i64) -> Result<bool> {
    let args = args![row.id, account, &row.title, &row.context, &row.action, row.expires_at, now, most];
    Ok(tx.run(ADD, args).await? > 0)
}

pub(super) async fn change(tx: &mut Tx, row: &Row, now: i64) -> Result<()> {
    tx.run(CHANGE, args![row.id, &row.title, &row.context, &row.action, row.expires_at, now]).await?;
    Ok(())
}

pub(super) async fn delete(tx: &mut Tx, id: i64) -> Result<()> {
    tx.run(DELETE, args![id]).await?;
    Ok(())
}

pub(super) async fn add_keyword(tx: &mut Tx, id: i64, filter: i64, word: (&str, bool), now: i64) -> Result<()> {
    tx.run(ADD_KEYWORD, args![id, filter, word.0, word.1, now]).await?;
    Ok(())
}

pub(super) async fn change_keyword(tx: &mut Tx, id: i64, word: (&str, bool)) -> Result<()> {
    tx.run(CHANGE_KEYWORD, args![id, word.0, word.1]).await?;
    Ok(())
}

/// False: the status is there already.
pub(super) async fn add_status(tx: &mut Tx, id: i64, filter: i64, status: i64, now: i64) -> Result<bool> {
    Ok(tx.run(ADD_STATUS, args![id, filter, status, now]).await? > 0)
}

pub(super) async fn delete_rule(tx: &mut Tx, kind: Kind, id: i64) -> Result<()> {
    let sql = if kind == Kind::Keyword { DELETE_KEYWORD } else { DELETE_STATUS };
    tx.run(sql, args![id]).await?;
    Ok(())
}

/// Whether a member has more words and statuses than one may have.
pub(super) async fn too_many(tx: &mut Tx, account: i64) -> Result<bool> {
    Ok(tx.one::<i64>(RULES, args![account]).await? > MOST_RULES)
}
