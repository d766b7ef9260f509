import { webPlatform } from './web';
import type { Platform } from './platform';

export type { Capabilities, DesktopApi, Platform, Session } from './platform';

let chosen: Platform | undefined;

/** Called once by the root layout, before anything is shown. */
export async function startPlatform(): Promise<Platform> {
  if (!chosen) {
    // The window's code is its own chunk: a browser never loads it.
    if ('__TAURI_INTERNALS__' in window) chosen = (await import('./tauri')).tauriPlatform();
    else chosen = webPlatform();
  }
  return chosen;
}

export function platform(): Platform {
  if (!chosen) throw new Error('startPlatform() has not run');
  return chosen;
}

/** For tests. */
export function usePlatform(other: Platform): void {
  chosen = other;
}
