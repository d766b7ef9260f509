-- The versions of an edited status, the original first; a status that was never edited has none. content is what was
-- shown; media is a JSON list of [id, description]; poll_options a JSON list of texts. A file that an edit took away keeps
-- its status, with position -1: older versions still show it, and it goes with the status.

CREATE TABLE status_edits (
  id INTEGER PRIMARY KEY NOT NULL,
  status_id INTEGER NOT NULL REFERENCES statuses (id) ON DELETE CASCADE,
  content TEXT NOT NULL,
  spoiler_text TEXT NOT NULL DEFAULT '',
  sensitive INTEGER NOT NULL DEFAULT 0 CHECK (sensitive IN (0,1)),
  media TEXT NOT NULL DEFAULT '[]',
  poll_options TEXT,
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX status_edits_status ON status_edits (status_id, id);
