// A platform for tests and for looking at screens: everything is said, nothing happens.
import type { Platform, Session } from './platform';

export function fakePlatform(
  session: Session | null = { baseUrl: '', token: null }
): Platform & { copied: string[]; opened: string[] } {
  let current = session;
  const listeners = new Set<(session: Session | null) => void>();
  return {
    kind: 'fake',
    capabilities: { processes: false, ownsSession: false, clipboard: true, share: false, notifications: false },
    copied: [],
    opened: [],
    async loadSession() {
      return current;
    },
    async saveSession(next) {
      current = next;
      for (const listener of listeners) listener(next);
    },
    onSession(changed) {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
    async copy(text) {
      this.copied.push(text);
      return true;
    },
    async share() {
      return false;
    },
    async openExternal(url) {
      this.opened.push(url);
    }
  };
}
