-- What the house tells everybody, who has read it, and what they think of it.

CREATE TABLE announcements (
  id INTEGER PRIMARY KEY NOT NULL,
  text TEXT NOT NULL,
  published INTEGER NOT NULL DEFAULT 0 CHECK (published IN (0,1)),
  all_day INTEGER NOT NULL DEFAULT 0 CHECK (all_day IN (0,1)),
  scheduled_at INTEGER,
  starts_at INTEGER,
  ends_at INTEGER,
  published_at INTEGER,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;

CREATE TABLE announcement_dismissals (
  account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  announcement_id INTEGER NOT NULL REFERENCES announcements (id) ON DELETE CASCADE,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (account_id, announcement_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX announcement_dismissals_announcement ON announcement_dismissals (announcement_id);

CREATE TABLE announcement_reactions (
  announcement_id INTEGER NOT NULL REFERENCES announcements (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (announcement_id, name, account_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX announcement_reactions_account ON announcement_reactions (account_id);
