// Where things are: the checkout, the cache that survives it, and what a test leaves behind.
import { existsSync, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');

// Kept outside the checkout, so that a second clone, or CI's fresh one, starts warm.
export const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'howdah');
export const artifacts = join(root, 'tests', 'artifacts');

process.env.CARGO_TARGET_DIR ||= join(cache, 'target');
export const target = resolve(root, process.env.CARGO_TARGET_DIR);

export const has = (path) => existsSync(join(root, path));

export function folder(path) {
  mkdirSync(path, { recursive: true });
  return path;
}

export const binary = (name, profile) => join(target, profile === 'release' ? 'release' : 'debug', name);
