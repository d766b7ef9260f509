use super::allows::Named;
use super::bars::Line;
use super::canonical::Canonical;
use super::domains::DomainBlock;
use super::ips::IpBlock;
use super::parents;
use crate::args;
use crate::db::{Reader, Sql, Tx};
use crate::error::Result;
use crate::web::page::Page;

macro_rules! domain_blocks {
    () => {
        "SELECT id, domain, severity, reject_media, reject_reports, obfuscate, private_comment, public_comment, created_at
        FROM domain_blocks "
    };
}

macro_rules! ip_blocks {
    () => {
        "SELECT id, ip, severity, comment, expires_at, created_at FROM ip_blocks "
    };
}

macro_rules! down {
    () => {
        "WHERE id < $1 AND id > $2 ORDER BY id DESC LIMIT $3 + 0"
    };
}

macro_rules! up {
    () => {
        "WHERE id < $1 AND id > $2 ORDER BY id LIMIT $3 + 0"
    };
}

crate::statements! {
    BARS = "SELECT 'ip', ip, severity, coalesce(expires_at, 0) FROM ip_blocks
        UNION ALL SELECT 'domain', domain, severity, CAST(CASE WHEN reject_media THEN 1 ELSE 0 END
            + CASE WHEN reject_reports THEN 2 ELSE 0 END AS BIGINT) FROM domain_blocks
        UNION ALL SELECT 'allow', domain, '', CAST(0 AS BIGINT) FROM domain_allows
        UNION ALL SELECT 'email', domain, '', id FROM email_domain_blocks";
    DOMAIN_BLOCKS = [domain_blocks!(), down!()];
    DOMAIN_BLOCKS_UP = [domain_blocks!(), up!()];
    DOMAIN_BLOCK = [domain_blocks!(), "WHERE id = $1"];
    DOMAIN_BLOCK_OF = [domain_blocks!(), "WHERE domain = $1"];
    PUBLIC_DOMAIN_BLOCKS = [domain_blocks!(), "WHERE severity <> 'noop' ORDER BY CASE severity WHEN 'suspend' THEN 0 ELSE 1 END, domain"];
    ADD_DOMAIN_BLOCK = "INSERT INTO domain_blocks (id, domain, severity, reject_media, reject_reports, obfuscate, private_comment,
        public_comment, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    CHANGE_DOMAIN_BLOCK = "UPDATE domain_blocks SET severity = $2, reject_media = $3, reject_reports = $4, obfuscate = $5,
        private_comment = $6, public_comment = $7 WHERE id = $1";
    REMOVE_DOMAIN_BLOCK = "DELETE FROM domain_blocks WHERE id = $1";
    KNOWN_DOMAINS = "SELECT DISTINCT domain FROM accounts WHERE domain IS NOT NULL
        AND (domain = $1 OR substr(domain, length(domain) - length($1)) = $2)";
    SOME_OF_DOMAIN = "SELECT id FROM accounts WHERE domain = $1 AND id > $2 ORDER BY id LIMIT $3 + 0";
    /// `$2` is what stands now, as bits. What a moderator decided about the person stays as it is.
    BAR = "UPDATE accounts SET
        silenced_at = CASE WHEN $2 & 1 <> 0 THEN CASE WHEN barred & 1 = 0 THEN coalesce(silenced_at, $3) ELSE silenced_at END
            WHEN barred & 1 <> 0 THEN NULL ELSE silenced_at END,
        suspended_at = CASE WHEN $2 & 2 <> 0 THEN CASE WHEN barred & 2 = 0 THEN coalesce(suspended_at, $3) ELSE suspended_at END
            WHEN barred & 2 <> 0 THEN NULL ELSE suspended_at END,
        barred = ($2 & 4)
            + CASE WHEN $2 & 1 <> 0 AND (barred & 1 <> 0 OR silenced_at IS NULL) THEN 1 ELSE 0 END
            + CASE WHEN $2 & 2 <> 0 AND (barred & 2 <> 0 OR suspended_at IS NULL) THEN 2 ELSE 0 END,
        rev = rev + 1 WHERE id IN (SELECT value FROM json_each($1))";
    ALLOWS = ["SELECT id, domain, created_at FROM domain_allows ", down!()];
    ALLOWS_UP = ["SELECT id, domain, created_at FROM domain_allows ", up!()];
    ALLOW = "SELECT id, domain, created_at FROM domain_allows WHERE id = $1";
    ALLOW_OF = "SELECT id, domain, created_at FROM domain_allows WHERE domain = $1";
    ADD_ALLOW = "INSERT INTO domain_allows (id, domain, created_at) VALUES ($1, $2, $3)";
    REMOVE_ALLOW = "DELETE FROM domain_allows WHERE id = $1";
    EMAIL_BLOCKS = ["SELECT id, domain, created_at FROM email_domain_blocks ", down!()];
    EMAIL_BLOCKS_UP = ["SELECT id, domain, created_at FROM email_domain_blocks ", up!()];
    EMAIL_BLOCK = "SELECT id, domain, created_at FROM email_domain_blocks WHERE id = $1";
    ADD_EMAIL_BLOCK = "INSERT INTO email_domain_blocks (id, domain, created_at) VALUES ($1, $2, $3)";
    REMOVE_EMAIL_BLOCK = "DELETE FROM email_domain_blocks WHERE id = $1";
    NOTE_TRY = "INSERT INTO email_domain_block_tries (block_id, day, who, uses) VALUES ($1, $2, $3, 1)
        ON CONFLICT (block_id, day, who) DO UPDATE SET uses = email_domain_block_tries.uses + 1";
    TRIES = "SELECT block_id, day, count(*), CAST(sum(uses) AS BIGINT) FROM email_domain_block_tries
        WHERE block_id IN (SELECT value FROM json_each($1)) GROUP BY block_id, day";
    FORGET_TRIES = "DELETE FROM email_domain_block_tries WHERE day < $1";
    CANONICALS = ["SELECT id, hash FROM canonical_email_blocks ", down!()];
    CANONICALS_UP = ["SELECT id, hash FROM canonical_email_blocks ", up!()];
    CANONICAL = "SELECT id, hash FROM canonical_email_blocks WHERE id = $1";
    CANONICAL_OF = "SELECT id, hash FROM canonical_email_blocks WHERE hash = $1";
    ADD_CANONICAL = "INSERT INTO canonical_email_blocks (id, hash, reference_account_id, created_at) VALUES ($1, $2, $3, $4)";
    NOTE_CANONICAL = "INSERT INTO canonical_email_blocks (id, hash, reference_account_id, created_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT DO NOTHING";
    REMOVE_CANONICAL = "DELETE FROM canonical_email_blocks WHERE id = $1";
    FORGET_CANONICAL_OF = "DELETE FROM canonical_email_blocks WHERE reference_account_id = $1";
    EMAIL_OF = "SELECT email FROM users WHERE account_id = $1";
    IP_BLOCKS = [ip_blocks!(), down!()];
    IP_BLOCKS_UP = [ip_blocks!(), up!()];
    IP_BLOCK = [ip_blocks!(), "WHERE id = $1"];
    IP_IS_TAKEN = "SELECT EXISTS (SELECT 1 FROM ip_blocks WHERE ip = $1 AND id <> $2)";
    ADD_IP_BLOCK = "INSERT INTO ip_blocks (id, ip, severity, comment, expires_at, created_at) VALUES ($1, $2, $3, $4, $5, $6)";
    CHANGE_IP_BLOCK = "UPDATE ip_blocks SET ip = $2, severity = $3, comment = $4, expires_at = $5 WHERE id = $1";
    REMOVE_IP_BLOCK = "DELETE FROM ip_blocks WHERE id = $1";
    END_IP_BLOCKS = "DELETE FROM ip_blocks WHERE expires_at IS NOT NULL AND expires_at <= $1
        RETURNING id, ip, severity, comment, expires_at, created_at";
}

