-- What statuses are found by. The words are made in Rust and are the same on both databases; here they stand in an index
-- of SQLite's own, which is a virtual table and keeps no text.
CREATE VIRTUAL TABLE status_search USING fts5 (words, content='', contentless_delete=1, tokenize='ascii');

-- How far the index of what was there before has come. No row: it holds everything.
CREATE TABLE search_progress (
  id INTEGER PRIMARY KEY NOT NULL,
  accounts_above INTEGER NOT NULL,
  statuses_below INTEGER NOT NULL,
  done INTEGER NOT NULL
) STRICT;

-- Work in the background that an answer waits for. Without an account it is everybody's.
CREATE TABLE async_refreshes (
  id INTEGER PRIMARY KEY NOT NULL,
  account_id INTEGER REFERENCES accounts (id) ON DELETE CASCADE,
  key TEXT NOT NULL,
  running INTEGER NOT NULL CHECK (running IN (0,1)),
  result_count INTEGER,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX async_refreshes_key ON async_refreshes (key);
CREATE INDEX async_refreshes_account ON async_refreshes (account_id) WHERE account_id IS NOT NULL;

CREATE INDEX accounts_url ON accounts (url) WHERE url IS NOT NULL;
CREATE INDEX statuses_url ON statuses (url) WHERE url IS NOT NULL;

-- A community that is older than this begins to be indexed.
INSERT INTO search_progress (id, accounts_above, statuses_below, done)
  SELECT 1, 0, 9223372036854775807, 0 WHERE EXISTS (SELECT 1 FROM accounts);
INSERT INTO async_refreshes (id, key, running, result_count, created_at, updated_at)
  SELECT 1, 'search_index', 1, 0, 0, 0 WHERE EXISTS (SELECT 1 FROM accounts);
INSERT INTO jobs (id, kind, payload, run_at, unique_key, created_at)
  SELECT 25, 'index_search', '{"kind":"index_search"}', 0, 'index_search', 0 WHERE EXISTS (SELECT 1 FROM accounts);
