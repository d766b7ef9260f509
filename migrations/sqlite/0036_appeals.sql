-- What somebody answers to a warning: once, and until it is decided.
CREATE TABLE appeals (
  id INTEGER PRIMARY KEY NOT NULL,
  warning_id INTEGER NOT NULL REFERENCES account_warnings (id) ON DELETE CASCADE,
  account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  text TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'pending',
  answer TEXT NOT NULL DEFAULT '',
  decided_at INTEGER,
  decided_by INTEGER REFERENCES accounts (id) ON DELETE SET NULL,
  created_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX appeals_warning ON appeals (warning_id);
CREATE INDEX appeals_account ON appeals (account_id);
CREATE INDEX appeals_decided_by ON appeals (decided_by) WHERE decided_by IS NOT NULL;

-- Texts that are kept may belong to a rule and to an act.
ALTER TABLE warning_presets ADD COLUMN rule_id INTEGER;
ALTER TABLE warning_presets ADD COLUMN act_kind TEXT;
CREATE INDEX account_warnings_act ON account_warnings (act_id) WHERE act_id IS NOT NULL;
