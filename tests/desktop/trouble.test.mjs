// What goes wrong around the window: a server that dies again and again, a port that is somebody else's, a folder that is in use
// or cannot be written.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, renameSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { founded, lives, until, Window } from './webdriver.mjs';

const NO_BUS = { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent/bus' };

test('a server that is killed again and again is given up, with a cause and a button', { timeout: 180_000 }, async (t) => {
  const { home } = await founded(t);
  const window = await Window.open(home);
  t.after(() => window.close());
  await window.find('article', '', 40);
  const ended = async () => (await window.run('return document.body.innerText')).includes('times in a row');
  const killed = new Set();
  await until(
    'the supervisor gives up',
    async () => {
      if (await ended()) return true;
      if (!existsSync(join(home, 'server.pid'))) return false;
      const pid = window.serverPid();
      if (!killed.has(pid) && lives(pid)) process.kill(pid, 'SIGKILL');
      killed.add(pid);
      return false;
    },
    60,
  );
  assert.equal(killed.size, 6, 'the first, and five that were started again');
  await window.see('The server stopped 6 times in a row');
  await window.see('Your data is safe');
  await window.screenshot('trouble-loop');
  await window.press('Server log', 'button');
  await window.find('pre');
  await window.press('Close', 'button');
  await window.press('Try again', 'button');
  await until('it runs again', () => lives(window.serverPid()));
  await until('the banner is gone', async () => !(await ended()));
  await window.find('article');
});

test('a taken port: the culprit is named, the next free one is used and remembered, nothing stored changes', { timeout: 120_000 }, async (t) => {
  const { home, folder, port, remembered } = await founded(t);
  const config = readFileSync(join(folder, 'instance.toml'), 'utf8');
  const other = createServer();
  await new Promise((done) => other.listen(port, '127.0.0.1', done));
  t.after(() => other.close());
  const window = await Window.open(home);
  t.after(() => window.close());
  await window.find('article', '', 40);
  await window.press('My community', 'a');
  await window.see(`Port ${port} is used by`);
  await window.see(`(pid ${process.pid})`);
  await window.screenshot('trouble-port');
  assert.ok(remembered().port > port);
  assert.equal(readFileSync(join(folder, 'instance.toml'), 'utf8'), config);
});

test('a second app on one folder says so when no session bus can call the first', { timeout: 120_000 }, async (t) => {
  const { home } = await founded(t);
  const first = await Window.open(home, NO_BUS);
  t.after(() => first.close());
  await first.find('article', '', 40);
  const server = first.serverPid();
  const second = await Window.open(home, NO_BUS);
  t.after(() => second.close());
  await second.find('h1', 'This community is already running');
  await second.screenshot('trouble-twice');
  assert.equal(first.serverPid(), server);
  assert.ok(lives(server));
  await first.run('location.reload()');
  await first.find('article', '', 40);
});

test('a folder that cannot be written is a page with a cause, not silence', { timeout: 90_000 }, async (t) => {
  // Nobody may make a folder there, whoever runs the tests.
  const window = await Window.open('/sys/howdah');
  t.after(() => window.close());
  await window.find('h1', 'The folder cannot be written');
  await window.see('/sys/howdah');
  await window.screenshot('trouble-read-only');
});

test('a community whose folder is gone, and back again', { timeout: 90_000 }, async (t) => {
  const { home, folder } = await founded(t);
  renameSync(folder, `${folder}-elsewhere`);
  const window = await Window.open(home);
  t.after(() => window.close());
  await window.see('folder is gone', 40);
  await window.screenshot('trouble-folder-gone');
  renameSync(`${folder}-elsewhere`, folder);
  await window.press('Try again', 'button');
  await window.find('article', '', 40);
});
