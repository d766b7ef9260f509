-- The PostgreSQL twin of the SQLite migration of the same name.
CREATE TABLE cases (
  id BIGINT PRIMARY KEY NOT NULL,
  kind TEXT COLLATE "C" NOT NULL,
  target_type TEXT COLLATE "C" NOT NULL,
  target_id BIGINT NOT NULL,
  label TEXT COLLATE "C" NOT NULL DEFAULT '',
  account_id BIGINT,
  domain TEXT COLLATE "C",
  size BIGINT NOT NULL DEFAULT 1,
  assigned_to BIGINT REFERENCES accounts (id) ON DELETE SET NULL,
  outcome TEXT COLLATE "C",
  opened_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  closed_at BIGINT,
  closed_by BIGINT
);
CREATE UNIQUE INDEX cases_open_target ON cases (kind, target_type, target_id) WHERE closed_at IS NULL;
CREATE INDEX cases_open ON cases (id) WHERE closed_at IS NULL;
CREATE INDEX cases_account ON cases (account_id, id);
CREATE INDEX cases_assigned ON cases (assigned_to) WHERE assigned_to IS NOT NULL;

-- The rules, the community's own and automatic ones, that a case is about.
CREATE TABLE case_rules (
  case_id BIGINT NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
  rule_id BIGINT NOT NULL,
  PRIMARY KEY (rule_id, case_id)
);
CREATE INDEX case_rules_case ON case_rules (case_id);

-- What staff write down for each other, about a case and the person it is about.
CREATE TABLE staff_notes (
  id BIGINT PRIMARY KEY NOT NULL,
  case_id BIGINT REFERENCES cases (id) ON DELETE CASCADE,
  account_id BIGINT,
  author_id BIGINT REFERENCES accounts (id) ON DELETE SET NULL,
  text TEXT COLLATE "C" NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE INDEX staff_notes_case ON staff_notes (case_id);
CREATE INDEX staff_notes_account ON staff_notes (account_id, id);
CREATE INDEX staff_notes_author ON staff_notes (author_id);

ALTER TABLE reports ADD COLUMN case_id BIGINT;
CREATE INDEX reports_case ON reports (case_id) WHERE case_id IS NOT NULL;

-- Whose matter an act is (also when it is about a status), the acts that were one, and the automatic rule that acted.
ALTER TABLE acts ADD COLUMN account_id BIGINT;
ALTER TABLE acts ADD COLUMN batch_id BIGINT;
ALTER TABLE acts ADD COLUMN auto_rule_id BIGINT;
UPDATE acts SET account_id = target_id WHERE target_type = 'account';
CREATE INDEX acts_account ON acts (account_id, id);
CREATE INDEX acts_case ON acts (case_id) WHERE case_id IS NOT NULL;
CREATE INDEX acts_batch ON acts (batch_id) WHERE batch_id IS NOT NULL;
CREATE INDEX acts_auto_rule ON acts (auto_rule_id, id) WHERE auto_rule_id IS NOT NULL;

-- A status that waits for the staff: removed_at is set, too, so that only its author finds it. removed_by is the act.
ALTER TABLE statuses ADD COLUMN held_at BIGINT;
CREATE INDEX statuses_removed_by ON statuses (removed_by) WHERE removed_at IS NOT NULL;
CREATE INDEX statuses_removed ON statuses (removed_at) WHERE removed_at IS NOT NULL AND deleted_at IS NULL;

INSERT INTO cases (id, kind, target_type, target_id, label, account_id, domain, size, opened_at, updated_at)
SELECT min(r.id), 'report', 'account', r.target_id, a.username || coalesce('@' || a.domain, ''), r.target_id, a.domain, count(*),
  min(r.created_at), max(r.created_at)
FROM reports r JOIN accounts a ON a.id = r.target_id WHERE r.action_taken_at IS NULL GROUP BY r.target_id, a.username, a.domain;
UPDATE reports SET case_id = (SELECT c.id FROM cases c WHERE c.kind = 'report' AND c.target_id = reports.target_id)
WHERE action_taken_at IS NULL;
INSERT INTO cases (id, kind, target_type, target_id, label, account_id, opened_at, updated_at)
SELECT u.account_id, 'sign_up', 'account', u.account_id, a.username, u.account_id, u.created_at, u.created_at
FROM users u JOIN accounts a ON a.id = u.account_id WHERE NOT u.approved;
