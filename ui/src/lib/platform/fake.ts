// A platform for tests and for looking at screens: everything is said, nothing happens.
import type {} from './desktop';
import type { DesktopApi, Platform, Session } from './platform';

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

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** A window without a community, for looking at the wizard in a browser. An owner named "taken" is refused. */
export function fakeDesktop(): Platform {
  const desktop: DesktopApi = {
    status: async () => ({ state: { kind: 'stopped' }, has_community: false, reach: null, folder: null, notices: [] }),
    onServer: () => () => {},
    startServer: async () => {},
    stopServer: async () => {},
    logs: async () => ['ready listen=127.0.0.1:3000'],
    openFolder: async () => {},
    network: async () => ({
      reach: 'network',
      port: 3000,
      addresses: [
        { ip: '192.168.1.23', adapter: 'wlan0', medium: 'wifi', score: 70 },
        { ip: '172.17.0.1', adapter: 'docker0', medium: 'virtual', score: -50 }
      ],
      local_name: 'ada-laptop.local'
    }),
    setReach: async () => {},
    async found(plan, onStep) {
      for (const step of ['init', 'owner', 'token', 'serve', 'look', 'done'] as const) {
        onStep(step);
        await pause(300);
        if (step === 'owner' && plan.owner === 'taken') throw { kind: 'refused', message: 'told so' };
      }
      return { baseUrl: '', token: 'fake' };
    },
    enter: async () => {},
    async tryBackup(file, onProgress) {
      onProgress(1);
      await pause(200);
      if (file.size < 10) throw { kind: 'refused', message: 'told so' };
      return { title: 'Garden', members: 12, statuses: 345 };
    },
    takeBackup: async () => ({ baseUrl: '', token: null }),
    discardBackup: async () => {},
    onClosing: () => () => {},
    closeWindow: async () => {},
    quit: async () => {},
    restart: async () => {},
    onCopy: () => () => {}
  };
  const base = fakePlatform(null);
  return { ...base, capabilities: { ...base.capabilities, processes: true, ownsSession: true }, desktop };
}
