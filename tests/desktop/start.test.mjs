// npm start on a machine with a display: everything is built, and the window opens on the first screen of the wizard.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync, readdirSync, realpathSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';
import { emptyHome, lives, parentOf, until } from './webdriver.mjs';
import { Screen } from './x11.mjs';

const root = resolve(fileURLToPath(import.meta.url), '../../..');

/** The processes that run this program as a descendant of `ancestor`. */
function running(program, ancestor) {
  const below = (pid) => pid === ancestor || (pid > 1 && below(parentOf(pid)));
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number).filter((pid) => {
    try {
      return realpathSync(`/proc/${pid}/exe`) === program && below(pid);
    } catch {
      return false;
    }
  });
}

test('npm start builds and opens the window', { timeout: 220_000 }, async (t) => {
  const home = emptyHome(t);
  const said = [];
  const start = spawn('npm', ['start'], { cwd: root, env: { ...process.env, HOWDAH_HOME: home, LANG: 'en_US.UTF-8' }, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  for (const stream of [start.stdout, start.stderr]) stream.on('data', (piece) => said.push(String(piece)));
  t.after(() => {
    if (start.exitCode === null && lives(start.pid)) process.kill(-start.pid, 'SIGKILL');
  });
  const program = realpathSync(process.env.HOWDAH_DESKTOP_BIN);
  const [app] = await until('the app runs', () => {
    if (start.exitCode !== null) throw new Error(said.join(''));
    const found = running(program, start.pid);
    return found.length > 0 && found;
  }, 180);
  const screen = await Screen.open();
  t.after(() => screen.end());
  await until('the window is shown', async () => {
    const frame = await screen.find('Howdah', app);
    return frame && screen.shown(frame);
  });
  assert.match(said.join(''), /about 10 minutes the first time, seconds after that/, 'it says how long it takes');
  process.kill(-start.pid, 'SIGINT');
  await until('both end', () => !lives(app) && start.exitCode !== null);
  // Nothing was founded, so nothing runs and nothing was left but the app's own notes.
  assert.ok(!readdirSync(home).includes('communities') || readdirSync(join(home, 'communities')).length === 0);
  assert.throws(() => readFileSync(join(home, 'server.pid')));
});
