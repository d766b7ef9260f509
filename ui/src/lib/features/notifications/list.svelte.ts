import type { Notification, StreamEvent } from '$lib/api';
import { session } from '$lib/features/session';
import { statuses } from '$lib/features/statuses';

/** Kinds that stand for a person's words: the "mentions" tab. */
const MENTIONS = ['mention'];

export class NotificationList {
  items = $state.raw<Notification[]>([]);
  phase = $state<'loading' | 'ready' | 'failed'>('loading');
  older = $state<'idle' | 'loading' | 'failed' | 'end'>('idle');
  error = $state.raw<unknown>(null);
  #next: string | undefined;

  constructor(readonly mentionsOnly: boolean) {}

  async load(): Promise<void> {
    this.phase = 'loading';
    try {
      const page = await session.api.page<Notification>('/api/v1/notifications', this.#query());
      this.#take(page.items);
      this.items = page.items;
      this.#next = page.next;
      this.older = page.next ? 'idle' : 'end';
      this.phase = 'ready';
    } catch (error) {
      this.error = error;
      this.phase = 'failed';
    }
  }

  async more(): Promise<void> {
    if (this.older === 'loading' || this.older === 'end' || this.phase !== 'ready') return;
    this.older = 'loading';
    try {
      const page = await session.api.page<Notification>('/api/v1/notifications', {}, this.#next);
      this.#take(page.items);
      const known = new Set(this.items.map((entry) => entry.id));
      this.items = [...this.items, ...page.items.filter((entry) => !known.has(entry.id))];
      this.older = page.next && page.next !== this.#next && page.items.length ? 'idle' : 'end';
      this.#next = page.next;
    } catch {
      this.older = 'failed';
    }
  }

  hear(event: StreamEvent): void {
    if (this.phase !== 'ready') return;
    if (event.type === 'resumed') void this.load();
    if (event.type !== 'notification') return;
    const entry = event.notification;
    if (this.mentionsOnly && !MENTIONS.includes(entry.type)) return;
    if (this.items.some((known) => known.id === entry.id)) return;
    this.#take([entry], true);
    this.items = [entry, ...this.items];
  }

  #take(items: Notification[], fromStream = false): void {
    statuses.put(
      items.flatMap((entry) => entry.status ?? []),
      fromStream
    );
  }
  #query() {
    return this.mentionsOnly ? { limit: 30, types: MENTIONS } : { limit: 30 };
  }
}
