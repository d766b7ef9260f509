// `npm ci`, once per lock file.
import { join } from 'node:path';
import { has, root } from './places.mjs';
import { run } from './run.mjs';
import { unlessUnchanged } from './unchanged.mjs';

const quiet = ['--no-audit', '--no-fund', '--no-progress'];

export function nodePackages(folder = '.', { log = 'set-up' } = {}) {
  const inputs = ['package.json', 'package-lock.json'].map((name) => join(folder, name));
  if (folder === '.') inputs.push('ui/package.json');
  const outputs = [join(root, folder, 'node_modules')];
  return unlessUnchanged(`npm-${folder.replace(/[^a-z]+/g, '-')}`, inputs, outputs, async () => {
    const command = has(join(folder, 'package-lock.json')) ? 'ci' : 'install';
    await run('npm', [command, ...quiet], { cwd: join(root, folder), log, append: true });
  });
}
