-- What many talk about: computed by a job from the last seven days. kind is tag, status or link. Whether it may be shown
-- is asked when it is shown: of the thing itself, else of who made it, else of the community's setting.
CREATE TABLE trends (
  kind TEXT NOT NULL,
  target_id INTEGER NOT NULL,
  score REAL NOT NULL,
  PRIMARY KEY (kind, target_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX trends_score ON trends (kind, score);

ALTER TABLE tags ADD COLUMN review_requested_at INTEGER;
ALTER TABLE statuses ADD COLUMN trendable INTEGER CHECK (trendable IN (0,1));
ALTER TABLE accounts ADD COLUMN trendable INTEGER CHECK (trendable IN (0,1));
ALTER TABLE accounts ADD COLUMN trends_reviewed_at INTEGER;
ALTER TABLE accounts ADD COLUMN trends_review_requested_at INTEGER;

-- A person's year as it was on the day it was asked for; data is JSON in the shape of schema_version.
CREATE TABLE annual_reports (
  id INTEGER PRIMARY KEY NOT NULL,
  account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  year INTEGER NOT NULL,
  data TEXT NOT NULL,
  schema_version INTEGER NOT NULL,
  viewed_at INTEGER,
  created_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX annual_reports_once ON annual_reports (account_id, year);
