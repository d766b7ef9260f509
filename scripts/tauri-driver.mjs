// tauri-driver, which stands between a WebDriver client and the window: built once, kept in the cache.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { cache } from './places.mjs';
import { run } from './run.mjs';

const version = '2.1.0';

export const tauriDriverPath = join(cache, `tauri-driver-${version}`, 'bin', 'tauri-driver');

export async function tauriDriver({ log = 'set-up' } = {}) {
  if (existsSync(tauriDriverPath)) return;
  const root = join(cache, `tauri-driver-${version}`);
  await run('cargo', ['install', 'tauri-driver', '--version', version, '--locked', '--root', root], { log, append: true });
}
