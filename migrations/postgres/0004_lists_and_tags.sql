-- The PostgreSQL twin of the SQLite migration of the same name.

CREATE TABLE lists (
  id BIGINT PRIMARY KEY NOT NULL,
  account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  title TEXT COLLATE "C" NOT NULL,
  replies_policy TEXT COLLATE "C" NOT NULL DEFAULT 'list',
  exclusive BOOLEAN NOT NULL DEFAULT FALSE,
  created_at BIGINT NOT NULL
);
CREATE INDEX lists_account ON lists (account_id, id);

CREATE TABLE list_accounts (
  id BIGINT PRIMARY KEY NOT NULL,
  list_id BIGINT NOT NULL REFERENCES lists (id) ON DELETE CASCADE,
  account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX list_accounts_once ON list_accounts (list_id, account_id);
CREATE INDEX list_accounts_account ON list_accounts (account_id, list_id);

-- Written on post like home_feed, and derived like it: readers join what is still visible.
CREATE TABLE list_feed (
  list_id BIGINT NOT NULL,
  status_id BIGINT NOT NULL,
  PRIMARY KEY (list_id, status_id)
);

CREATE TABLE tag_follows (
  id BIGINT PRIMARY KEY NOT NULL,
  account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  tag_id BIGINT NOT NULL REFERENCES tags (id) ON DELETE CASCADE,
  created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX tag_follows_once ON tag_follows (account_id, tag_id);
CREATE INDEX tag_follows_tag ON tag_follows (tag_id, account_id);

CREATE TABLE featured_tags (
  id BIGINT PRIMARY KEY NOT NULL,
  account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  tag_id BIGINT NOT NULL REFERENCES tags (id) ON DELETE CASCADE,
  name TEXT COLLATE "C" NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX featured_tags_once ON featured_tags (account_id, tag_id);
CREATE INDEX featured_tags_tag ON featured_tags (tag_id);

CREATE TABLE dismissed_suggestions (
  account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  target_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (account_id, target_id)
);
CREATE INDEX dismissed_suggestions_target ON dismissed_suggestions (target_id);
