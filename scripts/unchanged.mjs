// "Have the inputs of this step changed since it last went well?" Contents are hashed, not times: a fresh clone of the
// same commit counts as unchanged.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cache, folder, root } from './places.mjs';

const ignored = new Set(['node_modules', 'target', 'build', 'build-pseudo', '.svelte-kit', 'paraglide', 'artifacts', '.git', 'gen']);

// What a build writes beside its own inputs is no change of them.
const written = /\/project\.inlang\/(?!settings\.json$)/;

function* files(path) {
  if (!existsSync(path)) return;
  if (statSync(path).isFile()) {
    yield path;
    return;
  }
  for (const entry of readdirSync(path, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (ignored.has(entry.name)) continue;
    const child = join(path, entry.name);
    if (entry.isDirectory()) yield* files(child);
    else if (entry.isFile() && !written.test(child)) yield child;
  }
}

export function fingerprint(inputs) {
  const hash = createHash('sha256');
  for (const input of inputs) {
    for (const file of files(join(root, input))) {
      hash.update(file.slice(root.length)).update('\0').update(readFileSync(file)).update('\0');
    }
  }
  return hash.digest('hex');
}

// Runs `work` unless `inputs` are as they were when it last went well and every one of `outputs` is still there.
// Returns whether it ran. The stamp belongs to the outputs: two checkouts that build into one target folder share it.
export async function unlessUnchanged(name, inputs, outputs, work) {
  const where = createHash('sha256').update(outputs.join('\0')).digest('hex').slice(0, 12);
  const stamp = join(folder(join(cache, 'stamps')), `${name}-${where}`);
  const now = fingerprint(inputs);
  const before = existsSync(stamp) ? readFileSync(stamp, 'utf8') : '';
  if (before === now && outputs.every((path) => existsSync(path))) return false;
  await work();
  writeFileSync(stamp, now);
  return true;
}
