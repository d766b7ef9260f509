// The desktop window. The only file that imports @tauri-apps/*.
import { invoke } from '@tauri-apps/api/core';
import { listen } from '@tauri-apps/api/event';
import type { Closing, ServerState, Step } from '$lib/bindings/desktop';
import { copyText } from './clipboard';
import type {} from './desktop';
import type { DesktopApi, Platform, Session } from './platform';

/** Large enough to be quick, small enough not to hold a backup twice in memory. */
const PIECE = 4 * 1024 * 1024;

function on<T>(name: string, tell: (payload: T) => void): () => void {
  const stop = listen<T>(name, (event) => tell(event.payload));
  return () => void stop.then((off) => off());
}

const desktop: DesktopApi = {
  status: () => invoke('status'),
  onServer: (changed) => on<ServerState>('server', changed),
  startServer: () => invoke('start_server'),
  stopServer: () => invoke('stop_server'),
  logs: () => invoke('logs'),
  openFolder: () => invoke('open_folder'),
  network: () => invoke('network'),
  setReach: (reach) => invoke('set_reach', { reach }),
  async found(plan, onStep) {
    const off = on<Step>('founding', onStep);
    try {
      return await invoke('found', { plan });
    } finally {
      off();
    }
  },
  enter: () => invoke('enter'),
  async tryBackup(file, onProgress) {
    await invoke('restore_begin');
    for (let at = 0; at < file.size; at += PIECE) {
      await invoke('restore_piece', await file.slice(at, at + PIECE).arrayBuffer());
      onProgress(Math.min(1, (at + PIECE) / file.size));
    }
    return invoke('restore_try');
  },
  takeBackup: () => invoke('restore_take'),
  discardBackup: () => invoke('restore_discard'),
  onClosing: (ask) => on<Closing>('closing', ask),
  closeWindow: (how) => invoke('close_window', { how }),
  quit: () => invoke('quit'),
  restart: () => invoke('restart'),
  onCopy: (copy) => on<string>('copy', copy)
};

export function tauriPlatform(): Platform {
  return {
    kind: 'desktop',
    capabilities: { processes: true, ownsSession: true, clipboard: true, share: false, notifications: true },
    desktop,
    loadSession: () => invoke<Session | null>('session'),
    saveSession: (session) => invoke('save_session', { session }),
    onSession(changed) {
      return on<Session | null>('session', changed);
    },
    copy: copyText,
    async share() {
      return false;
    },
    openExternal: (url) => invoke('open_external', { url })
  };
}
