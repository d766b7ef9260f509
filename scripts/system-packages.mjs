// Debian packages, by what they are needed for, and how a missing one is installed: as root at once, otherwise through
// sudo after one plain question. Nothing is ever removed or upgraded.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline/promises';
import { Failed, ask, run } from './run.mjs';
import { bold, say } from './say.mjs';

export const packages = {
  media: ['ffmpeg'],
  server: ['build-essential', 'pkg-config', 'lld', 'git', 'ca-certificates'],
  window: ['libwebkit2gtk-4.1-dev', 'librsvg2-dev', 'libayatana-appindicator3-dev', 'libssl-dev', 'libxdo-dev', 'file'],
  virtualDisplay: ['xvfb', 'xauth', 'dbus-x11', 'webkit2gtk-driver', 'fonts-dejavu-core'],
  browser: ['chromium', 'fonts-dejavu-core'],
  postgres: ['postgresql'],
  python: ['python3', 'python3-venv'],
};

async function missing(wanted) {
  const listed = await ask('dpkg-query', ['-W', '-f', '${Package} ${db:Status-Status}\\n']);
  const installed = new Set((listed ?? '').split('\n').filter((line) => line.endsWith(' installed')).map((line) => line.split(' ')[0]));
  return wanted.filter((name) => !installed.has(name));
}

export async function systemPackages(purposes, { log = 'set-up' } = {}) {
  const wanted = [...new Set(purposes.flatMap((purpose) => packages[purpose]))];
  if ((await ask('apt-get', ['--version'])) === null) {
    // Another system: the compiler will name what is missing, and the README lists what to look for.
    say(`This is not Debian or Ubuntu, so nothing is installed. Needed, by Debian's names: ${wanted.join(' ')}`);
    return;
  }
  const absent = await missing(wanted);
  if (absent.length === 0) return;
  say(`Missing system packages: ${bold(absent.join(' '))}`);
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  const install = ['install', '-y', '--no-install-recommends', ...absent];
  if (process.getuid() === 0) {
    say('Installing them with apt-get.');
    // An old package list names files that are gone, a fresh image has none at all.
    await run('apt-get', ['update'], { log, env, append: true });
    await run('apt-get', install, { log, env, append: true });
    return;
  }
  const sudo = (await ask('sudo', ['--version'])) !== null;
  const byHand = sudo
    ? `sudo apt-get update && sudo apt-get install -y ${absent.join(' ')}`
    : `su -c "apt-get update && apt-get install -y ${absent.join(' ')}"`;
  if (sudo && (await allowed())) {
    const update = await withTerminal('sudo', ['apt-get', 'update']);
    if (update && (await withTerminal('sudo', ['DEBIAN_FRONTEND=noninteractive', 'apt-get', ...install]))) return;
  }
  throw new Failed(`Please install them and start again:\n\n    ${byHand}\n`);
}

// Where nobody can be asked, as in CI, sudo decides: without a password it was allowed before.
async function allowed() {
  if (!process.stdin.isTTY) return (await ask('sudo', ['-n', 'true'])) !== null;
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await lines.question('Install them now? sudo may ask for your password. [Y/n] ');
  lines.close();
  return !/^\s*n/i.test(answer);
}

// sudo asks for its password on the terminal, so this child keeps it. Tells whether it went well.
function withTerminal(command, args) {
  return new Promise((done) => {
    const child = spawn(command, args, { stdio: ['inherit', 2, 2] });
    child.on('error', () => done(false));
    child.on('close', (code) => done(code === 0));
  });
}
