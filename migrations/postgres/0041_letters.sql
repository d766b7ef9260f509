-- Twin of the SQLite migration.
CREATE TABLE password_resets (
  hash BYTEA PRIMARY KEY NOT NULL,
  account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL
);
CREATE INDEX password_resets_account ON password_resets (account_id);

ALTER TABLE users ADD COLUMN pending_email TEXT COLLATE "C";
