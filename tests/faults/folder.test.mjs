// Trouble with folder, config, database and port: an exit code for programs, a sentence for people.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { command, found, lastJson, program } from '../community.mjs';

async function refused(code, name, ...args) {
  const outcome = await command(...args);
  assert.equal(outcome.stdout, '', 'stdout carries only what was promised');
  const error = lastJson(outcome.stderr);
  assert.deepEqual([outcome.code, error.event, error.code], [code, 'error', name], outcome.stderr);
  assert.ok(error.message.length > 20, error.message);
  return error;
}

const initIn = (folder, ...more) => [
  'init', '--data-dir', folder, '--domain', 'localhost:3000', '--scheme', 'http',
  '--listen', '127.0.0.1:0', '--title', 'T', '--registrations', 'open', ...more,
];

// A folder for one test, as `what` leaves it.
async function inFolder(name, what) {
  const folder = join(tmpdir(), `howdah-${name}-${process.pid}`);
  mkdirSync(folder);
  try {
    await what(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

// A community for one test, not yet served.
async function inCommunity(what) {
  const community = await found();
  try {
    await what(community);
  } finally {
    await community.remove();
  }
}

test('1: what fits nowhere else, such as a backup that is none', async () => {
  await inFolder('no-backup', async (folder) => {
    const letter = join(folder, 'letter.txt');
    writeFileSync(letter, 'mine');
    const error = await refused(1, 'backup_damaged', 'restore', letter, '--data-dir', join(folder, 'new'));
    assert.match(error.message, /letter\.txt: this backup cannot be used/);
    assert.deepEqual(readdirSync(folder), ['letter.txt'], 'nothing is left behind');
  });
});

test('2: a command that is not understood, with a guess at what was meant', async () => {
  assert.match((await refused(2, 'usage', 'dance')).message, /no command “dance”/);
  assert.match((await refused(2, 'usage', 'serv')).message, /mean “serve”/);
  assert.match((await refused(2, 'usage', 'serve', '--dta-dir', '/tmp')).message, /mean --data-dir/);
  assert.match((await refused(2, 'usage', 'serve')).message, /--data-dir/);
  assert.match((await refused(2, 'usage', 'account', 'create', 'ada', '--password', 'long enough', '--role', 'king', '--data-dir', '/tmp')).message, /owner, admin/);
});

test('2: names, passwords and scopes that cannot be', () =>
  inCommunity(async ({ folder, account }) => {
    const data = ['--data-dir', folder];
    await account('ada');
    const create = (name, password) => refused(2, 'usage', 'account', 'create', name, '--password', password, ...data);
    assert.match((await create('ADA', 'long enough')).message, /belongs to somebody/);
    assert.match((await create('ä b', 'long enough')).message, /letters/);
    assert.match((await create('x'.repeat(31), 'long enough')).message, /30/);
    assert.match((await create('bob', 'short')).message, /8 characters/);
    assert.match((await refused(2, 'usage', 'account', 'token', 'ada', '--scopes', 'read everything', ...data)).message, /“everything”/);
    assert.match((await refused(2, 'usage', 'account', 'disable', 'nobody', ...data)).message, /no member called nobody/);
    // The owner of the machine may take a name that visitors may not.
    await account('admin', 'owner');
  }));

test('4: a missing folder', async () => {
  await refused(4, 'data_missing', 'serve', '--data-dir', join(tmpdir(), 'howdah-there-is-no-such-folder'));
});

test('4: a folder that is not empty is not founded in, and stays as it was', () =>
  inFolder('not-empty', async (folder) => {
    writeFileSync(join(folder, 'letter.txt'), 'mine');
    await refused(4, 'data_not_empty', ...initIn(folder));
    assert.deepEqual(readdirSync(folder), ['letter.txt']);
  }));

test('4: a folder that may only be read', () =>
  inCommunity(async ({ folder }) => {
    // Nothing is read-only to root: then it is nobody's turn, with a copy of the program that nobody may run.
    const root = process.getuid() === 0;
    const file = root ? join(folder, '..', 'program') : program;
    if (root) {
      copyFileSync(program, file);
      chmodSync(join(folder, '..'), 0o755);
    }
    const nobody = { file, cwd: '/', ...(root ? { uid: 65534, gid: 65534 } : {}) };
    chmodSync(folder, 0o555);
    await refused(4, 'data_read_only', 'serve', '--data-dir', folder, nobody);
    await refused(4, 'data_read_only', 'check', '--data-dir', folder, nobody);
    await refused(4, 'data_read_only', ...initIn(join(folder, 'media', 'new')), root ? nobody : { file, cwd: '/' });
    chmodSync(folder, 0o755);
  }));

test('4: a database of a newer version is not touched', (t) =>
  inCommunity(async ({ folder }) => {
    const file = join(folder, 'howdah.sqlite');
    const script = `import sqlite3; d = sqlite3.connect(${JSON.stringify(file)}); d.execute("INSERT INTO migrations VALUES ('9999_later', 1)"); d.commit(); d.close()`;
    if (spawnSync('python3', ['-c', script]).status !== 0) return t.skip('python3 is needed to write into the database');
    const before = readFileSync(file);
    const error = await refused(4, 'data_newer', 'serve', '--data-dir', folder);
    assert.match(error.message, /newer version/);
    assert.ok(before.equals(readFileSync(file)));
    assert.deepEqual(readdirSync(join(folder, 'backups')), []);
  }));

test('3: a setting that there is not, and the one that was meant', async () => {
  const community = await found();
  try {
    community.config((text) => text.replace('[limits]', '[limits]\nenbled = true'));
    const error = await refused(3, 'config', 'serve', '--data-dir', community.folder);
    assert.match(error.message, /line 9: .*“enbled”.*mean “enabled”/);
    community.config((text) => text.replace('enbled = true', '').replace(/listen = .*/, 'listen = "here"'));
    assert.match((await refused(3, 'config', 'check', '--data-dir', community.folder)).message, /line \d+/);
  } finally {
    await community.remove();
  }
});

test('5: a taken port', async () => {
  const community = await found();
  const other = createServer().listen(0, '127.0.0.1');
  try {
    await new Promise((done) => other.once('listening', done));
    const { port } = other.address();
    const error = await refused(5, 'port_taken', 'serve', '--data-dir', community.folder, '--listen', `127.0.0.1:${port}`);
    assert.equal(error.port, port);
  } finally {
    other.close();
    await community.remove();
  }
});

test('6: a damaged database', async () => {
  const community = await found();
  try {
    const file = 'howdah.sqlite';
    // What waits in the log would be read from there, and nobody would notice.
    for (const suffix of ['-wal', '-shm']) rmSync(join(community.folder, file + suffix), { force: true });
    writeFileSync(join(community.folder, file), 'this is no database, however long one looks at it. '.repeat(200));
    await refused(6, 'database_damaged', 'serve', '--data-dir', community.folder);
    await refused(6, 'database_damaged', 'check', '--data-dir', community.folder);
    rmSync(join(community.folder, file));
    assert.match((await refused(6, 'database_damaged', 'serve', '--data-dir', community.folder)).message, /howdah\.sqlite is not there/);
  } finally {
    await community.remove();
  }
});

test('6: a database server that is not there', () =>
  inFolder('no-database', async (folder) => {
    const nowhere = ['--database-url', 'postgres://howdah@127.0.0.1:9/howdah'];
    await refused(6, 'database_unreachable', ...initIn(join(folder, 'new'), ...nowhere));
    assert.deepEqual(readdirSync(folder), [], 'nothing is left behind');
  }));

test('7: two servers on one folder', async () => {
  const community = await found();
  try {
    const { pid } = await community.serve();
    const error = await refused(7, 'already_running', 'serve', '--data-dir', community.folder, '--listen', '127.0.0.1:0');
    assert.equal(error.pid, pid);
  } finally {
    await community.remove();
  }
});

test('failures and help speak the language of the environment', async () => {
  const german = { env: { ...process.env, LC_ALL: 'de_DE.UTF-8' } };
  const error = await refused(4, 'data_missing', 'serve', '--data-dir', '/nowhere', german);
  assert.match(error.message, /keine Community/);
  assert.match((await refused(2, 'usage', 'dance', german)).message, /keinen Befehl/);
  for (const args of [[], ['init'], ['account'], ['account', 'create'], ['invite', 'create'], ['serve'], ['demo']]) {
    const { code, stdout } = await command(...args, '--help', german);
    assert.equal(code, 0);
    assert.match(stdout, /^Aufruf: /m);
    assert.doesNotMatch(stdout, /\b(the|for|with|Print|Usage|possible|default)\b/);
  }
});

test('with a life-line the server ends when its parent is gone, without one it never reads stdin', async () => {
  const community = await found();
  try {
    const args = ['serve', '--data-dir', community.folder, '--listen', '127.0.0.1:0', '--lifeline', 'stdin'];
    const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'ignore'] });
    await new Promise((done) => child.stdout.once('data', done));
    const ended = new Promise((done) => child.once('exit', done));
    child.stdin.end();
    assert.equal(await ended, 0);

    // stdin is closed from the start here, and it serves all the same.
    await community.serve();
    assert.equal((await community.call('/health')).body.status, 'OK');
  } finally {
    await community.remove();
  }
});
