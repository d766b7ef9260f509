-- Statuses that wait for their time. params is what was asked for, as JSON; the files are reserved meanwhile. The row goes
-- in the transaction that publishes it, hence exactly once.

CREATE TABLE scheduled_statuses (
  id INTEGER PRIMARY KEY NOT NULL,
  account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  scheduled_at INTEGER NOT NULL,
  params TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX scheduled_statuses_account ON scheduled_statuses (account_id, id);

ALTER TABLE media ADD COLUMN scheduled_status_id INTEGER REFERENCES scheduled_statuses (id) ON DELETE SET NULL;
CREATE INDEX media_scheduled ON media (scheduled_status_id) WHERE scheduled_status_id IS NOT NULL;
