-- The PostgreSQL twin of the SQLite migration of the same name.
CREATE TABLE appeals (
  id BIGINT PRIMARY KEY NOT NULL,
  warning_id BIGINT NOT NULL REFERENCES account_warnings (id) ON DELETE CASCADE,
  account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  text TEXT COLLATE "C" NOT NULL,
  state TEXT COLLATE "C" NOT NULL DEFAULT 'pending',
  answer TEXT COLLATE "C" NOT NULL DEFAULT '',
  decided_at BIGINT,
  decided_by BIGINT REFERENCES accounts (id) ON DELETE SET NULL,
  created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX appeals_warning ON appeals (warning_id);
CREATE INDEX appeals_account ON appeals (account_id);
CREATE INDEX appeals_decided_by ON appeals (decided_by) WHERE decided_by IS NOT NULL;

-- Texts that are kept may belong to a rule and to an act.
ALTER TABLE warning_presets ADD COLUMN rule_id BIGINT;
ALTER TABLE warning_presets ADD COLUMN act_kind TEXT COLLATE "C";
CREATE INDEX account_warnings_act ON account_warnings (act_id) WHERE act_id IS NOT NULL;
