-- The PostgreSQL twin. The words are made in Rust; these functions let one statement text ask both databases.
CREATE TABLE status_search (
  rowid BIGINT PRIMARY KEY NOT NULL,
  words TSVECTOR NOT NULL
);
CREATE INDEX status_search_words ON status_search USING gin (words);

-- Words that are separated by blanks, each at its place.
CREATE FUNCTION search_words(text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
  $$ SELECT coalesce(string_agg('''' || w.word || ''':' || w.place, ' '), '')::tsvector
     FROM unnest(string_to_array($1, ' ')) WITH ORDINALITY AS w (word, place) WHERE w.word <> '' $$;

-- SQLite asks its index by calling it like this.
CREATE FUNCTION status_search(text) RETURNS TABLE (rowid bigint) LANGUAGE sql STABLE AS
  $$ SELECT t.rowid FROM status_search t WHERE t.words @@ $1::tsquery $$;

CREATE TABLE search_progress (
  id BIGINT PRIMARY KEY NOT NULL,
  accounts_above BIGINT NOT NULL,
  statuses_below BIGINT NOT NULL,
  done BIGINT NOT NULL
);

CREATE TABLE async_refreshes (
  id BIGINT PRIMARY KEY NOT NULL,
  account_id BIGINT REFERENCES accounts (id) ON DELETE CASCADE,
  key TEXT COLLATE "C" NOT NULL,
  running BOOLEAN NOT NULL,
  result_count BIGINT,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX async_refreshes_key ON async_refreshes (key);
CREATE INDEX async_refreshes_account ON async_refreshes (account_id) WHERE account_id IS NOT NULL;

CREATE INDEX accounts_url ON accounts (url) WHERE url IS NOT NULL;
CREATE INDEX statuses_url ON statuses (url) WHERE url IS NOT NULL;

INSERT INTO search_progress (id, accounts_above, statuses_below, done)
  SELECT 1, 0, 9223372036854775807, 0 WHERE EXISTS (SELECT 1 FROM accounts);
INSERT INTO async_refreshes (id, key, running, result_count, created_at, updated_at)
  SELECT 1, 'search_index', TRUE, 0, 0, 0 WHERE EXISTS (SELECT 1 FROM accounts);
INSERT INTO jobs (id, kind, payload, run_at, unique_key, created_at)
  SELECT 25, 'index_search', '{"kind":"index_search"}', 0, 'index_search', 0 WHERE EXISTS (SELECT 1 FROM accounts);
