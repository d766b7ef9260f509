-- The PostgreSQL twin of the SQLite migration of the same name: BIGINT, BOOLEAN, TEXT COLLATE "C", BYTEA.

-- Lists of ids are bound as BIGINT[] here and as JSON text on SQLite: the same statement text reads both.
CREATE FUNCTION json_each(bigint[]) RETURNS TABLE (value bigint) LANGUAGE sql IMMUTABLE PARALLEL SAFE AS 'SELECT unnest($1)';

CREATE TABLE settings (
  key TEXT COLLATE "C" PRIMARY KEY NOT NULL,
  value TEXT COLLATE "C" NOT NULL
);

CREATE TABLE roles (
  id BIGINT PRIMARY KEY NOT NULL,
  name TEXT COLLATE "C" NOT NULL,
  color TEXT COLLATE "C" NOT NULL DEFAULT '',
  rank BIGINT NOT NULL,
  permissions BIGINT NOT NULL,
  highlighted BOOLEAN NOT NULL DEFAULT FALSE,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);

CREATE TABLE accounts (
  id BIGINT PRIMARY KEY NOT NULL,
  username TEXT COLLATE "C" NOT NULL,
  username_folded TEXT COLLATE "C" NOT NULL,
  domain TEXT COLLATE "C",
  display_name TEXT COLLATE "C" NOT NULL DEFAULT '',
  search_text TEXT COLLATE "C" NOT NULL DEFAULT '',
  note TEXT COLLATE "C" NOT NULL DEFAULT '',
  note_html TEXT COLLATE "C" NOT NULL DEFAULT '',
  fields TEXT COLLATE "C" NOT NULL DEFAULT '[]',
  uri TEXT COLLATE "C",
  url TEXT COLLATE "C",
  inbox_url TEXT COLLATE "C",
  shared_inbox_url TEXT COLLATE "C",
  outbox_url TEXT COLLATE "C",
  followers_url TEXT COLLATE "C",
  following_url TEXT COLLATE "C",
  featured_url TEXT COLLATE "C",
  public_key TEXT COLLATE "C",
  private_key TEXT COLLATE "C",
  actor_type TEXT COLLATE "C" NOT NULL DEFAULT 'Person',
  locked BOOLEAN NOT NULL DEFAULT FALSE,
  bot BOOLEAN NOT NULL DEFAULT FALSE,
  discoverable BOOLEAN NOT NULL DEFAULT FALSE,
  indexable BOOLEAN NOT NULL DEFAULT FALSE,
  hide_collections BOOLEAN NOT NULL DEFAULT FALSE,
  memorial BOOLEAN NOT NULL DEFAULT FALSE,
  avatar TEXT COLLATE "C",
  avatar_static TEXT COLLATE "C",
  avatar_description TEXT COLLATE "C" NOT NULL DEFAULT '',
  header TEXT COLLATE "C",
  header_static TEXT COLLATE "C",
  header_description TEXT COLLATE "C" NOT NULL DEFAULT '',
  attribution_domains TEXT COLLATE "C" NOT NULL DEFAULT '[]',
  also_known_as TEXT COLLATE "C" NOT NULL DEFAULT '[]',
  moved_to_id BIGINT REFERENCES accounts (id) ON DELETE SET NULL,
  followers_count BIGINT NOT NULL DEFAULT 0,
  following_count BIGINT NOT NULL DEFAULT 0,
  statuses_count BIGINT NOT NULL DEFAULT 0,
  last_status_at BIGINT,
  created_at BIGINT NOT NULL,
  fetched_at BIGINT,
  silenced_at BIGINT,
  suspended_at BIGINT,
  sensitized_at BIGINT,
  deleted_at BIGINT,
  rev BIGINT NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX accounts_handle ON accounts (username_folded, coalesce(domain, ''));
CREATE UNIQUE INDEX accounts_uri ON accounts (uri) WHERE uri IS NOT NULL;
CREATE INDEX accounts_domain ON accounts (domain) WHERE domain IS NOT NULL;

CREATE TABLE invites (
  id BIGINT PRIMARY KEY NOT NULL,
  code TEXT COLLATE "C" NOT NULL,
  label TEXT COLLATE "C" NOT NULL DEFAULT '',
  created_by BIGINT REFERENCES accounts (id) ON DELETE SET NULL,
  max_uses BIGINT,
  uses BIGINT NOT NULL DEFAULT 0,
  autofollow BOOLEAN NOT NULL DEFAULT FALSE,
  expires_at BIGINT,
  revoked_at BIGINT,
  created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX invites_code ON invites (code);

-- A local person: the account's secrets and settings.
CREATE TABLE users (
  account_id BIGINT PRIMARY KEY NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  email TEXT COLLATE "C",
  email_folded TEXT COLLATE "C",
  password_hash TEXT COLLATE "C" NOT NULL,
  role_id BIGINT NOT NULL REFERENCES roles (id),
  confirmed_at BIGINT,
  approved BOOLEAN NOT NULL DEFAULT TRUE,
  disabled BOOLEAN NOT NULL DEFAULT FALSE,
  locale TEXT COLLATE "C" NOT NULL DEFAULT 'en',
  sign_up_reason TEXT COLLATE "C",
  sign_up_ip TEXT COLLATE "C",
  invite_id BIGINT REFERENCES invites (id) ON DELETE SET NULL,
  default_privacy TEXT COLLATE "C" NOT NULL DEFAULT 'public',
  default_sensitive BOOLEAN NOT NULL DEFAULT FALSE,
  default_language TEXT COLLATE "C",
  default_quote_policy TEXT COLLATE "C" NOT NULL DEFAULT 'public',
  default_local_only BOOLEAN NOT NULL DEFAULT FALSE,
  expand_media TEXT COLLATE "C" NOT NULL DEFAULT 'default',
  expand_spoilers BOOLEAN NOT NULL DEFAULT FALSE,
  autoplay_gifs BOOLEAN NOT NULL DEFAULT FALSE,
  last_active_at BIGINT,
  feed_built_at BIGINT,
  created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX users_email ON users (email_folded) WHERE email_folded IS NOT NULL;
CREATE INDEX users_pending ON users (account_id) WHERE NOT approved;

CREATE TABLE apps (
  id BIGINT PRIMARY KEY NOT NULL,
  name TEXT COLLATE "C" NOT NULL,
  website TEXT COLLATE "C",
  redirect_uris TEXT COLLATE "C" NOT NULL,
  scopes TEXT COLLATE "C" NOT NULL,
  client_id TEXT COLLATE "C" NOT NULL,
  client_secret TEXT COLLATE "C" NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX apps_client ON apps (client_id);

-- Secrets are stored as SHA-256 only.
CREATE TABLE tokens (
  id BIGINT PRIMARY KEY NOT NULL,
  hash BYTEA NOT NULL,
  app_id BIGINT REFERENCES apps (id) ON DELETE CASCADE,
  account_id BIGINT REFERENCES accounts (id) ON DELETE CASCADE,
  scopes TEXT COLLATE "C" NOT NULL,
  created_at BIGINT NOT NULL,
  last_used_at BIGINT,
  last_used_ip TEXT COLLATE "C",
  revoked_at BIGINT
);
CREATE UNIQUE INDEX tokens_hash ON tokens (hash);
CREATE INDEX tokens_account ON tokens (account_id);

CREATE TABLE auth_codes (
  hash BYTEA PRIMARY KEY NOT NULL,
  app_id BIGINT NOT NULL REFERENCES apps (id) ON DELETE CASCADE,
  account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  redirect_uri TEXT COLLATE "C" NOT NULL,
  scopes TEXT COLLATE "C" NOT NULL,
  challenge TEXT COLLATE "C",
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  used_at BIGINT
);

CREATE TABLE sessions (
  id BIGINT PRIMARY KEY NOT NULL,
  hash BYTEA NOT NULL,
  account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  user_agent TEXT COLLATE "C" NOT NULL DEFAULT '',
  ip TEXT COLLATE "C",
  created_at BIGINT NOT NULL,
  last_seen_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX sessions_hash ON sessions (hash);
CREATE INDEX sessions_account ON sessions (account_id);

CREATE TABLE conversations (
  id BIGINT PRIMARY KEY NOT NULL,
  uri TEXT COLLATE "C",
  created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX conversations_uri ON conversations (uri) WHERE uri IS NOT NULL;

-- visibility: 0 public, 1 unlisted, 2 private, 3 direct. deleted_at is the author's doing and final (the row stays as a
-- tombstone); removed_at is a moderator's and can be undone.
CREATE TABLE statuses (
  id BIGINT PRIMARY KEY NOT NULL,
  account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  uri TEXT COLLATE "C",
  url TEXT COLLATE "C",
  local BOOLEAN NOT NULL,
  local_only BOOLEAN NOT NULL DEFAULT FALSE,
  visibility BIGINT NOT NULL CHECK (visibility BETWEEN 0 AND 3),
  sensitive BOOLEAN NOT NULL DEFAULT FALSE,
  text TEXT COLLATE "C" NOT NULL DEFAULT '',
  content TEXT COLLATE "C" NOT NULL DEFAULT '',
  spoiler_text TEXT COLLATE "C" NOT NULL DEFAULT '',
  language TEXT COLLATE "C",
  in_reply_to_id BIGINT REFERENCES statuses (id) ON DELETE SET NULL,
  in_reply_to_account_id BIGINT REFERENCES accounts (id) ON DELETE SET NULL,
  reblog_of_id BIGINT REFERENCES statuses (id) ON DELETE CASCADE,
  quote_of_id BIGINT REFERENCES statuses (id) ON DELETE SET NULL,
  quote_state TEXT COLLATE "C",
  quote_policy TEXT COLLATE "C" NOT NULL DEFAULT 'public',
  conversation_id BIGINT REFERENCES conversations (id) ON DELETE SET NULL,
  app_id BIGINT REFERENCES apps (id) ON DELETE SET NULL,
  has_media BOOLEAN NOT NULL DEFAULT FALSE,
  pinned_at BIGINT,
  created_at BIGINT NOT NULL,
  edited_at BIGINT,
  fetched_at BIGINT,
  deleted_at BIGINT,
  removed_at BIGINT,
  removed_by BIGINT,
  reblogs_count BIGINT NOT NULL DEFAULT 0,
  favourites_count BIGINT NOT NULL DEFAULT 0,
  replies_count BIGINT NOT NULL DEFAULT 0,
  quotes_count BIGINT NOT NULL DEFAULT 0,
  rev BIGINT NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX statuses_uri ON statuses (uri) WHERE uri IS NOT NULL;
CREATE UNIQUE INDEX statuses_one_reblog ON statuses (account_id, reblog_of_id) WHERE reblog_of_id IS NOT NULL AND deleted_at IS NULL;
CREATE INDEX statuses_of_account ON statuses (account_id, id) WHERE deleted_at IS NULL;
CREATE INDEX statuses_public ON statuses (id) WHERE visibility = 0 AND reblog_of_id IS NULL AND deleted_at IS NULL AND removed_at IS NULL;
CREATE INDEX statuses_replies ON statuses (in_reply_to_id, id) WHERE in_reply_to_id IS NOT NULL;
CREATE INDEX statuses_reblogs ON statuses (reblog_of_id, id) WHERE reblog_of_id IS NOT NULL;
CREATE INDEX statuses_quotes ON statuses (quote_of_id, id) WHERE quote_of_id IS NOT NULL;
CREATE INDEX statuses_pinned ON statuses (account_id, pinned_at) WHERE pinned_at IS NOT NULL;

CREATE TABLE mentions (
  status_id BIGINT NOT NULL REFERENCES statuses (id) ON DELETE CASCADE,
  account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  silent BOOLEAN NOT NULL DEFAULT FALSE,
  PRIMARY KEY (status_id, account_id)
);
CREATE INDEX mentions_account ON mentions (account_id, status_id);

CREATE TABLE tags (
  id BIGINT PRIMARY KEY NOT NULL,
  name TEXT COLLATE "C" NOT NULL,
  display_name TEXT COLLATE "C" NOT NULL,
  usable BOOLEAN NOT NULL DEFAULT TRUE,
  listable BOOLEAN NOT NULL DEFAULT TRUE,
  trendable BOOLEAN,
  reviewed_at BIGINT,
  created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX tags_name ON tags (name);

CREATE TABLE status_tags (
  status_id BIGINT NOT NULL REFERENCES statuses (id) ON DELETE CASCADE,
  tag_id BIGINT NOT NULL REFERENCES tags (id) ON DELETE CASCADE,
  PRIMARY KEY (tag_id, status_id)
);
CREATE INDEX status_tags_status ON status_tags (status_id, tag_id);

-- One row per file that a status shows. state: 0 waiting, 1 processing, 2 done, 3 failed.
CREATE TABLE media (
  id BIGINT PRIMARY KEY NOT NULL,
  account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  status_id BIGINT REFERENCES statuses (id) ON DELETE CASCADE,
  position BIGINT NOT NULL DEFAULT 0,
  kind TEXT COLLATE "C" NOT NULL,
  state BIGINT NOT NULL,
  file TEXT COLLATE "C",
  thumbnail TEXT COLLATE "C",
  custom_thumbnail BOOLEAN NOT NULL DEFAULT FALSE,
  remote_url TEXT COLLATE "C",
  mime TEXT COLLATE "C" NOT NULL,
  size BIGINT NOT NULL DEFAULT 0,
  meta TEXT COLLATE "C" NOT NULL DEFAULT '{}',
  blurhash TEXT COLLATE "C",
  description TEXT COLLATE "C",
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);
CREATE INDEX media_status ON media (status_id, position) WHERE status_id IS NOT NULL;
CREATE INDEX media_unattached ON media (created_at) WHERE status_id IS NULL;
CREATE INDEX media_account ON media (account_id);

CREATE TABLE favourites (
  id BIGINT PRIMARY KEY NOT NULL,
  account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  status_id BIGINT NOT NULL REFERENCES statuses (id) ON DELETE CASCADE,
  uri TEXT COLLATE "C",
  created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX favourites_once ON favourites (account_id, status_id);
CREATE INDEX favourites_status ON favourites (status_id, id);
CREATE INDEX favourites_account ON favourites (account_id, id);

CREATE TABLE bookmarks (
  id BIGINT PRIMARY KEY NOT NULL,
  account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  status_id BIGINT NOT NULL REFERENCES statuses (id) ON DELETE CASCADE,
  created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX bookmarks_once ON bookmarks (account_id, status_id);
CREATE INDEX bookmarks_account ON bookmarks (account_id, id);
CREATE INDEX bookmarks_status ON bookmarks (status_id);

CREATE TABLE follows (
  id BIGINT PRIMARY KEY NOT NULL,
  account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  target_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  show_reblogs BOOLEAN NOT NULL DEFAULT TRUE,
  notify BOOLEAN NOT NULL DEFAULT FALSE,
  languages TEXT COLLATE "C",
  uri TEXT COLLATE "C",
  created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX follows_once ON follows (account_id, target_id);
CREATE INDEX follows_target ON follows (target_id, id);
CREATE INDEX follows_account ON follows (account_id, id);

CREATE TABLE follow_requests (
  id BIGINT PRIMARY KEY NOT NULL,
  account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  target_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  show_reblogs BOOLEAN NOT NULL DEFAULT TRUE,
  notify BOOLEAN NOT NULL DEFAULT FALSE,
  languages TEXT COLLATE "C",
  uri TEXT COLLATE "C",
  created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX follow_requests_once ON follow_requests (account_id, target_id);
CREATE INDEX follow_requests_target ON follow_requests (target_id, id);

CREATE TABLE blocks (
  id BIGINT PRIMARY KEY NOT NULL,
  account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  target_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  uri TEXT COLLATE "C",
  created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX blocks_once ON blocks (account_id, target_id);
CREATE INDEX blocks_target ON blocks (target_id, account_id);

CREATE TABLE mutes (
  id BIGINT PRIMARY KEY NOT NULL,
  account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  target_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  hide_notifications BOOLEAN NOT NULL DEFAULT TRUE,
  expires_at BIGINT,
  created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX mutes_once ON mutes (account_id, target_id);
CREATE INDEX mutes_target ON mutes (target_id);

CREATE TABLE account_domain_blocks (
  account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  domain TEXT COLLATE "C" NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (account_id, domain)
);

CREATE TABLE account_notes (
  account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  target_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  comment TEXT COLLATE "C" NOT NULL,
  updated_at BIGINT NOT NULL,
  PRIMARY KEY (account_id, target_id)
);

CREATE TABLE endorsements (
  id BIGINT PRIMARY KEY NOT NULL,
  account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  target_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX endorsements_once ON endorsements (account_id, target_id);

CREATE TABLE conversation_mutes (
  account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  conversation_id BIGINT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (account_id, conversation_id)
);

CREATE TABLE notifications (
  id BIGINT PRIMARY KEY NOT NULL,
  account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  kind TEXT COLLATE "C" NOT NULL,
  from_account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  status_id BIGINT REFERENCES statuses (id) ON DELETE CASCADE,
  report_id BIGINT,
  group_key TEXT COLLATE "C",
  filtered BOOLEAN NOT NULL DEFAULT FALSE,
  created_at BIGINT NOT NULL
);
CREATE INDEX notifications_account ON notifications (account_id, id);
CREATE INDEX notifications_status ON notifications (status_id) WHERE status_id IS NOT NULL;
CREATE INDEX notifications_from ON notifications (from_account_id);

CREATE TABLE markers (
  account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  timeline TEXT COLLATE "C" NOT NULL,
  last_read_id BIGINT NOT NULL,
  version BIGINT NOT NULL DEFAULT 0,
  updated_at BIGINT NOT NULL,
  PRIMARY KEY (account_id, timeline)
);

-- Written on post for every local follower, read by index. Derived, hence without foreign keys: readers join what is
-- still visible, and feeds are trimmed and rebuilt by jobs.
CREATE TABLE home_feed (
  account_id BIGINT NOT NULL,
  status_id BIGINT NOT NULL,
  PRIMARY KEY (account_id, status_id)
);

CREATE TABLE custom_emojis (
  id BIGINT PRIMARY KEY NOT NULL,
  shortcode TEXT COLLATE "C" NOT NULL,
  domain TEXT COLLATE "C",
  file TEXT COLLATE "C" NOT NULL,
  static_file TEXT COLLATE "C" NOT NULL,
  uri TEXT COLLATE "C",
  category TEXT COLLATE "C",
  visible_in_picker BOOLEAN NOT NULL DEFAULT TRUE,
  disabled BOOLEAN NOT NULL DEFAULT FALSE,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX custom_emojis_code ON custom_emojis (shortcode, coalesce(domain, ''));

CREATE TABLE rules (
  id BIGINT PRIMARY KEY NOT NULL,
  position BIGINT NOT NULL,
  text TEXT COLLATE "C" NOT NULL,
  hint TEXT COLLATE "C" NOT NULL DEFAULT '',
  created_at BIGINT NOT NULL,
  deleted_at BIGINT
);

CREATE TABLE reports (
  id BIGINT PRIMARY KEY NOT NULL,
  account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  target_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  category TEXT COLLATE "C" NOT NULL DEFAULT 'other',
  comment TEXT COLLATE "C" NOT NULL DEFAULT '',
  forwarded BOOLEAN NOT NULL DEFAULT FALSE,
  status_ids TEXT COLLATE "C" NOT NULL DEFAULT '[]',
  rule_ids TEXT COLLATE "C" NOT NULL DEFAULT '[]',
  uri TEXT COLLATE "C",
  assigned_to BIGINT REFERENCES accounts (id) ON DELETE SET NULL,
  action_taken_at BIGINT,
  action_taken_by BIGINT REFERENCES accounts (id) ON DELETE SET NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);
CREATE INDEX reports_open ON reports (id) WHERE action_taken_at IS NULL;
CREATE INDEX reports_target ON reports (target_id);

-- Every act on another person's things: the audit log and the source of undo.
CREATE TABLE acts (
  id BIGINT PRIMARY KEY NOT NULL,
  actor_id BIGINT REFERENCES accounts (id) ON DELETE SET NULL,
  kind TEXT COLLATE "C" NOT NULL,
  target_type TEXT COLLATE "C" NOT NULL,
  target_id BIGINT NOT NULL,
  target_label TEXT COLLATE "C" NOT NULL DEFAULT '',
  reason TEXT COLLATE "C" NOT NULL DEFAULT '',
  before_state TEXT COLLATE "C" NOT NULL DEFAULT '{}',
  after_state TEXT COLLATE "C" NOT NULL DEFAULT '{}',
  case_id BIGINT,
  expires_at BIGINT,
  undone_at BIGINT,
  undone_by BIGINT,
  created_at BIGINT NOT NULL
);
CREATE INDEX acts_target ON acts (target_type, target_id);

CREATE TABLE domain_blocks (
  id BIGINT PRIMARY KEY NOT NULL,
  domain TEXT COLLATE "C" NOT NULL,
  severity TEXT COLLATE "C" NOT NULL,
  reject_media BOOLEAN NOT NULL DEFAULT FALSE,
  reject_reports BOOLEAN NOT NULL DEFAULT FALSE,
  obfuscate BOOLEAN NOT NULL DEFAULT FALSE,
  private_comment TEXT COLLATE "C",
  public_comment TEXT COLLATE "C",
  created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX domain_blocks_domain ON domain_blocks (domain);

CREATE TABLE idempotency_keys (
  account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  key TEXT COLLATE "C" NOT NULL,
  status_id BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (account_id, key)
);

-- Work that outlives a request, written in the same transaction as its cause.
CREATE TABLE jobs (
  id BIGINT PRIMARY KEY NOT NULL,
  kind TEXT COLLATE "C" NOT NULL,
  payload TEXT COLLATE "C" NOT NULL DEFAULT '{}',
  lane TEXT COLLATE "C" NOT NULL DEFAULT '',
  unique_key TEXT COLLATE "C",
  run_at BIGINT NOT NULL,
  attempts BIGINT NOT NULL DEFAULT 0,
  claimed_until BIGINT,
  last_error TEXT COLLATE "C",
  created_at BIGINT NOT NULL
);
CREATE INDEX jobs_due ON jobs (run_at);
CREATE UNIQUE INDEX jobs_unique ON jobs (unique_key) WHERE unique_key IS NOT NULL;

-- What other processes and the streams must hear of: written in the transaction of the change, read by every server.
CREATE TABLE bus_outbox (
  id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind TEXT COLLATE "C" NOT NULL,
  payload TEXT COLLATE "C" NOT NULL,
  created_at BIGINT NOT NULL
);
