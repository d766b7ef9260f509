-- Twin of the SQLite migration.
CREATE TABLE push_subscriptions (
  id BIGINT PRIMARY KEY NOT NULL,
  token_id BIGINT NOT NULL REFERENCES tokens (id) ON DELETE CASCADE,
  account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  endpoint TEXT COLLATE "C" NOT NULL,
  p256dh BYTEA NOT NULL,
  auth BYTEA NOT NULL,
  standard BOOLEAN NOT NULL DEFAULT FALSE,
  alerts BIGINT NOT NULL DEFAULT 0,
  policy TEXT COLLATE "C" NOT NULL DEFAULT 'all',
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX push_subscriptions_token ON push_subscriptions (token_id);
CREATE INDEX push_subscriptions_account ON push_subscriptions (account_id);
