// Mastodon's shapes, as far as the client reads them, and our own endpoints'. Names and nullability follow Mastodon's documentation.
export type CustomEmoji = {
  shortcode: string;
  url: string;
  static_url: string;
  visible_in_picker: boolean;
  category?: string | null;
};
export type Field = { name: string; value: string; verified_at: string | null };
export type Role = { id: string; name: string; color: string; permissions: string; highlighted: boolean };
export type Visibility = 'public' | 'unlisted' | 'private' | 'direct';

export type Account = {
  id: string;
  username: string;
  acct: string;
  url: string | null;
  display_name: string;
  note: string;
  avatar: string;
  avatar_static: string;
  header: string;
  header_static: string;
  locked: boolean;
  bot: boolean;
  group?: boolean;
  discoverable: boolean | null;
  fields: Field[];
  emojis: CustomEmoji[];
  created_at: string;
  last_status_at: string | null;
  statuses_count: number;
  followers_count: number;
  following_count: number;
  suspended?: boolean;
  limited?: boolean;
  roles?: { id: string; name: string; color: string }[];
};

export type CredentialAccount = Account & {
  source: {
    note: string;
    fields: Field[];
    privacy: Visibility;
    sensitive: boolean;
    language: string | null;
    discoverable: boolean | null;
  };
  role?: Role;
};

export type MediaMeta = {
  original?: { width?: number; height?: number; aspect?: number };
  small?: { width?: number; height?: number; aspect?: number };
  focus?: { x: number; y: number };
};
export type MediaAttachment = {
  id: string;
  type: 'unknown' | 'image' | 'gifv' | 'video' | 'audio';
  url: string | null;
  preview_url: string | null;
  remote_url: string | null;
  meta: MediaMeta | null;
  description: string | null;
  blurhash: string | null;
};

export type PollOption = { title: string; votes_count: number | null };
export type Poll = {
  id: string;
  expires_at: string | null;
  expired: boolean;
  multiple: boolean;
  votes_count: number;
  voters_count: number | null;
  options: PollOption[];
  emojis: CustomEmoji[];
  voted?: boolean;
  own_votes?: number[];
};
export type PreviewCard = {
  url: string;
  title: string;
  description: string;
  type: 'link' | 'photo' | 'video' | 'rich';
  author_name: string;
  provider_name: string;
  image: string | null;
  image_description?: string;
  width: number;
  height: number;
};
/** What is quoted stands inside while its author allows it; a quote within a quote carries its id only. */
export type Quote = { state: string; quoted_status?: Status | null; quoted_status_id?: string | null };
export type FilterAction = 'warn' | 'hide' | 'blur';
export type FilterResult = {
  filter: { id: string; title: string; filter_action: FilterAction; context: string[] };
  keyword_matches: string[] | null;
  status_matches: string[] | null;
};
export type List = { id: string; title: string; replies_policy: 'followed' | 'list' | 'none'; exclusive: boolean };
export type FilterKeyword = { id: string; keyword: string; whole_word: boolean };
export type FilterContext = 'home' | 'notifications' | 'public' | 'thread' | 'account';
export type Filter = {
  id: string;
  title: string;
  context: FilterContext[];
  expires_at: string | null;
  filter_action: FilterAction;
  keywords: FilterKeyword[];
  statuses: { id: string; status_id: string }[];
};
export type StatusSource = { id: string; text: string; spoiler_text: string };

export type Mention = { id: string; username: string; url: string; acct: string };
export type Status = {
  id: string;
  uri: string;
  url: string | null;
  created_at: string;
  edited_at: string | null;
  account: Account;
  content: string;
  visibility: Visibility;
  sensitive: boolean;
  spoiler_text: string;
  media_attachments: MediaAttachment[];
  application?: { name: string; website: string | null } | null;
  mentions: Mention[];
  tags: { name: string; url: string }[];
  emojis: CustomEmoji[];
  reblogs_count: number;
  favourites_count: number;
  replies_count: number;
  in_reply_to_id: string | null;
  in_reply_to_account_id: string | null;
  reblog: Status | null;
  language: string | null;
  local_only?: boolean;
  favourited?: boolean;
  reblogged?: boolean;
  muted?: boolean;
  bookmarked?: boolean;
  pinned?: boolean;
  poll: Poll | null;
  card: PreviewCard | null;
  quote: Quote | null;
  quotes_count?: number;
  quote_approval?: { automatic: string[]; manual: string[]; current_user: string };
  filtered?: FilterResult[];
};

export type Context = { ancestors: Status[]; descendants: Status[] };

export type Relationship = {
  id: string;
  following: boolean;
  requested: boolean;
  followed_by: boolean;
  blocking: boolean;
  blocked_by: boolean;
  muting: boolean;
  muting_notifications?: boolean;
  requested_by?: boolean;
  endorsed?: boolean;
  note?: string;
  notifying?: boolean;
  showing_reblogs: boolean;
};

export type Notification = {
  id: string;
  type: string;
  group_key?: string;
  created_at: string;
  account: Account;
  status?: Status | null;
};

export type Instance = {
  domain: string;
  title: string;
  version: string;
  description: string;
  languages: string[];
  rules: { id: string; text: string; hint?: string }[];
  contact: { email: string; account: Account | null };
  configuration: {
    urls: { streaming: string };
    statuses: { max_characters: number; max_media_attachments: number; characters_reserved_per_url: number };
    media_attachments: {
      supported_mime_types: string[];
      image_size_limit: number;
      image_matrix_limit: number;
      video_size_limit: number;
      description_limit?: number;
    };
    polls?: { max_options: number; max_characters_per_option: number; min_expiration: number; max_expiration: number };
  };
  registrations: { enabled: boolean; approval_required: boolean; message: string | null };
};

export type Token = { access_token: string; token_type: string; scope: string; created_at: number };
export type OAuthApp = { id: string; name: string; client_id: string; client_secret: string };
export type Marker = { last_read_id: string; version: number; updated_at: string };

export type AdminAccount = {
  id: string;
  username: string;
  created_at: string;
  email: string;
  invite_request: string | null;
  role: Role | null;
  confirmed: boolean;
  approved: boolean;
  disabled: boolean;
  silenced: boolean;
  suspended: boolean;
  account: Account;
};

// Ours, under /api/howdah/v1/.
export type Registrations = 'open' | 'approval' | 'invite' | 'closed';
export type Community = {
  title: string;
  description: string;
  registrations: Registrations;
  accent: string;
  logo: string | null;
  domain: string;
  url: string;
  version: string;
  min_password_length: number;
  email_required: boolean;
  rules: { id: string; text: string; hint: string }[];
  stats: { members: number; statuses: number };
  contact: Account | null;
};
export type SignUpResult = { state: 'active' | 'pending' | 'unconfirmed'; token: Token | null };
export type Invite = {
  id: string;
  code: string;
  url: string;
  label: string;
  uses: number;
  max_uses: number | null;
  expires_at: string | null;
  created_at: string;
  revoked: boolean;
  created_by: Account;
};
export type InviteCheck = {
  code: string;
  valid: boolean;
  label: string;
  reason: null | 'expired' | 'used_up' | 'revoked' | 'unknown';
};

/** Mastodon's permission bits, as far as a screen asks for them. */
export const PERMISSION = {
  administrator: 0x1,
  manageSettings: 0x40,
  manageUsers: 0x400,
  manageInvites: 0x800,
  inviteUsers: 0x10000
} as const;
