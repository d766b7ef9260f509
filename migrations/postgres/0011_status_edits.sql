-- The PostgreSQL twin of the SQLite migration of the same name.

CREATE TABLE status_edits (
  id BIGINT PRIMARY KEY NOT NULL,
  status_id BIGINT NOT NULL REFERENCES statuses (id) ON DELETE CASCADE,
  content TEXT COLLATE "C" NOT NULL,
  spoiler_text TEXT COLLATE "C" NOT NULL DEFAULT '',
  sensitive BOOLEAN NOT NULL DEFAULT FALSE,
  media TEXT COLLATE "C" NOT NULL DEFAULT '[]',
  poll_options TEXT COLLATE "C",
  created_at BIGINT NOT NULL
);
CREATE INDEX status_edits_status ON status_edits (status_id, id);
