-- Twin of the SQLite migration.
-- Links that prove an e-mail address: the secret's SHA-256, and the address that it was sent to.
CREATE TABLE confirmations (
  hash BYTEA PRIMARY KEY NOT NULL,
  account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  email TEXT COLLATE "C" NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE INDEX confirmations_account ON confirmations (account_id);
