// Building the programs: the UI first, since the server and the window carry it.
import { join } from 'node:path';
import { nodePackages } from './node-packages.mjs';
import { binary, has, root, target } from './places.mjs';
import { run } from './run.mjs';
import { unlessUnchanged } from './unchanged.mjs';

export async function buildUi() {
  if (!has('ui/package.json')) return;
  await nodePackages();
  await unlessUnchanged('ui-build', ['ui', 'messages', 'package-lock.json'], [join(root, 'ui/build/index.html')], () =>
    run('npm', ['run', '--silent', '-w', 'ui', 'build'], { log: 'ui-build' }),
  );
}

// Cargo knows by itself what has changed. In the dev profile the UI is read from ui/build, in release it is embedded.
export async function buildServer(profile) {
  const release = profile === 'release' ? ['--release'] : [];
  await run('cargo', ['build', '-p', 'howdah-server', '--bin', 'howdah-server', '--locked', ...release], { log: 'server' });
  return binary('howdah-server', profile);
}

// The window takes the server that lies beside its own executable, and both are built into one folder.
export async function buildWindow(profile) {
  const debug = profile === 'release' ? [] : ['--debug'];
  const inputs = ['src-tauri', 'ui', 'messages', 'icons', 'Cargo.toml', 'Cargo.lock', 'package-lock.json'];
  const built = binary('howdah', profile);
  await unlessUnchanged(`window-${profile}`, inputs, [built], () =>
    run('npx', ['--no-install', 'tauri', 'build', '--no-bundle', ...debug], { log: 'window', env: { CARGO_TARGET_DIR: target } }),
  );
  return built;
}
