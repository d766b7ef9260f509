// The release programs: each command ends with one line on stdout, and what it names works from any directory.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';

const root = resolve(fileURLToPath(import.meta.url), '../../..');

/** What `npm run build:WHAT` says on stdout: the path in its only line. */
function built(what) {
  const said = execFileSync('npm', ['run', '--silent', `build:${what}`], { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = said.trimEnd().split('\n');
  assert.equal(lines.length, 1, said);
  const told = JSON.parse(lines[0]);
  assert.deepEqual(Object.keys(told), [what]);
  assert.ok(isAbsolute(told[what]) && existsSync(told[what]), told[what]);
  return told[what];
}

test('npm run build:server: the UI is inside, and it runs anywhere', { timeout: 1_800_000 }, async (t) => {
  const server = built('server');
  // Read from the file and not from the checkout: the page must be in the program itself.
  assert.ok(readFileSync(server).includes('_app/immutable/entry/start'), 'the UI is embedded');
  const folder = mkdtempSync(join(tmpdir(), 'howdah-release-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const data = join(folder, 'town');
  const [cwd, quiet] = ['/', { cwd: '/', stdio: ['ignore', 'pipe', 'ignore'], encoding: 'utf8' }];
  execFileSync(server, ['init', '--data-dir', data, '--domain', 'localhost:3000', '--scheme', 'http', '--listen', '127.0.0.1:0', '--title', 'Town', '--registrations', 'open'], quiet);
  const serving = spawn(server, ['serve', '--data-dir', data, '--listen', '127.0.0.1:0'], { cwd, stdio: ['ignore', 'pipe', 'ignore'] });
  t.after(() => serving.kill('SIGKILL'));
  const ready = JSON.parse(await new Promise((done) => serving.stdout.once('data', (line) => done(String(line)))));
  assert.equal(ready.event, 'ready');
  const page = await (await fetch(`http://${ready.listen}/`)).text();
  const script = page.match(/"(\/_app\/immutable\/entry\/start[^"]+)"/)[1];
  const answer = await fetch(`http://${ready.listen}${script}`);
  assert.equal(answer.status, 200);
  assert.match(answer.headers.get('content-type'), /javascript/);
  serving.kill('SIGTERM');
  assert.equal(await new Promise((done) => serving.once('exit', done)), 0);
});

test('npm run build:desktop: the window, with the server beside it', { timeout: 2_400_000 }, () => {
  const desktop = built('desktop');
  assert.ok(existsSync(join(dirname(desktop), 'howdah-server')), 'the server lies beside it');
});
