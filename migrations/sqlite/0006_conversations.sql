-- Private conversations as each member of them has them: with whom, what was last, whether it is read.

CREATE TABLE account_conversations (
  id INTEGER PRIMARY KEY NOT NULL,
  account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  conversation_id INTEGER NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
  participants TEXT NOT NULL,
  last_status_id INTEGER NOT NULL,
  unread INTEGER NOT NULL DEFAULT 0 CHECK (unread IN (0,1)),
  created_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX account_conversations_once ON account_conversations (account_id, conversation_id, participants);
CREATE INDEX account_conversations_account ON account_conversations (account_id, last_status_id);
CREATE INDEX account_conversations_conversation ON account_conversations (conversation_id);
CREATE INDEX account_conversations_last ON account_conversations (last_status_id);

CREATE TABLE conversation_entries (
  account_conversation_id INTEGER NOT NULL REFERENCES account_conversations (id) ON DELETE CASCADE,
  status_id INTEGER NOT NULL REFERENCES statuses (id) ON DELETE CASCADE,
  PRIMARY KEY (account_conversation_id, status_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX conversation_entries_status ON conversation_entries (status_id);
