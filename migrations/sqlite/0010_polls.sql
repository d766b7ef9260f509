-- Polls. What a page shows of one is read beside the line (statuses.poll_id), never from the cached core: it changes with
-- every vote and differs by viewer. Options count their votes, so that nobody counts rows.

CREATE TABLE polls (
  id INTEGER PRIMARY KEY NOT NULL,
  status_id INTEGER NOT NULL REFERENCES statuses (id) ON DELETE CASCADE,
  account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  multiple INTEGER NOT NULL DEFAULT 0 CHECK (multiple IN (0,1)),
  hide_totals INTEGER NOT NULL DEFAULT 0 CHECK (hide_totals IN (0,1)),
  expires_at INTEGER,
  voters_count INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX polls_status ON polls (status_id);
CREATE INDEX polls_account ON polls (account_id);

CREATE TABLE poll_options (
  poll_id INTEGER NOT NULL REFERENCES polls (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  title TEXT NOT NULL,
  votes_count INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (poll_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE poll_votes (
  poll_id INTEGER NOT NULL REFERENCES polls (id) ON DELETE CASCADE,
  account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  choice INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (poll_id, account_id, choice)
) STRICT, WITHOUT ROWID;
CREATE INDEX poll_votes_account ON poll_votes (account_id);

ALTER TABLE statuses ADD COLUMN poll_id INTEGER;
