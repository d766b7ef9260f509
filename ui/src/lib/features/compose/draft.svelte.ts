// What somebody is writing. Kept while they look around and over a reload, pictures that have arrived included.
import type { Api, MediaAttachment, Status, Visibility } from '$lib/api';
import { currentLanguage } from '$lib/i18n';
import { session } from '$lib/features/session';
import { Upload } from './upload.svelte';

const KEY = 'howdah.draft';
type Kept = {
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
  /** The same key for the same words: a second try after a lost answer makes no second post. */
  #attempt: { of: string; key: string } | null = null;

  constructor(
    readonly slot: string,
    readonly replyTo: Status | null = null
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
    return !this.text.trim() && !this.media.length;
  }
  get untouched(): boolean {
    return !this.media.length && (this.text.trim() === '' || this.text === this.#opening());
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
    this.#attempt = null;
  }

  keep(): void {
    const kept: Kept = {
      text: this.text,
      warning: this.warning,
      warned: this.warned,
      visibility: this.visibility,
      localOnly: this.localOnly,
      language: this.language,
      media: this.media.map((upload) => upload.attachment).filter((attachment) => !!attachment)
    };
    try {
      if (this.untouched && !this.warned) sessionStorage.removeItem(`${KEY}.${this.slot}`);
      else sessionStorage.setItem(`${KEY}.${this.slot}`, JSON.stringify(kept));
    } catch {
      // Storage refused: the draft lasts as long as the page.
    }
  }

  async post(api: Api): Promise<Status> {
    const body = {
      status: this.text,
      spoiler_text: this.warned ? this.warning : '',
      sensitive: this.sensitive || (this.warned && !!this.warning),
      visibility: this.visibility,
      language: this.language || undefined,
      in_reply_to_id: this.replyTo?.id,
      local_only: this.localOnly || undefined,
      media_ids: this.media.map((upload) => upload.attachment?.id).filter((id): id is string => !!id)
    };
    const of = JSON.stringify(body);
    if (this.#attempt?.of !== of) this.#attempt = { of, key: randomKey() };
    const status = await api.post<Status>('/api/v1/statuses', body, { idempotencyKey: this.#attempt.key });
    this.reset();
    this.keep();
    return status;
  }

  #opening(): string {
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

export function draftFor(replyTo: Status | null): Draft {
  if (epoch !== session.epoch) {
    drafts.clear();
    epoch = session.epoch;
  }
  const slot = replyTo ? `reply-${replyTo.id}` : 'new';
  let draft = drafts.get(slot);
  if (!draft) drafts.set(slot, (draft = new Draft(slot, replyTo)));
  return draft;
}

export type { MediaAttachment };
