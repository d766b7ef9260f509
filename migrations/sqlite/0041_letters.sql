-- Links with which a password can be set anew (the secret's SHA-256), and the address that a member wants to change to.
CREATE TABLE password_resets (
  hash BLOB PRIMARY KEY NOT NULL,
  account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX password_resets_account ON password_resets (account_id);

ALTER TABLE users ADD COLUMN pending_email TEXT;
