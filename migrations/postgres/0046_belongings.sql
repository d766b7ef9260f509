-- What a person takes along and brings along: other accounts of theirs, moves, archives, and files read in.

CREATE TABLE account_aliases (
  id BIGINT PRIMARY KEY NOT NULL,
  account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  target_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX account_aliases_once ON account_aliases (account_id, target_id);
CREATE INDEX account_aliases_target ON account_aliases (target_id);

CREATE TABLE account_moves (
  id BIGINT PRIMARY KEY NOT NULL,
  account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  target_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  created_at BIGINT NOT NULL
);
CREATE INDEX account_moves_account ON account_moves (account_id, id);
CREATE INDEX account_moves_target ON account_moves (target_id);
CREATE INDEX accounts_moved ON accounts (moved_to_id) WHERE moved_to_id IS NOT NULL;

CREATE TABLE exports (
  id BIGINT PRIMARY KEY NOT NULL,
  account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  file TEXT COLLATE "C",
  size BIGINT NOT NULL DEFAULT 0,
  progress BIGINT NOT NULL DEFAULT 0,
  created_at BIGINT NOT NULL,
  done_at BIGINT
);
CREATE INDEX exports_account ON exports (account_id, id);

CREATE TABLE imports (
  id BIGINT PRIMARY KEY NOT NULL,
  account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  kind TEXT COLLATE "C" NOT NULL,
  overwrite BOOLEAN NOT NULL,
  state TEXT COLLATE "C" NOT NULL,
  total BIGINT NOT NULL,
  done BIGINT NOT NULL DEFAULT 0,
  failed BIGINT NOT NULL DEFAULT 0,
  created_at BIGINT NOT NULL,
  done_at BIGINT
);
CREATE INDEX imports_account ON imports (account_id, id);

CREATE TABLE import_data (
  import_id BIGINT PRIMARY KEY NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
  lines TEXT COLLATE "C" NOT NULL
);
