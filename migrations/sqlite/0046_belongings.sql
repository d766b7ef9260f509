-- What a person takes along and brings along: other accounts of theirs, moves, archives, and files read in.

CREATE TABLE account_aliases (
  id INTEGER PRIMARY KEY NOT NULL,
  account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  target_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  created_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX account_aliases_once ON account_aliases (account_id, target_id);
CREATE INDEX account_aliases_target ON account_aliases (target_id);

CREATE TABLE account_moves (
  id INTEGER PRIMARY KEY NOT NULL,
  account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  target_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX account_moves_account ON account_moves (account_id, id);
CREATE INDEX account_moves_target ON account_moves (target_id);
CREATE INDEX accounts_moved ON accounts (moved_to_id) WHERE moved_to_id IS NOT NULL;

CREATE TABLE exports (
  id INTEGER PRIMARY KEY NOT NULL,
  account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  file TEXT,
  size INTEGER NOT NULL DEFAULT 0,
  progress INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL,
  done_at INTEGER
) STRICT;
CREATE INDEX exports_account ON exports (account_id, id);

CREATE TABLE imports (
  id INTEGER PRIMARY KEY NOT NULL,
  account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  overwrite INTEGER NOT NULL CHECK (overwrite IN (0,1)),
  state TEXT NOT NULL,
  total INTEGER NOT NULL,
  done INTEGER NOT NULL DEFAULT 0,
  failed INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL,
  done_at INTEGER
) STRICT;
CREATE INDEX imports_account ON imports (account_id, id);

CREATE TABLE import_data (
  import_id INTEGER PRIMARY KEY NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
  lines TEXT NOT NULL
) STRICT;
