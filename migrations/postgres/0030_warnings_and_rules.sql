-- What staff told a member after an act, the texts they keep for it, the app that signed somebody up, and rules in more
-- than one language.
CREATE TABLE account_warnings (
  id BIGINT PRIMARY KEY NOT NULL,
  account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  by_id BIGINT REFERENCES accounts (id) ON DELETE SET NULL,
  action TEXT COLLATE "C" NOT NULL,
  text TEXT COLLATE "C" NOT NULL DEFAULT '',
  status_ids TEXT COLLATE "C",
  report_id BIGINT REFERENCES reports (id) ON DELETE SET NULL,
  act_id BIGINT,
  overruled_at BIGINT,
  created_at BIGINT NOT NULL
);
CREATE INDEX account_warnings_account ON account_warnings (account_id, id);

CREATE TABLE warning_presets (
  id BIGINT PRIMARY KEY NOT NULL,
  title TEXT COLLATE "C" NOT NULL DEFAULT '',
  text TEXT COLLATE "C" NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);

ALTER TABLE users ADD COLUMN app_id BIGINT REFERENCES apps (id) ON DELETE SET NULL;
ALTER TABLE rules ADD COLUMN translations TEXT COLLATE "C" NOT NULL DEFAULT '{}';
