-- The PostgreSQL twin of the SQLite migration of the same name.

CREATE TABLE filters (
  id BIGINT PRIMARY KEY NOT NULL,
  account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  title TEXT COLLATE "C" NOT NULL,
  context TEXT COLLATE "C" NOT NULL,
  action TEXT COLLATE "C" NOT NULL DEFAULT 'warn',
  expires_at BIGINT,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);
CREATE INDEX filters_account ON filters (account_id, id);

CREATE TABLE filter_keywords (
  id BIGINT PRIMARY KEY NOT NULL,
  filter_id BIGINT NOT NULL REFERENCES filters (id) ON DELETE CASCADE,
  keyword TEXT COLLATE "C" NOT NULL,
  whole_word BOOLEAN NOT NULL DEFAULT TRUE,
  created_at BIGINT NOT NULL
);
CREATE INDEX filter_keywords_filter ON filter_keywords (filter_id, id);

CREATE TABLE filter_statuses (
  id BIGINT PRIMARY KEY NOT NULL,
  filter_id BIGINT NOT NULL REFERENCES filters (id) ON DELETE CASCADE,
  status_id BIGINT NOT NULL REFERENCES statuses (id) ON DELETE CASCADE,
  created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX filter_statuses_once ON filter_statuses (filter_id, status_id);
CREATE INDEX filter_statuses_status ON filter_statuses (status_id);
