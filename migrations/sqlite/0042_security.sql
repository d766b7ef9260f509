-- The second step of signing in, its codes for emergencies, sign-ins that wait for it, and who signed in lately from where.
-- Secrets that only have to be known again are stored as SHA-256; the one of an authenticator app cannot be.
CREATE TABLE two_factors (
  account_id INTEGER PRIMARY KEY NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  secret TEXT NOT NULL,
  confirmed_at INTEGER,
  last_step INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE recovery_codes (
  hash BLOB PRIMARY KEY NOT NULL,
  account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX recovery_codes_account ON recovery_codes (account_id);

CREATE TABLE sign_in_steps (
  hash BLOB PRIMARY KEY NOT NULL,
  account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  expires_at INTEGER NOT NULL
) STRICT;

CREATE TABLE sign_ins (
  id INTEGER PRIMARY KEY NOT NULL,
  account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  ok INTEGER NOT NULL CHECK (ok IN (0,1)),
  method TEXT NOT NULL,
  ip TEXT NOT NULL,
  user_agent TEXT NOT NULL,
  device BLOB,
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX sign_ins_account ON sign_ins (account_id, id);
CREATE INDEX sign_ins_created ON sign_ins (created_at);