pub(super) async fn bars(reader: &mut Reader) -> Result<Vec<Line>> {
    reader.all(BARS, &[]).await
}

async fn page<T: crate::db::FromRow>(reader: &mut Reader, page: &Page, down: Sql, up: Sql) -> Result<Vec<T>> {
    let sql = if page.ascending() { up } else { down };
    Ok(page.order(reader.all(sql, args![page.below(), page.above(), page.limit]).await?))
}

pub(super) async fn domain_blocks(reader: &mut Reader, wanted: &Page) -> Result<Vec<DomainBlock>> {
    page(reader, wanted, DOMAIN_BLOCKS, DOMAIN_BLOCKS_UP).await
}

pub(super) async fn domain_block(reader: &mut Reader, id: i64) -> Result<DomainBlock> {
    reader.one(DOMAIN_BLOCK, args![id]).await
}

pub(super) async fn domain_block_in(tx: &mut Tx, id: i64) -> Result<DomainBlock> {
    tx.one(DOMAIN_BLOCK, args![id]).await
}

/// Those that keep people out, hardest first.
pub(super) async fn public_domain_blocks(reader: &mut Reader) -> Result<Vec<DomainBlock>> {
    reader.all(PUBLIC_DOMAIN_BLOCKS, &[]).await
}

/// The block on a domain or the nearest above it.
pub(super) async fn domain_block_over(tx: &mut Tx, domain: &str) -> Result<Option<DomainBlock>> {
    for domain in parents(domain) {
        if let Some(found) = tx.maybe(DOMAIN_BLOCK_OF, args![domain]).await? {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

pub(super) async fn add_domain_block(tx: &mut Tx, block: &DomainBlock) -> Result<()> {
    let args = args![
        block.id,
        &block.domain,
        block.severity.name(),
        block.reject_media,
        block.reject_reports,
        block.obfuscate,
        &block.private_comment,
        &block.public_comment,
        block.created_at
    ];
    tx.run(ADD_DOMAIN_BLOCK, args).await?;
    Ok(())
}

pub(super) async fn change_domain_block(tx: &mut Tx, block: &DomainBlock) -> Result<()> {
    let args = args![
        block.id,
        block.severity.name(),
        block.reject_media,
        block.reject_reports,
        block.obfuscate,
        &block.private_comment,
        &block.public_comment
    ];
    tx.run(CHANGE_DOMAIN_BLOCK, args).await?;
    Ok(())
}

pub(super) async fn remove_domain_block(tx: &mut Tx, id: i64) -> Result<()> {
    tx.run(REMOVE_DOMAIN_BLOCK, args![id]).await?;
    Ok(())
}

/// This domain and those below it, as far as anybody is known there.
pub(super) async fn known_domains(reader: &mut Reader, domain: &str) -> Result<Vec<String>> {
    reader.all(KNOWN_DOMAINS, args![domain, &format!(".{domain}")]).await
}

pub(super) async fn some_of_domain(tx: &mut Tx, domain: &str, after: i64, limit: i64) -> Result<Vec<i64>> {
    tx.all(SOME_OF_DOMAIN, args![domain, after, limit]).await
}

pub(super) async fn bar(tx: &mut Tx, ids: &[i64], wanted: i64, now: i64) -> Result<()> {
    tx.run(BAR, args![ids, wanted, now]).await?;
    Ok(())
}

pub(super) async fn allows(reader: &mut Reader, wanted: &Page) -> Result<Vec<Named>> {
    page(reader, wanted, ALLOWS, ALLOWS_UP).await
}

pub(super) async fn allow(reader: &mut Reader, id: i64) -> Result<Named> {
    reader.one(ALLOW, args![id]).await
}

pub(super) async fn allow_in(tx: &mut Tx, id: i64) -> Result<Named> {
    tx.one(ALLOW, args![id]).await
}

pub(super) async fn allow_of(tx: &mut Tx, domain: &str) -> Result<Option<Named>> {
    tx.maybe(ALLOW_OF, args![domain]).await
}

pub(super) async fn add_allow(tx: &mut Tx, new: &Named) -> Result<()> {
    tx.run(ADD_ALLOW, args![new.id, &new.domain, new.created_at]).await?;
    Ok(())
}

pub(super) async fn remove_allow(tx: &mut Tx, id: i64) -> Result<()> {
    tx.run(REMOVE_ALLOW, args![id]).await?;
    Ok(())
}

pub(super) async fn email_blocks(reader: &mut Reader, wanted: &Page) -> Result<Vec<Named>> {
    page(reader, wanted, EMAIL_BLOCKS, EMAIL_BLOCKS_UP).await
}

pub(super) async fn email_block(reader: &mut Reader, id: i64) -> Result<Named> {
    reader.one(EMAIL_BLOCK, args![id]).await
}

pub(super) async fn email_block_in(tx: &mut Tx, id: i64) -> Result<Named> {
    tx.one(EMAIL_BLOCK, args![id]).await
}

pub(super) async fn add_email_block(tx: &mut Tx, new: &Named) -> Result<()> {
    tx.run(ADD_EMAIL_BLOCK, args![new.id, &new.domain, new.created_at]).await?;
    Ok(())
}

pub(super) async fn remove_email_block(tx: &mut Tx, id: i64) -> Result<()> {
    tx.run(REMOVE_EMAIL_BLOCK, args![id]).await?;
    Ok(())
}

pub(super) async fn note_try(tx: &mut Tx, block: i64, day: i64, who: &str) -> Result<()> {
    tx.run(NOTE_TRY, args![block, day, who]).await?;
    Ok(())
}

/// (block, day, people, tries).
pub(super) async fn tries(reader: &mut Reader, blocks: &[i64]) -> Result<Vec<(i64, i64, i64, i64)>> {
    reader.all(TRIES, args![blocks]).await
}

pub(super) async fn forget_tries(tx: &mut Tx, before: i64) -> Result<()> {
    tx.run(FORGET_TRIES, args![before]).await?;
    Ok(())
}

pub(super) async fn canonicals(reader: &mut Reader, wanted: &Page) -> Result<Vec<Canonical>> {
    page(reader, wanted, CANONICALS, CANONICALS_UP).await
}

pub(super) async fn canonical(reader: &mut Reader, id: i64) -> Result<Canonical> {
    reader.one(CANONICAL, args![id]).await
}

pub(super) async fn canonical_in(tx: &mut Tx, id: i64) -> Result<Canonical> {
    tx.one(CANONICAL, args![id]).await
}

pub(super) async fn canonical_by_hash(reader: &mut Reader, hash: &str) -> Result<Vec<Canonical>> {
    reader.all(CANONICAL_OF, args![hash]).await
}

pub(super) async fn add_canonical(tx: &mut Tx, new: &Canonical, account: Option<i64>, now: i64) -> Result<()> {
    tx.run(ADD_CANONICAL, args![new.id, &new.hash, account, now]).await?;
    Ok(())
}

/// Where it is blocked already, that stays.
pub(super) async fn note_canonical(tx: &mut Tx, new: &Canonical, account: i64, now: i64) -> Result<()> {
    tx.run(NOTE_CANONICAL, args![new.id, &new.hash, account, now]).await?;
    Ok(())
}

pub(super) async fn remove_canonical(tx: &mut Tx, id: i64) -> Result<()> {
    tx.run(REMOVE_CANONICAL, args![id]).await?;
    Ok(())
}

pub(super) async fn forget_canonical_of(tx: &mut Tx, account: i64) -> Result<()> {
    tx.run(FORGET_CANONICAL_OF, args![account]).await?;
    Ok(())
}

pub(super) async fn email_of(tx: &mut Tx, account: i64) -> Result<Option<String>> {
    Ok(tx.maybe::<Option<String>>(EMAIL_OF, args![account]).await?.flatten())
}

pub(super) async fn ip_blocks(reader: &mut Reader, wanted: &Page) -> Result<Vec<IpBlock>> {
    page(reader, wanted, IP_BLOCKS, IP_BLOCKS_UP).await
}

pub(super) async fn ip_block(reader: &mut Reader, id: i64) -> Result<IpBlock> {
    reader.one(IP_BLOCK, args![id]).await
}

pub(super) async fn ip_block_in(tx: &mut Tx, id: i64) -> Result<IpBlock> {
    tx.one(IP_BLOCK, args![id]).await
}

pub(super) async fn ip_is_taken(tx: &mut Tx, ip: &str, but: i64) -> Result<bool> {
    tx.one(IP_IS_TAKEN, args![ip, but]).await
}

pub(super) async fn add_ip_block(tx: &mut Tx, new: &IpBlock) -> Result<()> {
    let args = args![new.id, &new.ip, &new.severity, &new.comment, new.expires_at, new.created_at];
    tx.run(ADD_IP_BLOCK, args).await?;
    Ok(())
}

pub(super) async fn change_ip_block(tx: &mut Tx, block: &IpBlock) -> Result<()> {
    tx.run(CHANGE_IP_BLOCK, args![block.id, &block.ip, &block.severity, &block.comment, block.expires_at]).await?;
    Ok(())
}

pub(super) async fn remove_ip_block(tx: &mut Tx, id: i64) -> Result<()> {
    tx.run(REMOVE_IP_BLOCK, args![id]).await?;
    Ok(())
}

/// Those that were lifted.
pub(super) async fn end_ip_blocks(tx: &mut Tx, now: i64) -> Result<Vec<IpBlock>> {
    tx.all(END_IP_BLOCKS, args![now]).await
}
