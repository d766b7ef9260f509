CREATE TABLE trends (
  kind TEXT COLLATE "C" NOT NULL,
  target_id BIGINT NOT NULL,
  score DOUBLE PRECISION NOT NULL,
  PRIMARY KEY (kind, target_id)
);
CREATE INDEX trends_score ON trends (kind, score);

ALTER TABLE tags ADD COLUMN review_requested_at BIGINT;
ALTER TABLE statuses ADD COLUMN trendable BOOLEAN;
ALTER TABLE accounts ADD COLUMN trendable BOOLEAN;
ALTER TABLE accounts ADD COLUMN trends_reviewed_at BIGINT;
ALTER TABLE accounts ADD COLUMN trends_review_requested_at BIGINT;

CREATE TABLE annual_reports (
  id BIGINT PRIMARY KEY NOT NULL,
  account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  year BIGINT NOT NULL,
  data TEXT COLLATE "C" NOT NULL,
  schema_version BIGINT NOT NULL,
  viewed_at BIGINT,
  created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX annual_reports_once ON annual_reports (account_id, year);
