// A Python environment for the third-party clients, made once per list of requirements and kept in the cache.
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cache, root } from './places.mjs';
import { ask, run } from './run.mjs';
import { fingerprint } from './unchanged.mjs';

export const requirements = 'tests/clients/requirements.txt';

export function pythonPath() {
  return join(cache, `python-${fingerprint([requirements]).slice(0, 12)}`, 'bin', 'python');
}

export async function pythonVenv({ log = 'set-up' } = {}) {
  const python = pythonPath();
  const done = existsSync(python) && (await ask(python, ['-c', 'import mastodon'])) !== null;
  if (done) return;
  const venv = join(python, '..', '..');
  rmSync(venv, { recursive: true, force: true });
  await run('python3', ['-m', 'venv', venv], { log, append: true });
  await run(python, ['-m', 'pip', 'install', '--quiet', '-r', join(root, requirements)], { log, append: true });
}
