-- The PostgreSQL twin of the SQLite migration of the same name.

CREATE TABLE announcements (
  id BIGINT PRIMARY KEY NOT NULL,
  text TEXT COLLATE "C" NOT NULL,
  published BOOLEAN NOT NULL DEFAULT FALSE,
  all_day BOOLEAN NOT NULL DEFAULT FALSE,
  scheduled_at BIGINT,
  starts_at BIGINT,
  ends_at BIGINT,
  published_at BIGINT,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);

CREATE TABLE announcement_dismissals (
  account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  announcement_id BIGINT NOT NULL REFERENCES announcements (id) ON DELETE CASCADE,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (account_id, announcement_id)
);
CREATE INDEX announcement_dismissals_announcement ON announcement_dismissals (announcement_id);

CREATE TABLE announcement_reactions (
  announcement_id BIGINT NOT NULL REFERENCES announcements (id) ON DELETE CASCADE,
  name TEXT COLLATE "C" NOT NULL,
  account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (announcement_id, name, account_id)
);
CREATE INDEX announcement_reactions_account ON announcement_reactions (account_id);
