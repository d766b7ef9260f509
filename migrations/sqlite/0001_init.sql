-- What every later feature stands on. Local rows store no host (uri, url and domain are NULL): the address of this
-- server is computed. Flags are 0 or 1; times are milliseconds since 1970; JSON stands in TEXT and is never queried
-- inside. The PostgreSQL twin has the same tables, columns and index names.

CREATE TABLE settings (
  key TEXT PRIMARY KEY NOT NULL,
  value TEXT NOT NULL
) STRICT;

CREATE TABLE roles (
  id INTEGER PRIMARY KEY NOT NULL,
  name TEXT NOT NULL,
  color TEXT NOT NULL DEFAULT '',
  rank INTEGER NOT NULL,
  permissions INTEGER NOT NULL,
  highlighted INTEGER NOT NULL DEFAULT 0 CHECK (highlighted IN (0,1)),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;

CREATE TABLE accounts (
  id INTEGER PRIMARY KEY NOT NULL,
  username TEXT NOT NULL,
  username_folded TEXT NOT NULL,
  domain TEXT,
  display_name TEXT NOT NULL DEFAULT '',
  search_text TEXT NOT NULL DEFAULT '',
  note TEXT NOT NULL DEFAULT '',
  note_html TEXT NOT NULL DEFAULT '',
  fields TEXT NOT NULL DEFAULT '[]',
  uri TEXT,
  url TEXT,
  inbox_url TEXT,
  shared_inbox_url TEXT,
  outbox_url TEXT,
  followers_url TEXT,
  following_url TEXT,
  featured_url TEXT,
  public_key TEXT,
  private_key TEXT,
  actor_type TEXT NOT NULL DEFAULT 'Person',
  locked INTEGER NOT NULL DEFAULT 0 CHECK (locked IN (0,1)),
  bot INTEGER NOT NULL DEFAULT 0 CHECK (bot IN (0,1)),
  discoverable INTEGER NOT NULL DEFAULT 0 CHECK (discoverable IN (0,1)),
  indexable INTEGER NOT NULL DEFAULT 0 CHECK (indexable IN (0,1)),
  hide_collections INTEGER NOT NULL DEFAULT 0 CHECK (hide_collections IN (0,1)),
  memorial INTEGER NOT NULL DEFAULT 0 CHECK (memorial IN (0,1)),
  avatar TEXT,
  avatar_static TEXT,
  avatar_description TEXT NOT NULL DEFAULT '',
  header TEXT,
  header_static TEXT,
  header_description TEXT NOT NULL DEFAULT '',
  attribution_domains TEXT NOT NULL DEFAULT '[]',
  also_known_as TEXT NOT NULL DEFAULT '[]',
  moved_to_id INTEGER REFERENCES accounts (id) ON DELETE SET NULL,
  followers_count INTEGER NOT NULL DEFAULT 0,
  following_count INTEGER NOT NULL DEFAULT 0,
  statuses_count INTEGER NOT NULL DEFAULT 0,
  last_status_at INTEGER,
  created_at INTEGER NOT NULL,
  fetched_at INTEGER,
  silenced_at INTEGER,
  suspended_at INTEGER,
  sensitized_at INTEGER,
  deleted_at INTEGER,
  rev INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE UNIQUE INDEX accounts_handle ON accounts (username_folded, coalesce(domain, ''));
CREATE UNIQUE INDEX accounts_uri ON accounts (uri) WHERE uri IS NOT NULL;
CREATE INDEX accounts_domain ON accounts (domain) WHERE domain IS NOT NULL;

CREATE TABLE invites (
  id INTEGER PRIMARY KEY NOT NULL,
  code TEXT NOT NULL,
  label TEXT NOT NULL DEFAULT '',
  created_by INTEGER REFERENCES accounts (id) ON DELETE SET NULL,
  max_uses INTEGER,
  uses INTEGER NOT NULL DEFAULT 0,
  autofollow INTEGER NOT NULL DEFAULT 0 CHECK (autofollow IN (0,1)),
  expires_at INTEGER,
  revoked_at INTEGER,
  created_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX invites_code ON invites (code);

-- A local person: the account's secrets and settings.
CREATE TABLE users (
  account_id INTEGER PRIMARY KEY NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  email TEXT,
  email_folded TEXT,
  password_hash TEXT NOT NULL,
  role_id INTEGER NOT NULL REFERENCES roles (id),
  confirmed_at INTEGER,
  approved INTEGER NOT NULL DEFAULT 1 CHECK (approved IN (0,1)),
  disabled INTEGER NOT NULL DEFAULT 0 CHECK (disabled IN (0,1)),
  locale TEXT NOT NULL DEFAULT 'en',
  sign_up_reason TEXT,
  sign_up_ip TEXT,
  invite_id INTEGER REFERENCES invites (id) ON DELETE SET NULL,
  default_privacy TEXT NOT NULL DEFAULT 'public',
  default_sensitive INTEGER NOT NULL DEFAULT 0 CHECK (default_sensitive IN (0,1)),
  default_language TEXT,
  default_quote_policy TEXT NOT NULL DEFAULT 'public',
  default_local_only INTEGER NOT NULL DEFAULT 0 CHECK (default_local_only IN (0,1)),
  expand_media TEXT NOT NULL DEFAULT 'default',
  expand_spoilers INTEGER NOT NULL DEFAULT 0 CHECK (expand_spoilers IN (0,1)),
  autoplay_gifs INTEGER NOT NULL DEFAULT 0 CHECK (autoplay_gifs IN (0,1)),
  last_active_at INTEGER,
  feed_built_at INTEGER,
  created_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX users_email ON users (email_folded) WHERE email_folded IS NOT NULL;
CREATE INDEX users_pending ON users (account_id) WHERE NOT approved;

CREATE TABLE apps (
  id INTEGER PRIMARY KEY NOT NULL,
  name TEXT NOT NULL,
  website TEXT,
  redirect_uris TEXT NOT NULL,
  scopes TEXT NOT NULL,
  client_id TEXT NOT NULL,
  client_secret TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX apps_client ON apps (client_id);

-- Secrets are stored as SHA-256 only.
CREATE TABLE tokens (
  id INTEGER PRIMARY KEY NOT NULL,
  hash BLOB NOT NULL,
  app_id INTEGER REFERENCES apps (id) ON DELETE CASCADE,
  account_id INTEGER REFERENCES accounts (id) ON DELETE CASCADE,
  scopes TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  last_used_at INTEGER,
  last_used_ip TEXT,
  revoked_at INTEGER
) STRICT;
CREATE UNIQUE INDEX tokens_hash ON tokens (hash);
CREATE INDEX tokens_account ON tokens (account_id);

CREATE TABLE auth_codes (
  hash BLOB PRIMARY KEY NOT NULL,
  app_id INTEGER NOT NULL REFERENCES apps (id) ON DELETE CASCADE,
  account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  redirect_uri TEXT NOT NULL,
  scopes TEXT NOT NULL,
  challenge TEXT,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  used_at INTEGER
) STRICT;

CREATE TABLE sessions (
  id INTEGER PRIMARY KEY NOT NULL,
  hash BLOB NOT NULL,
  account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  user_agent TEXT NOT NULL DEFAULT '',
  ip TEXT,
  created_at INTEGER NOT NULL,
  last_seen_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX sessions_hash ON sessions (hash);
CREATE INDEX sessions_account ON sessions (account_id);

CREATE TABLE conversations (
  id INTEGER PRIMARY KEY NOT NULL,
  uri TEXT,
  created_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX conversations_uri ON conversations (uri) WHERE uri IS NOT NULL;

-- visibility: 0 public, 1 unlisted, 2 private, 3 direct. deleted_at is the author's doing and final (the row stays as a
-- tombstone); removed_at is a moderator's and can be undone.
CREATE TABLE statuses (
  id INTEGER PRIMARY KEY NOT NULL,
  account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  uri TEXT,
  url TEXT,
  local INTEGER NOT NULL CHECK (local IN (0,1)),
  local_only INTEGER NOT NULL DEFAULT 0 CHECK (local_only IN (0,1)),
  visibility INTEGER NOT NULL CHECK (visibility BETWEEN 0 AND 3),
  sensitive INTEGER NOT NULL DEFAULT 0 CHECK (sensitive IN (0,1)),
  text TEXT NOT NULL DEFAULT '',
  content TEXT NOT NULL DEFAULT '',
  spoiler_text TEXT NOT NULL DEFAULT '',
  language TEXT,
  in_reply_to_id INTEGER REFERENCES statuses (id) ON DELETE SET NULL,
  in_reply_to_account_id INTEGER REFERENCES accounts (id) ON DELETE SET NULL,
  reblog_of_id INTEGER REFERENCES statuses (id) ON DELETE CASCADE,
  quote_of_id INTEGER REFERENCES statuses (id) ON DELETE SET NULL,
  quote_state TEXT,
  quote_policy TEXT NOT NULL DEFAULT 'public',
  conversation_id INTEGER REFERENCES conversations (id) ON DELETE SET NULL,
  app_id INTEGER REFERENCES apps (id) ON DELETE SET NULL,
  has_media INTEGER NOT NULL DEFAULT 0 CHECK (has_media IN (0,1)),
  pinned_at INTEGER,
  created_at INTEGER NOT NULL,
  edited_at INTEGER,
  fetched_at INTEGER,
  deleted_at INTEGER,
  removed_at INTEGER,
  removed_by INTEGER,
  reblogs_count INTEGER NOT NULL DEFAULT 0,
  favourites_count INTEGER NOT NULL DEFAULT 0,
  replies_count INTEGER NOT NULL DEFAULT 0,
  quotes_count INTEGER NOT NULL DEFAULT 0,
  rev INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE UNIQUE INDEX statuses_uri ON statuses (uri) WHERE uri IS NOT NULL;
CREATE UNIQUE INDEX statuses_one_reblog ON statuses (account_id, reblog_of_id) WHERE reblog_of_id IS NOT NULL AND deleted_at IS NULL;
CREATE INDEX statuses_of_account ON statuses (account_id, id) WHERE deleted_at IS NULL;
CREATE INDEX statuses_public ON statuses (id) WHERE visibility = 0 AND reblog_of_id IS NULL AND deleted_at IS NULL AND removed_at IS NULL;
CREATE INDEX statuses_replies ON statuses (in_reply_to_id, id) WHERE in_reply_to_id IS NOT NULL;
CREATE INDEX statuses_reblogs ON statuses (reblog_of_id, id) WHERE reblog_of_id IS NOT NULL;
CREATE INDEX statuses_quotes ON statuses (quote_of_id, id) WHERE quote_of_id IS NOT NULL;
CREATE INDEX statuses_pinned ON statuses (account_id, pinned_at) WHERE pinned_at IS NOT NULL;

CREATE TABLE mentions (
  status_id INTEGER NOT NULL REFERENCES statuses (id) ON DELETE CASCADE,
  account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  silent INTEGER NOT NULL DEFAULT 0 CHECK (silent IN (0,1)),
  PRIMARY KEY (status_id, account_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX mentions_account ON mentions (account_id, status_id);

CREATE TABLE tags (
  id INTEGER PRIMARY KEY NOT NULL,
  name TEXT NOT NULL,
  display_name TEXT NOT NULL,
  usable INTEGER NOT NULL DEFAULT 1 CHECK (usable IN (0,1)),
  listable INTEGER NOT NULL DEFAULT 1 CHECK (listable IN (0,1)),
  trendable INTEGER CHECK (trendable IN (0,1)),
  reviewed_at INTEGER,
  created_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX tags_name ON tags (name);

CREATE TABLE status_tags (
  status_id INTEGER NOT NULL REFERENCES statuses (id) ON DELETE CASCADE,
  tag_id INTEGER NOT NULL REFERENCES tags (id) ON DELETE CASCADE,
  PRIMARY KEY (tag_id, status_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX status_tags_status ON status_tags (status_id, tag_id);

-- One row per file that a status shows. state: 0 waiting, 1 processing, 2 done, 3 failed.
CREATE TABLE media (
  id INTEGER PRIMARY KEY NOT NULL,
  account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  status_id INTEGER REFERENCES statuses (id) ON DELETE CASCADE,
  position INTEGER NOT NULL DEFAULT 0,
  kind TEXT NOT NULL,
  state INTEGER NOT NULL,
  file TEXT,
  thumbnail TEXT,
  custom_thumbnail INTEGER NOT NULL DEFAULT 0 CHECK (custom_thumbnail IN (0,1)),
  remote_url TEXT,
  mime TEXT NOT NULL,
  size INTEGER NOT NULL DEFAULT 0,
  meta TEXT NOT NULL DEFAULT '{}',
  blurhash TEXT,
  description TEXT,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX media_status ON media (status_id, position) WHERE status_id IS NOT NULL;
CREATE INDEX media_unattached ON media (created_at) WHERE status_id IS NULL;
CREATE INDEX media_account ON media (account_id);

CREATE TABLE favourites (
  id INTEGER PRIMARY KEY NOT NULL,
  account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  status_id INTEGER NOT NULL REFERENCES statuses (id) ON DELETE CASCADE,
  uri TEXT,
  created_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX favourites_once ON favourites (account_id, status_id);
CREATE INDEX favourites_status ON favourites (status_id, id);
CREATE INDEX favourites_account ON favourites (account_id, id);

CREATE TABLE bookmarks (
  id INTEGER PRIMARY KEY NOT NULL,
  account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  status_id INTEGER NOT NULL REFERENCES statuses (id) ON DELETE CASCADE,
  created_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX bookmarks_once ON bookmarks (account_id, status_id);
CREATE INDEX bookmarks_account ON bookmarks (account_id, id);
CREATE INDEX bookmarks_status ON bookmarks (status_id);

CREATE TABLE follows (
  id INTEGER PRIMARY KEY NOT NULL,
  account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  target_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  show_reblogs INTEGER NOT NULL DEFAULT 1 CHECK (show_reblogs IN (0,1)),
  notify INTEGER NOT NULL DEFAULT 0 CHECK (notify IN (0,1)),
  languages TEXT,
  uri TEXT,
  created_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX follows_once ON follows (account_id, target_id);
CREATE INDEX follows_target ON follows (target_id, id);
CREATE INDEX follows_account ON follows (account_id, id);

CREATE TABLE follow_requests (
  id INTEGER PRIMARY KEY NOT NULL,
  account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  target_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  show_reblogs INTEGER NOT NULL DEFAULT 1 CHECK (show_reblogs IN (0,1)),
  notify INTEGER NOT NULL DEFAULT 0 CHECK (notify IN (0,1)),
  languages TEXT,
  uri TEXT,
  created_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX follow_requests_once ON follow_requests (account_id, target_id);
CREATE INDEX follow_requests_target ON follow_requests (target_id, id);

CREATE TABLE blocks (
  id INTEGER PRIMARY KEY NOT NULL,
  account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  target_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  uri TEXT,
  created_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX blocks_once ON blocks (account_id, target_id);
CREATE INDEX blocks_target ON blocks (target_id, account_id);

CREATE TABLE mutes (
  id INTEGER PRIMARY KEY NOT NULL,
  account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  target_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  hide_notifications INTEGER NOT NULL DEFAULT 1 CHECK (hide_notifications IN (0,1)),
  expires_at INTEGER,
  created_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX mutes_once ON mutes (account_id, target_id);
CREATE INDEX mutes_target ON mutes (target_id);

CREATE TABLE account_domain_blocks (
  account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  domain TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (account_id, domain)
) STRICT, WITHOUT ROWID;

CREATE TABLE account_notes (
  account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  target_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  comment TEXT NOT NULL,
  updated_at INTEGER NOT NULL,
  PRIMARY KEY (account_id, target_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE endorsements (
  id INTEGER PRIMARY KEY NOT NULL,
  account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  target_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  created_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX endorsements_once ON endorsements (account_id, target_id);

CREATE TABLE conversation_mutes (
  account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  conversation_id INTEGER NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (account_id, conversation_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE notifications (
  id INTEGER PRIMARY KEY NOT NULL,
  account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  from_account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  status_id INTEGER REFERENCES statuses (id) ON DELETE CASCADE,
  report_id INTEGER,
  group_key TEXT,
  filtered INTEGER NOT NULL DEFAULT 0 CHECK (filtered IN (0,1)),
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX notifications_account ON notifications (account_id, id);
CREATE INDEX notifications_status ON notifications (status_id) WHERE status_id IS NOT NULL;
CREATE INDEX notifications_from ON notifications (from_account_id);

CREATE TABLE markers (
  account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  timeline TEXT NOT NULL,
  last_read_id INTEGER NOT NULL,
  version INTEGER NOT NULL DEFAULT 0,
  updated_at INTEGER NOT NULL,
  PRIMARY KEY (account_id, timeline)
) STRICT, WITHOUT ROWID;

-- Written on post for every local follower, read by index. Derived, hence without foreign keys: readers join what is
-- still visible, and feeds are trimmed and rebuilt by jobs.
CREATE TABLE home_feed (
  account_id INTEGER NOT NULL,
  status_id INTEGER NOT NULL,
  PRIMARY KEY (account_id, status_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE custom_emojis (
  id INTEGER PRIMARY KEY NOT NULL,
  shortcode TEXT NOT NULL,
  domain TEXT,
  file TEXT NOT NULL,
  static_file TEXT NOT NULL,
  uri TEXT,
  category TEXT,
  visible_in_picker INTEGER NOT NULL DEFAULT 1 CHECK (visible_in_picker IN (0,1)),
  disabled INTEGER NOT NULL DEFAULT 0 CHECK (disabled IN (0,1)),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX custom_emojis_code ON custom_emojis (shortcode, coalesce(domain, ''));

CREATE TABLE rules (
  id INTEGER PRIMARY KEY NOT NULL,
  position INTEGER NOT NULL,
  text TEXT NOT NULL,
  hint TEXT NOT NULL DEFAULT '',
  created_at INTEGER NOT NULL,
  deleted_at INTEGER
) STRICT;

CREATE TABLE reports (
  id INTEGER PRIMARY KEY NOT NULL,
  account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  target_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  category TEXT NOT NULL DEFAULT 'other',
  comment TEXT NOT NULL DEFAULT '',
  forwarded INTEGER NOT NULL DEFAULT 0 CHECK (forwarded IN (0,1)),
  status_ids TEXT NOT NULL DEFAULT '[]',
  rule_ids TEXT NOT NULL DEFAULT '[]',
  uri TEXT,
  assigned_to INTEGER REFERENCES accounts (id) ON DELETE SET NULL,
  action_taken_at INTEGER,
  action_taken_by INTEGER REFERENCES accounts (id) ON DELETE SET NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX reports_open ON reports (id) WHERE action_taken_at IS NULL;
CREATE INDEX reports_target ON reports (target_id);

-- Every act on another person's things: the audit log and the source of undo.
CREATE TABLE acts (
  id INTEGER PRIMARY KEY NOT NULL,
  actor_id INTEGER REFERENCES accounts (id) ON DELETE SET NULL,
  kind TEXT NOT NULL,
  target_type TEXT NOT NULL,
  target_id INTEGER NOT NULL,
  target_label TEXT NOT NULL DEFAULT '',
  reason TEXT NOT NULL DEFAULT '',
  before_state TEXT NOT NULL DEFAULT '{}',
  after_state TEXT NOT NULL DEFAULT '{}',
  case_id INTEGER,
  expires_at INTEGER,
  undone_at INTEGER,
  undone_by INTEGER,
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX acts_target ON acts (target_type, target_id);

CREATE TABLE domain_blocks (
  id INTEGER PRIMARY KEY NOT NULL,
  domain TEXT NOT NULL,
  severity TEXT NOT NULL,
  reject_media INTEGER NOT NULL DEFAULT 0 CHECK (reject_media IN (0,1)),
  reject_reports INTEGER NOT NULL DEFAULT 0 CHECK (reject_reports IN (0,1)),
  obfuscate INTEGER NOT NULL DEFAULT 0 CHECK (obfuscate IN (0,1)),
  private_comment TEXT,
  public_comment TEXT,
  created_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX domain_blocks_domain ON domain_blocks (domain);

CREATE TABLE idempotency_keys (
  account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  key TEXT NOT NULL,
  status_id INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (account_id, key)
) STRICT, WITHOUT ROWID;

-- Work that outlives a request, written in the same transaction as its cause.
CREATE TABLE jobs (
  id INTEGER PRIMARY KEY NOT NULL,
  kind TEXT NOT NULL,
  payload TEXT NOT NULL DEFAULT '{}',
  lane TEXT NOT NULL DEFAULT '',
  unique_key TEXT,
  run_at INTEGER NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  claimed_until INTEGER,
  last_error TEXT,
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX jobs_due ON jobs (run_at);
CREATE UNIQUE INDEX jobs_unique ON jobs (unique_key) WHERE unique_key IS NOT NULL;

-- What other processes and the streams must hear of: written in the transaction of the change, read by every server.
CREATE TABLE bus_outbox (
  id INTEGER PRIMARY KEY NOT NULL,
  kind TEXT NOT NULL,
  payload TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;
