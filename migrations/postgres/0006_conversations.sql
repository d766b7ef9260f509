-- The PostgreSQL twin of the SQLite migration of the same name.

CREATE TABLE account_conversations (
  id BIGINT PRIMARY KEY NOT NULL,
  account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  conversation_id BIGINT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
  participants TEXT COLLATE "C" NOT NULL,
  last_status_id BIGINT NOT NULL,
  unread BOOLEAN NOT NULL DEFAULT FALSE,
  created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX account_conversations_once ON account_conversations (account_id, conversation_id, participants);
CREATE INDEX account_conversations_account ON account_conversations (account_id, last_status_id);
CREATE INDEX account_conversations_conversation ON account_conversations (conversation_id);
CREATE INDEX account_conversations_last ON account_conversations (last_status_id);

CREATE TABLE conversation_entries (
  account_conversation_id BIGINT NOT NULL REFERENCES account_conversations (id) ON DELETE CASCADE,
  status_id BIGINT NOT NULL REFERENCES statuses (id) ON DELETE CASCADE,
  PRIMARY KEY (account_conversation_id, status_id)
);
CREATE INDEX conversation_entries_status ON conversation_entries (status_id);
