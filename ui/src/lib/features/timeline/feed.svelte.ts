// One list of posts: its pages, what came in live and waits to be shown, and what to fetch after the line was down.
import type { Params, Status, StreamEvent } from '$lib/api';
import { session } from '$lib/features/session';
import { statuses } from '$lib/features/statuses';
import { mergeNewest } from './merge';

export type FeedSource = {
  key: string;
  path: string;
  query?: Params;
  /** A stream that brings new posts; without one the list is still. */
  channel?: string;
};
type Phase = 'idle' | 'loading' | 'ready' | 'failed';

const PAGE = 20;
const LONGEST_GAP = 10;
const FRESH = 15_000;

export class Feed {
  ids = $state.raw<string[]>([]);
  waiting = $state.raw<string[]>([]);
  phase = $state<Phase>('idle');
  error = $state.raw<unknown>(null);
  older = $state<'idle' | 'loading' | 'failed' | 'end'>('idle');
  shown = $derived(this.ids.filter((id) => !statuses.hidden(id) && !statuses.filteredOut(id)));
  #next: string | undefined;
  #loadedAt = 0;

  constructor(readonly source: FeedSource) {}

  async load(): Promise<void> {
    if (this.phase === 'loading') return;
    this.phase = 'loading';
    try {
      const page = await session.api.page<Status>(this.source.path, { ...this.source.query, limit: PAGE });
      this.ids = statuses.put(page.items);
      this.waiting = [];
      this.#next = page.next;
      this.older = page.next ? 'idle' : 'end';
      this.phase = 'ready';
      this.#loadedAt = Date.now();
    } catch (error) {
      this.error = error;
      this.phase = 'failed';
    }
  }

  /** Called when the list is shown. A list without a stream is asked for anew, unless the reader had gone far down in it. */
  async open(): Promise<void> {
    if (this.phase === 'idle' || this.phase === 'failed') await this.load();
    else if (this.source.channel) await this.fillGap();
    else if (this.ids.length <= PAGE && Date.now() - this.#loadedAt > FRESH) await this.load();
  }

  async more(): Promise<void> {
    if (this.phase !== 'ready' || this.older === 'loading' || this.older === 'end') return;
    this.older = 'loading';
    try {
      const page = await session.api.page<Status>(this.source.path, {}, this.#next);
      const known = new Set(this.ids);
      this.ids = [...this.ids, ...statuses.put(page.items).filter((id) => !known.has(id))];
      // A page that brings nothing new would loop for ever, whatever its Link says.
      this.older = page.next && page.next !== this.#next && page.items.length ? 'idle' : 'end';
      this.#next = page.next;
    } catch {
      this.older = 'failed';
    }
  }

  /** Shows what waited. Only ever called because somebody pressed. */
  reveal(): void {
    this.ids = mergeNewest(this.ids, this.waiting);
    this.waiting = [];
  }

  /** A post of one's own is put in place at once: its writer looks for it. */
  insertOwn(status: Status): void {
    statuses.put([status]);
    this.ids = mergeNewest(this.ids, [status.id]);
    this.waiting = this.waiting.filter((id) => id !== status.id);
  }

  hear(event: StreamEvent): void {
    if (this.phase !== 'ready') return;
    if (event.type === 'update') this.#arrive([event.status], true);
    else if (event.type === 'status.update') statuses.put([event.status], true);
    else if (event.type === 'delete') {
      statuses.remove(event.id);
      this.ids = this.ids.filter((id) => id !== event.id);
      this.waiting = this.waiting.filter((id) => id !== event.id);
    } else if (event.type === 'resumed') void this.fillGap();
  }

  /** Asks upwards from the newest known post, page by page, so that nothing between is lost. */
  async fillGap(): Promise<void> {
    try {
      for (let round = 0; round < LONGEST_GAP; round++) {
        const newest = this.waiting[0] ?? this.ids[0];
        if (!newest) return await this.load();
        const page = await session.api.page<Status>(this.source.path, { ...this.source.query, limit: PAGE, min_id: newest });
        this.#arrive(page.items, false);
        if (page.items.length < PAGE) return;
      }
    } catch {
      // The next return of the line tries again.
    }
  }

  #arrive(items: Status[], fromStream: boolean): void {
    const known = new Set([...this.ids, ...this.waiting]);
    const fresh = statuses.put(items, fromStream).filter((id) => !known.has(id));
    if (!fresh.length) return;
    const own = items
      .filter((status) => fresh.includes(status.id) && status.account.id === session.me?.id)
      .map((status) => status.id);
    // Nobody reads an empty list: then nothing can be moved from under the eyes.
    const direct = this.ids.length === 0 ? fresh : own;
    if (direct.length) this.ids = mergeNewest(this.ids, direct);
    const late = fresh.filter((id) => !direct.includes(id));
    if (late.length) this.waiting = mergeNewest(this.waiting, late);
  }
}

// Feeds outlive their pages, so that "back" finds the list as it was left. They belong to one session.
const kept = new Map<string, Feed>();
let epoch = -1;
const MOST_KEPT = 12;

export function feedFor(source: FeedSource): Feed {
  if (epoch !== session.epoch) {
    kept.clear();
    epoch = session.epoch;
  }
  const known = kept.get(source.key);
  if (known) {
    kept.delete(source.key);
    kept.set(source.key, known);
    return known;
  }
  const feed = new Feed(source);
  kept.set(source.key, feed);
  if (kept.size > MOST_KEPT) kept.delete(kept.keys().next().value!);
  return feed;
}

/** A post just written belongs into the lists that are open. */
export function announceOwn(status: Status): void {
  for (const key of ['home', ...(status.visibility === 'public' && !status.in_reply_to_id ? ['local'] : [])]) {
    const feed = kept.get(key);
    if (feed?.phase === 'ready') feed.insertOwn(status);
  }
  void session.countAgain();
}
