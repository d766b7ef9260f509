-- The PostgreSQL twin of the SQLite migration of the same name.

CREATE TABLE cards (
  id BIGINT PRIMARY KEY NOT NULL,
  url TEXT COLLATE "C" NOT NULL,
  data TEXT COLLATE "C" NOT NULL DEFAULT '{}',
  image TEXT COLLATE "C",
  account_id BIGINT REFERENCES accounts (id) ON DELETE SET NULL,
  claimed_id BIGINT REFERENCES accounts (id) ON DELETE SET NULL,
  fetched_at BIGINT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX cards_url ON cards (url);
CREATE INDEX cards_image ON cards (image) WHERE image IS NOT NULL;

ALTER TABLE statuses ADD COLUMN card_id BIGINT;
CREATE INDEX statuses_card ON statuses (card_id, id) WHERE card_id IS NOT NULL;
