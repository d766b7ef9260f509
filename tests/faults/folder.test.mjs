// Trouble with folder, config, database and port: an exit code for programs, a sentence for people.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
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

const initIn = (folder) => ['init', '--data-dir', folder, '--domain', 'localhost:3000', '--scheme', 'http', '--listen', '127.0.0.1:0', '--title', 'T', '--registrations', 'open'];

test('a missing folder', async () => {
  await refused(4, 'data_missing', 'serve', '--data-dir', join(tmpdir(), 'howdah-there-is-no-such-folder'));
});

test('a folder that is not empty is not founded in, and stays as it was', async () => {
  const folder = join(tmpdir(), `howdah-not-empty-${process.pid}`);
  mkdirSync(folder);
  writeFileSync(join(folder, 'letter.txt'), 'mine');
  try {
    await refused(4, 'data_not_empty', ...initIn(folder));
    assert.deepEqual(readdirSync(folder), ['letter.txt']);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('an unknown field in instance.toml is named', async () => {
  const community = await found();
  try {
    community.config((text) => text.replace('[limits]', '[limits]\nenbled = true'));
    const error = await refused(3, 'config', 'serve', '--data-dir', community.folder);
    assert.match(error.message, /enbled/);
  } finally {
    await community.remove();
  }
});

test('a taken port', async () => {
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

test('a damaged database', async () => {
  const community = await found();
  try {
    const file = readdirSync(community.folder).find((name) => name.endsWith('.sqlite'));
    writeFileSync(join(community.folder, file), 'this is no database, however long one looks at it. '.repeat(200));
    await refused(6, 'database_damaged', 'serve', '--data-dir', community.folder);
  } finally {
    await community.remove();
  }
});

test('two servers on one folder', async () => {
  const community = await found();
  try {
    const { pid } = await community.serve();
    const error = await refused(7, 'already_running', 'serve', '--data-dir', community.folder, '--listen', '127.0.0.1:0');
    assert.equal(error.pid, pid);
  } finally {
    await community.remove();
  }
});

test('a command that is not understood', async () => {
  const outcome = await command('dance');
  assert.equal(outcome.code, 2);
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
