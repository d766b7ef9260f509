-- What staff told a member after an act, the texts they keep for it, the app that signed somebody up, and rules in more
-- than one language.
CREATE TABLE account_warnings (
  id INTEGER PRIMARY KEY NOT NULL,
  account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  by_id INTEGER REFERENCES accounts (id) ON DELETE SET NULL,
  action TEXT NOT NULL,
  text TEXT NOT NULL DEFAULT '',
  status_ids TEXT,
  report_id INTEGER REFERENCES reports (id) ON DELETE SET NULL,
  act_id INTEGER,
  overruled_at INTEGER,
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX account_warnings_account ON account_warnings (account_id, id);

CREATE TABLE warning_presets (
  id INTEGER PRIMARY KEY NOT NULL,
  title TEXT NOT NULL DEFAULT '',
  text TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;

ALTER TABLE users ADD COLUMN app_id INTEGER REFERENCES apps (id) ON DELETE SET NULL;
ALTER TABLE rules ADD COLUMN translations TEXT NOT NULL DEFAULT '{}';
