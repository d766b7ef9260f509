-- Whom the house keeps out: e-mail domains, e-mail addresses by hash, address ranges; which servers it lets in; and what
-- blocked servers did to their accounts, as bits: 1 silenced, 2 suspended, 4 media hidden. Then who was here on which
-- day, and the terms of service with the days from which they hold.
CREATE TABLE domain_allows (
  id BIGINT PRIMARY KEY NOT NULL,
  domain TEXT COLLATE "C" NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX domain_allows_domain ON domain_allows (domain);

CREATE TABLE email_domain_blocks (
  id BIGINT PRIMARY KEY NOT NULL,
  domain TEXT COLLATE "C" NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX email_domain_blocks_domain ON email_domain_blocks (domain);

CREATE TABLE email_domain_block_tries (
  block_id BIGINT NOT NULL REFERENCES email_domain_blocks (id) ON DELETE CASCADE,
  day BIGINT NOT NULL,
  who TEXT COLLATE "C" NOT NULL,
  uses BIGINT NOT NULL,
  PRIMARY KEY (block_id, day, who)
);

CREATE TABLE canonical_email_blocks (
  id BIGINT PRIMARY KEY NOT NULL,
  hash TEXT COLLATE "C" NOT NULL,
  reference_account_id BIGINT REFERENCES accounts (id) ON DELETE SET NULL,
  created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX canonical_email_blocks_hash ON canonical_email_blocks (hash);

CREATE TABLE ip_blocks (
  id BIGINT PRIMARY KEY NOT NULL,
  ip TEXT COLLATE "C" NOT NULL,
  severity TEXT COLLATE "C" NOT NULL,
  comment TEXT COLLATE "C" NOT NULL DEFAULT '',
  expires_at BIGINT,
  created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX ip_blocks_ip ON ip_blocks (ip);

ALTER TABLE accounts ADD COLUMN barred BIGINT NOT NULL DEFAULT 0;

-- Derived, hence without foreign keys.
CREATE TABLE daily_activity (
  day BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  PRIMARY KEY (day, account_id)
);
INSERT INTO daily_activity (day, account_id)
  SELECT (last_active_at / 86400000) * 86400000, account_id FROM users WHERE last_active_at IS NOT NULL;

CREATE TABLE terms (
  id BIGINT PRIMARY KEY NOT NULL,
  text TEXT COLLATE "C" NOT NULL,
  effective_at BIGINT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX terms_effective ON terms (effective_at);
INSERT INTO terms (id, text, effective_at, created_at)
  SELECT 1, t.value, (CAST(a.value AS BIGINT) / 86400000) * 86400000, CAST(a.value AS BIGINT)
  FROM settings t JOIN settings a ON a.key = 'terms_of_service_at' WHERE t.key = 'terms_of_service' AND t.value <> '';
