// HOWDAH_HOME holds everything that the app writes; what a desktop lacks costs a notice; the window comes back where it was.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { emptyHome, founded, lives, until, Window } from './webdriver.mjs';
import { Screen } from './x11.mjs';

const NO_BUS = { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent/bus' };
const everything = (folder) => readdirSync(folder, { recursive: true }).sort();

test('nothing is written outside HOWDAH_HOME', { timeout: 120_000 }, async (t) => {
  const { home } = await founded(t);
  const person = emptyHome(t);
  const own = { HOME: person, XDG_DATA_HOME: '', XDG_CONFIG_HOME: '', XDG_CACHE_HOME: '', XDG_STATE_HOME: '', XDG_RUNTIME_DIR: join(person, 'run') };
  mkdirSync(own.XDG_RUNTIME_DIR, { mode: 0o700 });
  const app = spawn(process.env.HOWDAH_DESKTOP_BIN, { env: { ...process.env, ...own, HOWDAH_HOME: home }, stdio: 'ignore' });
  const pid = () => JSON.parse(readFileSync(join(home, 'server.pid'), 'utf8')).pid;
  await until('it serves', () => lives(pid()));
  const screen = await Screen.open();
  await until('the window is shown', async () => screen.shown(await screen.find('Howdah', app.pid)));
  screen.end();
  // The page has loaded and painted, and WebKit has opened its stores.
  await until('the page has its stores', () => readdirSync(join(home, 'webview')).length > 0);
  await new Promise((done) => setTimeout(done, 2000));
  app.kill('SIGTERM');
  await new Promise((done) => app.once('exit', done));
  assert.deepEqual(everything(person).filter((path) => !path.startsWith('run')), []);
  assert.ok(everything(home).includes('window.json'));
});

test('no bus, no tray, no keychain: notices on a page, the token in a file of its own', { timeout: 120_000 }, async (t) => {
  const { home, token } = await founded(t);
  // Without HOWDAH_HOME the keychain is asked; there is none, since there is no bus to reach it on.
  const person = emptyHome(t);
  mkdirSync(join(person, 'data'));
  renameSync(home, join(person, 'data', 'howdah'));
  const own = join(person, 'data', 'howdah');
  const app = JSON.parse(readFileSync(join(own, 'app.json'), 'utf8'));
  app.community.folder = join(own, 'communities', 'garden');
  writeFileSync(join(own, 'app.json'), JSON.stringify(app));
  const window = await Window.open(own, { ...NO_BUS, HOWDAH_HOME: '', HOME: person, XDG_DATA_HOME: join(person, 'data') });
  t.after(() => window.close());
  await window.find('article', '', 40);
  await window.press('My community', 'a');
  for (const notice of ['shows no icons beside the clock', 'cannot bring this window to the front', 'There is no keychain here']) await window.see(notice);
  await window.screenshot('home-notices');
  assert.equal(statSync(join(own, 'owner-token')).mode & 0o777, 0o600);
  assert.equal(readFileSync(join(own, 'owner-token'), 'utf8'), token);
});

test('without the library that trays need it starts, and says so', { timeout: 90_000 }, async (t) => {
  const { home } = await founded(t);
  const broken = emptyHome(t);
  // Found first, and no library at all: as if it were not installed.
  for (const name of ['libayatana-appindicator3.so.1', 'libappindicator3.so.1', 'libayatana-appindicator3.so', 'libappindicator3.so'])
    writeFileSync(join(broken, name), '');
  const window = await Window.open(home, { LD_LIBRARY_PATH: broken });
  t.after(() => window.close());
  await window.find('article', '', 40);
  await window.press('My community', 'a');
  await window.see('shows no icons beside the clock');
  assert.ok(lives(window.appPid()));
});

test('the window comes back where it was, and onto a screen that is there', { timeout: 120_000 }, async (t) => {
  const { home } = await founded(t);
  const screen = await Screen.open();
  t.after(() => screen.end());
  async function look(change) {
    const window = await Window.open(home);
    await window.find('article', '', 40);
    const [app, frame] = [window.appPid(), await screen.find('Howdah', window.appPid())];
    const seen = await screen.place(frame);
    if (change) {
      await screen.move(frame, change);
      await until('moved', async () => (await screen.place(frame)).width === change.width);
      await new Promise((done) => setTimeout(done, 500));
    }
    process.kill(app, 'SIGTERM');
    await until('it ends', () => !lives(app));
    await window.close();
    return seen;
  }
  const wanted = { x: 120, y: 60, width: 900, height: 640 };
  await look(wanted);
  assert.deepEqual(await look(), wanted);
  // Where a second screen was, larger than this one.
  writeFileSync(join(home, 'window.json'), JSON.stringify({ x: 5000, y: 4000, width: 9000, height: 500, maximized: false }));
  const { x, y, width, height } = await look();
  assert.ok(x >= 0 && y >= 0, `${x},${y}`);
  assert.ok(width <= 4000 && height === 500, `${width}x${height}`);
  writeFileSync(join(home, 'window.json'), 'not json');
  assert.ok((await look()).width > 300);
});
