// The desktop window. The only file that imports @tauri-apps/*.
import { invoke } from '@tauri-apps/api/core';
import { listen } from '@tauri-apps/api/event';
import { copyText } from './clipboard';
import type { Platform, Session } from './platform';

export function tauriPlatform(): Platform {
  return {
    kind: 'desktop',
    capabilities: { processes: true, ownsSession: true, clipboard: true, share: false, notifications: true },
    loadSession: () => invoke<Session | null>('session'),
    saveSession: (session) => invoke('save_session', { session }),
    onSession(changed) {
      const stop = listen<Session | null>('session', (event) => changed(event.payload));
      return () => void stop.then((off) => off());
    },
    copy: copyText,
    async share() {
      return false;
    },
    openExternal: (url) => invoke('open_external', { url })
  };
}
