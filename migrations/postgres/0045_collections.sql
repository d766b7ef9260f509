-- Collections of accounts that somebody recommends, who stands in them, and where they are spoken of.
-- Items: state 0 pending, 1 accepted, 2 rejected, 3 revoked. A revoked item stays, so that nobody is put back.

CREATE TABLE collections (
  id BIGINT PRIMARY KEY NOT NULL,
  account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  uri TEXT COLLATE "C",
  url TEXT COLLATE "C",
  name TEXT COLLATE "C" NOT NULL,
  description TEXT COLLATE "C" NOT NULL DEFAULT '',
  language TEXT COLLATE "C",
  sensitive BOOLEAN NOT NULL DEFAULT FALSE,
  discoverable BOOLEAN NOT NULL DEFAULT TRUE,
  tag_id BIGINT REFERENCES tags (id) ON DELETE SET NULL,
  tag_name TEXT COLLATE "C",
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);
CREATE INDEX collections_account ON collections (account_id, id);
CREATE UNIQUE INDEX collections_uri ON collections (uri) WHERE uri IS NOT NULL;
CREATE INDEX collections_tag ON collections (tag_id) WHERE tag_id IS NOT NULL;

CREATE TABLE collection_items (
  id BIGINT PRIMARY KEY NOT NULL,
  collection_id BIGINT NOT NULL REFERENCES collections (id) ON DELETE CASCADE,
  account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  state BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX collection_items_once ON collection_items (collection_id, account_id);
CREATE INDEX collection_items_account ON collection_items (account_id, collection_id);

CREATE TABLE status_collections (
  status_id BIGINT NOT NULL REFERENCES statuses (id) ON DELETE CASCADE,
  collection_id BIGINT NOT NULL REFERENCES collections (id) ON DELETE CASCADE,
  PRIMARY KEY (status_id, collection_id)
);
CREATE INDEX status_collections_collection ON status_collections (collection_id);

ALTER TABLE notifications ADD COLUMN collection_id BIGINT;
CREATE INDEX notifications_collection ON notifications (collection_id) WHERE collection_id IS NOT NULL;
ALTER TABLE reports ADD COLUMN collection_ids TEXT COLLATE "C" NOT NULL DEFAULT '[]';
ALTER TABLE roles ADD COLUMN collection_limit BIGINT NOT NULL DEFAULT 10;
