-- Links that prove an e-mail address: the secret's SHA-256, and the address that it was sent to.
CREATE TABLE confirmations (
  hash BLOB PRIMARY KEY NOT NULL,
  account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  email TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX confirmations_account ON confirmations (account_id);
