-- Where apps want to be told of notifications: one place for each token, with the keys to seal the messages for it.
CREATE TABLE push_subscriptions (
  id INTEGER PRIMARY KEY NOT NULL,
  token_id INTEGER NOT NULL REFERENCES tokens (id) ON DELETE CASCADE,
  account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  endpoint TEXT NOT NULL,
  p256dh BLOB NOT NULL,
  auth BLOB NOT NULL,
  standard INTEGER NOT NULL DEFAULT 0 CHECK (standard IN (0,1)),
  alerts INTEGER NOT NULL DEFAULT 0,
  policy TEXT NOT NULL DEFAULT 'all',
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX push_subscriptions_token ON push_subscriptions (token_id);
CREATE INDEX push_subscriptions_account ON push_subscriptions (account_id);
