-- Twin of the SQLite migration.
CREATE TABLE two_factors (
  account_id BIGINT PRIMARY KEY NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  secret TEXT COLLATE "C" NOT NULL,
  confirmed_at BIGINT,
  last_step BIGINT NOT NULL DEFAULT 0,
  created_at BIGINT NOT NULL
);

CREATE TABLE recovery_codes (
  hash BYTEA PRIMARY KEY NOT NULL,
  account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  created_at BIGINT NOT NULL
);
CREATE INDEX recovery_codes_account ON recovery_codes (account_id);

CREATE TABLE sign_in_steps (
  hash BYTEA PRIMARY KEY NOT NULL,
  account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  expires_at BIGINT NOT NULL
);

CREATE TABLE sign_ins (
  id BIGINT PRIMARY KEY NOT NULL,
  account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  ok BOOLEAN NOT NULL,
  method TEXT COLLATE "C" NOT NULL,
  ip TEXT COLLATE "C" NOT NULL,
  user_agent TEXT COLLATE "C" NOT NULL,
  device BYTEA,
  created_at BIGINT NOT NULL
);
CREATE INDEX sign_ins_account ON sign_ins (account_id, id);
CREATE INDEX sign_ins_created ON sign_ins (created_at);
