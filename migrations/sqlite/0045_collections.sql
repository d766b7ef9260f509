-- Collections of accounts that somebody recommends, who stands in them, and where they are spoken of.
-- Items: state 0 pending, 1 accepted, 2 rejected, 3 revoked. A revoked item stays, so that nobody is put back.

CREATE TABLE collections (
  id INTEGER PRIMARY KEY NOT NULL,
  account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  uri TEXT,
  url TEXT,
  name TEXT NOT NULL,
  description TEXT NOT NULL DEFAULT '',
  language TEXT,
  sensitive INTEGER NOT NULL DEFAULT 0 CHECK (sensitive IN (0,1)),
  discoverable INTEGER NOT NULL DEFAULT 1 CHECK (discoverable IN (0,1)),
  tag_id INTEGER REFERENCES tags (id) ON DELETE SET NULL,
  tag_name TEXT,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX collections_account ON collections (account_id, id);
CREATE UNIQUE INDEX collections_uri ON collections (uri) WHERE uri IS NOT NULL;
CREATE INDEX collections_tag ON collections (tag_id) WHERE tag_id IS NOT NULL;

CREATE TABLE collection_items (
  id INTEGER PRIMARY KEY NOT NULL,
  collection_id INTEGER NOT NULL REFERENCES collections (id) ON DELETE CASCADE,
  account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  state INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX collection_items_once ON collection_items (collection_id, account_id);
CREATE INDEX collection_items_account ON collection_items (account_id, collection_id);

CREATE TABLE status_collections (
  status_id INTEGER NOT NULL REFERENCES statuses (id) ON DELETE CASCADE,
  collection_id INTEGER NOT NULL REFERENCES collections (id) ON DELETE CASCADE,
  PRIMARY KEY (status_id, collection_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX status_collections_collection ON status_collections (collection_id);

ALTER TABLE notifications ADD COLUMN collection_id INTEGER;
CREATE INDEX notifications_collection ON notifications (collection_id) WHERE collection_id IS NOT NULL;
ALTER TABLE reports ADD COLUMN collection_ids TEXT NOT NULL DEFAULT '[]';
ALTER TABLE roles ADD COLUMN collection_limit INTEGER NOT NULL DEFAULT 10;
