-- Previews of linked pages, one per address, shared by all statuses that link there. `data` is what the page said of
-- itself; account_id its author here who agreed to be named, claimed_id the one whom the page names.

CREATE TABLE cards (
  id INTEGER PRIMARY KEY NOT NULL,
  url TEXT NOT NULL,
  data TEXT NOT NULL DEFAULT '{}',
  image TEXT,
  account_id INTEGER REFERENCES accounts (id) ON DELETE SET NULL,
  claimed_id INTEGER REFERENCES accounts (id) ON DELETE SET NULL,
  fetched_at INTEGER NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX cards_url ON cards (url);
CREATE INDEX cards_image ON cards (image) WHERE image IS NOT NULL;

-- Cards are never deleted while a status shows them: no foreign key, since a backup brings statuses back first.
ALTER TABLE statuses ADD COLUMN card_id INTEGER;
CREATE INDEX statuses_card ON statuses (card_id, id) WHERE card_id IS NOT NULL;
