// How many notifications came since the reader last looked, on any of their devices: Mastodon's markers remember it on the server.
import type { Marker, Notification } from '$lib/api';
import { session } from '$lib/features/session';

/** Longer is newer, then greater: ids are numbers too long for a number. */
export function isNewer(a: string, b: string): boolean {
  return a.length !== b.length ? a.length > b.length : a > b;
}

class Unread {
  count = $state(0);
  lastRead = $state('0');

  /** Call when somebody is signed in; gives back how to stop. */
  start(): () => void {
    void this.refresh();
    return (
      session.stream?.subscribe('user', (event) => {
        if (event.type === 'notification') {
          if (isNewer(event.notification.id, this.lastRead)) this.count += 1;
        } else if (event.type === 'resumed') void this.refresh();
      }) ?? (() => {})
    );
  }

  async refresh(): Promise<void> {
    try {
      const markers = await session.api.get<{ notifications?: Marker }>('/api/v1/markers', { timeline: ['notifications'] });
      this.lastRead = markers.notifications?.last_read_id ?? '0';
      const newest = await session.api.page<Notification>('/api/v1/notifications', { limit: 40 });
      this.count = newest.items.filter((entry) => isNewer(entry.id, this.lastRead)).length;
    } catch {
      // A number beside a bell is not worth a message.
    }
  }

  /** The reader has seen up to here. */
  async seen(id: string): Promise<void> {
    this.count = 0;
    if (!isNewer(id, this.lastRead)) return;
    this.lastRead = id;
    try {
      await session.api.post('/api/v1/markers', { notifications: { last_read_id: id } });
    } catch {
      // Next time.
    }
  }
}

export const unread = new Unread();
