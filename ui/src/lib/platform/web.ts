// A browser on the server's own address.
import { copyText } from './clipboard';
import type { Platform, Session } from './platform';

const KEY = 'howdah.session';

export function webPlatform(): Platform {
  return {
    kind: 'web',
    capabilities: {
      processes: false,
      ownsSession: false,
      clipboard: window.isSecureContext && !!navigator.clipboard,
      share: window.isSecureContext && typeof navigator.share === 'function',
      notifications: window.isSecureContext && 'Notification' in window
    },
    async loadSession() {
      let token: string | null = null;
      try {
        token = (JSON.parse(localStorage.getItem(KEY) ?? 'null') as Session | null)?.token ?? null;
      } catch {
        // A broken entry: signed out.
      }
      return { baseUrl: '', token };
    },
    async saveSession(session) {
      try {
        if (session.token) localStorage.setItem(KEY, JSON.stringify({ baseUrl: '', token: session.token }));
        else localStorage.removeItem(KEY);
      } catch {
        // Storage refused: the session lasts as long as the page.
      }
    },
    onSession(changed) {
      // Signing in or out in another tab reaches this one.
      const listen = (event: StorageEvent) => {
        if (event.key !== KEY) return;
        const token = event.newValue ? ((JSON.parse(event.newValue) as Session).token ?? null) : null;
        changed({ baseUrl: '', token });
      };
      window.addEventListener('storage', listen);
      return () => window.removeEventListener('storage', listen);
    },
    copy: copyText,
    async share(data) {
      if (!this.capabilities.share) return false;
      try {
        await navigator.share(data);
        return true;
      } catch {
        return false;
      }
    },
    async openExternal(url) {
      window.open(url, '_blank', 'noopener,noreferrer');
    }
  };
}
