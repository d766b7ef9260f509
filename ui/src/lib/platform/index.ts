import { webPlatform } from './web';
import type { Platform } from './platform';

export { asTrouble, isTrouble } from './desktop';

export type { Capabilities, DesktopApi, Platform, Session } from './platform';

let chosen: Platform | undefined;

/** Called once by the root layout, before anything is shown. */
export async function startPlatform(): Promise<Platform> {
  if (!chosen) {
    // The window's code is its own chunk: a browser never loads it.
    // A page that a test prepared (addInitScript) shows the window's screens in Chromium.
    const fake = (window as { __HOWDAH_FAKE__?: unknown }).__HOWDAH_FAKE__;
    if (fake && import.meta.env.DEV) chosen = (await import('./fake')).fakeDesktop();
    else if ('__TAURI_INTERNALS__' in window) chosen = (await import('./tauri')).tauriPlatform();
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
