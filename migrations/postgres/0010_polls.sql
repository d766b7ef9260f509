-- The PostgreSQL twin of the SQLite migration of the same name.

CREATE TABLE polls (
  id BIGINT PRIMARY KEY NOT NULL,
  status_id BIGINT NOT NULL REFERENCES statuses (id) ON DELETE CASCADE,
  account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  multiple BOOLEAN NOT NULL DEFAULT FALSE,
  hide_totals BOOLEAN NOT NULL DEFAULT FALSE,
  expires_at BIGINT,
  voters_count BIGINT NOT NULL DEFAULT 0,
  created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX polls_status ON polls (status_id);
CREATE INDEX polls_account ON polls (account_id);

CREATE TABLE poll_options (
  poll_id BIGINT NOT NULL REFERENCES polls (id) ON DELETE CASCADE,
  position BIGINT NOT NULL,
  title TEXT COLLATE "C" NOT NULL,
  votes_count BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (poll_id, position)
);

CREATE TABLE poll_votes (
  poll_id BIGINT NOT NULL REFERENCES polls (id) ON DELETE CASCADE,
  account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  choice BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (poll_id, account_id, choice)
);
CREATE INDEX poll_votes_account ON poll_votes (account_id);

ALTER TABLE statuses ADD COLUMN poll_id BIGINT;
