// A community of its own for each test file: the real binary in a temporary folder, reached only over loopback.
import { execFile, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

const run = promisify(execFile);
const binary = process.env.HOWDAH_SERVER_BIN;

async function freePort() {
  const probe = createServer();
  await new Promise((ready) => probe.listen(0, '127.0.0.1', ready));
  const { port } = probe.address();
  await new Promise((closed) => probe.close(closed));
  return port;
}

export async function community({ title = 'Riverside Garden', registrations = 'open' } = {}) {
  if (!binary) throw new Error('HOWDAH_SERVER_BIN must name the howdah-server to test. `npm test -- web` sets it.');
  const folder = await mkdtemp(join(tmpdir(), 'howdah-web-'));
  const data = join(folder, 'data');
  const port = await freePort();
  const address = `127.0.0.1:${port}`;
  const cli = async (...args) => (await run(binary, [...args, '--data-dir', data])).stdout.trim();
  await cli('init', '--domain', address, '--scheme', 'http', '--listen', address, '--title', title, '--registrations', registrations);
  const child = spawn(binary, ['serve', '--data-dir', data], { stdio: ['ignore', 'pipe', 'pipe'] });
  let log = '';
  child.stderr.on('data', (piece) => (log = (log + piece).slice(-20_000)));
  const lines = createInterface({ input: child.stdout });
  await new Promise((ready, failed) => {
    lines.once('line', (line) => (JSON.parse(line).event === 'ready' ? ready() : failed(new Error(line))));
    child.once('exit', (code) => failed(new Error(`the server ended with ${code}:\n${log}`)));
  });
  const url = `http://${address}`;
  return {
    url,
    title,
    cli,
    log: () => log,
    /** An account usable at once, with a token for everything. */
    async person(name, { role = 'user', password = 'a quiet river at noon' } = {}) {
      const id = await cli('account', 'create', name, '--password', password, '--role', role);
      const token = await cli('account', 'token', name, '--scopes', 'read write follow push admin:read admin:write');
      const call = async (method, path, body) => {
        const answer = await fetch(url + path, {
          method,
          headers: { Authorization: `Bearer ${token}`, ...(body ? { 'Content-Type': 'application/json' } : {}) },
          body: body && JSON.stringify(body)
        });
        if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
        return answer.json();
      };
      return { id, name, password, token, call, post: (text, more = {}) => call('POST', '/api/v1/statuses', { status: text, ...more }) };
    },
    async stop() {
      child.removeAllListeners('exit');
      if (child.exitCode === null) {
        const ended = new Promise((done) => child.once('exit', done));
        child.kill('SIGTERM');
        await ended;
      }
      await rm(folder, { recursive: true, force: true });
    }
  };
}
