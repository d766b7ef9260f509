// What somebody is writing. Kept while they look around and over a reload, pictures that have arrived included.
import type { Api, MediaAttachment, Status, StatusSource, Visibility } from '$lib/api';
import { currentLanguage } from '$lib/i18n';
import { session } from '$lib/features/session';
import { Upload } from './upload.svelte';

const KEY = 'howdah.draft';
const DAY = 86_400;
/** What is asked, while it is being written. Mastodon wants two choices at least. */
export type PollDraft = { options: string[]; multiple: boolean; lasts: number };
export const newPoll = (): PollDraft => ({ options: ['', ''], multiple: false, lasts: DAY });
type Kept = {
  poll: PollDraft | null;
  text: string;
  warning: string;
  warned: boolean;
  visibility: Visibility;
  localOnly: boolean;
  language: string;
  media: MediaAttachment[];
};

export class Draft {
  text = $state('');
  warning = $state('');
  warned = $state(false);
  visibility = $state<Visibility>('public');
  language = $state('');
  localOnly = $state(false);
  sensitive = $state(false);
  media = $state<Upload[]>([]);
  poll = $state<PollDraft | null>(null);
  /** The same key for the same words: a second try after a lost answer makes no second post. */
  #attempt: { of: string; key: string } | null = null;

  constructor(
    readonly slot: string,
    readonly replyTo: Status | null = null,
    readonly quoting: Status | null = null,
    /** The post that these words will take the place of, with what its author had typed. */
    readonly editing: (Status & { source: StatusSource }) | null = null
  ) {
    this.reset();
    try {
      const kept = JSON.parse(sessionStorage.getItem(`${KEY}.${slot}`) ?? 'null') as Kept | null;
      if (kept) {
        const { media, ...words } = kept;
        Object.assign(this, words);
        this.media = media.map((attachment) => new Upload(attachment, session.api));
      }
    } catch {
      // A broken entry: an empty draft.
    }
  }

  get empty(): boolean {
    return (!this.text.trim() && !this.media.length && !this.quoting) || !this.#pollReady;
  }
  get untouched(): boolean {
    if (this.editing) return this.text === this.#opening();
    return !this.media.length && !this.poll && (this.text.trim() === '' || this.text === this.#opening());
  }
  get #pollReady(): boolean {
    if (!this.poll) return true;
    const options = this.poll.options.map((option) => option.trim()).filter(Boolean);
    return !!this.text.trim() && options.length >= 2 && new Set(options).size === options.length;
  }

  /** An answer starts with those it answers, as narrow as what it answers. */
  reset(): void {
    const to = this.replyTo;
    this.text = this.#opening();
    this.warning = to?.spoiler_text ?? '';
    this.warned = !!this.warning;
    const order: Visibility[] = ['public', 'unlisted', 'private', 'direct'];
    const usual = session.me?.source.privacy ?? 'public';
    this.visibility = to && order.indexOf(to.visibility) > order.indexOf(usual) ? to.visibility : usual;
    this.language = session.me?.source.language ?? currentLanguage().slice(0, 2);
    this.localOnly = to?.local_only ?? false;
    this.sensitive = false;
    for (const upload of this.media) upload.dispose();
    this.media = [];
    this.poll = null;
    this.#attempt = null;
    const old = this.editing;
    if (!old) return;
    this.warning = old.source.spoiler_text;
    this.warned = !!this.warning;
    this.visibility = old.visibility;
    this.language = old.language ?? this.language;
    this.localOnly = old.local_only ?? false;
    this.sensitive = old.sensitive;
    this.media = old.media_attachments.map((attachment) => new Upload(attachment, session.api));
    if (old.poll) {
      const left = old.poll.expires_at ? Math.max(300, (new Date(old.poll.expires_at).getTime() - Date.now()) / 1000) : DAY;
      this.poll = {
        options: old.poll.options.map((option) => option.title),
        multiple: old.poll.multiple,
        lasts: Math.round(left)
      };
    }
  }

  keep(): void {
    // A half-done edit lasts as long as the page: later it might hide a newer version.
    if (this.editing) return;
    const kept: Kept = {
      text: this.text,
      warning: this.warning,
      warned: this.warned,
      visibility: this.visibility,
      localOnly: this.localOnly,
      language: this.language,
      media: this.media.map((upload) => upload.attachment).filter((attachment) => !!attachment),
      poll: this.poll
    };
    try {
      if (this.untouched && !this.warned) sessionStorage.removeItem(`${KEY}.${this.slot}`);
      else sessionStorage.setItem(`${KEY}.${this.slot}`, JSON.stringify(kept));
    } catch {
      // Storage refused: the draft lasts as long as the page.
    }
  }

  async post(api: Api): Promise<Status> {
    const poll = this.poll && {
      options: this.poll.options.map((option) => option.trim()).filter(Boolean),
      multiple: this.poll.multiple,
      expires_in: this.poll.lasts
    };
    const words = {
      status: this.text,
      poll: poll ?? undefined,
      spoiler_text: this.warned ? this.warning : '',
      sensitive: this.sensitive || (this.warned && !!this.warning),
      language: this.language || undefined,
      media_ids: this.media.map((upload) => upload.attachment?.id).filter((id): id is string => !!id)
    };
    if (this.editing) {
      const attributes = this.media.flatMap(({ attachment, description, focus }) =>
        attachment ? [{ id: attachment.id, description, focus: `${focus.x},${focus.y}` }] : []
      );
      return api.put<Status>(`/api/v1/statuses/${this.editing.id}`, { ...words, media_attributes: attributes });
    }
    const body = {
      ...words,
      quoted_status_id: this.quoting?.id,
      visibility: this.visibility,
      in_reply_to_id: this.replyTo?.id,
      local_only: this.localOnly || undefined
    };
    const of = JSON.stringify(body);
    if (this.#attempt?.of !== of) this.#attempt = { of, key: randomKey() };
    const status = await api.post<Status>('/api/v1/statuses', body, { idempotencyKey: this.#attempt.key });
    this.reset();
    this.keep();
    return status;
  }

  #opening(): string {
    if (this.editing) return this.editing.source.text;
    const to = this.replyTo;
    if (!to) return '';
    const names = [to.account.acct, ...to.mentions.map((mention) => mention.acct)].filter((acct) => acct !== session.me?.acct);
    return [...new Set(names)].map((acct) => `@${acct} `).join('');
  }
}

/** crypto.randomUUID exists only in secure contexts. */
function randomKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

const drafts = new Map<string, Draft>();
let epoch = -1;

export type Purpose = { replyTo?: Status | null; quoting?: Status | null; editing?: (Status & { source: StatusSource }) | null };

export function draftFor({ replyTo = null, quoting = null, editing = null }: Purpose = {}): Draft {
  if (epoch !== session.epoch) {
    drafts.clear();
    epoch = session.epoch;
  }
  const slot = editing
    ? `edit-${editing.id}-${editing.edited_at}`
    : replyTo
      ? `reply-${replyTo.id}`
      : quoting
        ? `quote-${quoting.id}`
        : 'new';
  let draft = drafts.get(slot);
  if (!draft) drafts.set(slot, (draft = new Draft(slot, replyTo, quoting, editing)));
  return draft;
}

export type { MediaAttachment };
