// Every status that a screen shows, once. A favourite pressed in one place is pressed everywhere.
import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import { ApiError, type Poll, type Status } from '$lib/api';
import { toasts } from '$lib/design';
import { m, problem } from '$lib/i18n';
import { session } from '$lib/features/session';

export type Toggle = 'favourite' | 'reblog' | 'bookmark';
const FLAG = { favourite: 'favourited', reblog: 'reblogged', bookmark: 'bookmarked' } as const;
const COUNT = { favourite: 'favourites_count', reblog: 'reblogs_count', bookmark: null } as const;

class StatusStore {
  #byId = new SvelteMap<string, Status>();
  /** Deleted here, waiting for the undo to run out; hidden meanwhile. */
  #leaving = new SvelteSet<string>();
  #epoch = 0;

  get(id: string): Status | undefined {
    return this.#byId.get(id);
  }

  /** Gone or going. A boost of a deleted post goes with it. */
  hidden(id: string): boolean {
    const status = this.#byId.get(id);
    return !status || this.#leaving.has(id) || (!!status.reblog && this.hidden(status.reblog.id));
  }

  /** One of the reader's own filters says that lists leave it out. */
  filteredOut(id: string): boolean {
    const status = this.#byId.get(id);
    const shown = status?.reblog ?? status;
    return !!shown?.filtered?.some((result) => result.filter.filter_action === 'hide');
  }

  put(statuses: Status[], fromStream = false): string[] {
    if (this.#epoch !== session.epoch) {
      // Somebody else signed in: what the last person could see is not theirs.
      this.#byId.clear();
      this.#epoch = session.epoch;
    }
    for (const status of statuses) {
      if (status.reblog) this.put([status.reblog], fromStream);
      const known = this.#byId.get(status.id);
      // A streamed status is the same for every listener: it does not know what I pressed.
      this.#byId.set(
        status.id,
        known && fromStream
          ? {
              ...status,
              favourited: status.favourited || known.favourited,
              reblogged: status.reblogged || known.reblogged,
              bookmarked: status.bookmarked || known.bookmarked,
              poll:
                status.poll && known.poll?.voted ? { ...status.poll, voted: true, own_votes: known.poll.own_votes } : status.poll
            }
          : status
      );
    }
    return statuses.map((status) => status.id);
  }

  remove(id: string): void {
    const status = this.#byId.get(id);
    this.#byId.delete(id);
    if (status?.in_reply_to_id)
      this.#change(status.in_reply_to_id, (parent) => ({ replies_count: Math.max(0, parent.replies_count - 1) }));
  }

  /** A poll that was voted in or has news. */
  polled(id: string, poll: Poll): void {
    this.#change(id, () => ({ poll }));
  }

  /** Pinning to one's profile, and whether one hears of a conversation: pressed in a menu, said when it is done. */
  async set(id: string, what: 'pin' | 'unpin' | 'mute' | 'unmute', done: string): Promise<void> {
    try {
      this.put([await session.api.post<Status>(`/api/v1/statuses/${id}/${what}`)]);
      toasts.show(done);
    } catch (error) {
      this.#complain(error);
    }
  }

  replied(to: string): void {
    this.#change(to, (parent) => ({ replies_count: parent.replies_count + 1 }));
  }

  /** Shows the press at once and takes it back when the server says no. */
  async toggle(id: string, what: Toggle): Promise<void> {
    const before = this.#byId.get(id);
    if (!before) return;
    const on = !before[FLAG[what]];
    const counter = COUNT[what];
    this.#change(id, (status) => ({
      [FLAG[what]]: on,
      ...(counter ? { [counter]: Math.max(0, status[counter] + (on ? 1 : -1)) } : {})
    }));
    try {
      const answer = await session.api.post<Status>(`/api/v1/statuses/${id}/${on ? '' : 'un'}${what}`);
      this.put([answer.reblog && what === 'reblog' ? answer.reblog : answer]);
    } catch (error) {
      this.#change(id, (status) => ({
        [FLAG[what]]: !on,
        ...(counter ? { [counter]: Math.max(0, status[counter] - (on ? 1 : -1)) } : {})
      }));
      this.#complain(error);
    }
  }

  /** Ten seconds to think again; after that, or when the page goes away, it is sent. */
  delete(id: string): void {
    this.#leaving.add(id);
    toasts.show(m.client_status_deleted(), {
      action: { label: m.client_undo(), run: () => this.#leaving.delete(id) },
      done: () => void this.#send(id)
    });
  }

  async #send(id: string): Promise<void> {
    try {
      await session.api.delete(`/api/v1/statuses/${id}`, { keepalive: true });
      this.remove(id);
    } catch (error) {
      if (error instanceof ApiError && error.kind === 'not_found') this.remove(id);
      else this.#complain(error);
    }
    this.#leaving.delete(id);
  }

  #change(id: string, change: (status: Status) => Partial<Status>): void {
    const status = this.#byId.get(id);
    if (status) this.#byId.set(id, { ...status, ...change(status) });
  }

  #complain(error: unknown): void {
    const { title, text } = problem(error);
    toasts.show(`${title}. ${text}`, { tone: 'danger' });
  }
}

export const statuses = new StatusStore();
