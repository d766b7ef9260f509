// The reader's own lists. Known to the pages that show them, and kept in order of their names.
import type { List } from '$lib/api';
import { toasts } from '$lib/design';
import { m, problem } from '$lib/i18n';
import { session } from '$lib/features/session';

class Lists {
  all = $state.raw<List[]>([]);
  phase = $state<'idle' | 'loading' | 'ready' | 'failed'>('idle');
  error = $state.raw<unknown>(null);
  /** Taken away here, until the time for thinking again is over. */
  #leaving = $state.raw<string[]>([]);
  shown = $derived(this.all.filter((list) => !this.#leaving.includes(list.id)));
  #epoch = -1;

  async load(): Promise<void> {
    if (this.#epoch !== session.epoch) this.all = [];
    this.#epoch = session.epoch;
    if (!this.all.length) this.phase = 'loading';
    try {
      this.#put(await session.api.get<List[]>('/api/v1/lists'));
      this.phase = 'ready';
    } catch (error) {
      this.error = error;
      this.phase = 'failed';
    }
  }

  async save(id: string | null, change: Omit<List, 'id'>): Promise<List> {
    const saved = id
      ? await session.api.put<List>(`/api/v1/lists/${id}`, change)
      : await session.api.post<List>('/api/v1/lists', change);
    this.#put([...this.all.filter((list) => list.id !== saved.id), saved]);
    return saved;
  }

  delete(list: List): void {
    this.#leaving = [...this.#leaving, list.id];
    const back = () => (this.#leaving = this.#leaving.filter((id) => id !== list.id));
    toasts.show(m.client_list_deleted({ title: list.title }), {
      action: { label: m.client_undo(), run: back },
      done: () => void this.#send(list.id, back)
    });
  }

  async #send(id: string, back: () => void): Promise<void> {
    try {
      await session.api.delete(`/api/v1/lists/${id}`, { keepalive: true });
      this.all = this.all.filter((list) => list.id !== id);
    } catch (error) {
      const { title, text } = problem(error);
      toasts.show(`${title}. ${text}`, { tone: 'danger' });
    }
    back();
  }

  #put(all: List[]): void {
    this.all = all.toSorted((a, b) => a.title.localeCompare(b.title));
  }
}

export const lists = new Lists();
