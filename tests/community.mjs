// A real community for suites that drive the program from outside: founded in a temporary folder, served on a free port
// of the loopback address, gone afterwards.
import { execFile, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export const program = process.env.HOWDAH_SERVER_BIN;
if (!program) throw new Error('HOWDAH_SERVER_BIN names the server to drive; `npm test` sets it.');

export const everything = 'read write follow push admin:read admin:write';

// Runs the command line; resolves with what it printed, whatever it exited with. A last argument that is no text are
// options for the process, such as its environment or user.
export function command(...args) {
  const { file = program, ...options } = typeof args.at(-1) === 'object' ? args.pop() : {};
  return new Promise((done) => {
    execFile(file, args, { encoding: 'utf8', ...options }, (error, stdout, stderr) =>
      done({ code: error ? (error.code ?? 1) : 0, stdout: stdout.trim(), stderr: stderr.trim() }),
    );
  });
}

export const lastJson = (text) => JSON.parse(text.split('\n').pop());

export async function found({ registrations = 'open', title = 'Test', domain = 'localhost:3000', databaseUrl, within = tmpdir() } = {}) {
  const base = mkdtempSync(join(within, 'howdah-test-'));
  const folder = join(base, 'community');
  const database = databaseUrl ? ['--database-url', databaseUrl] : [];
  const made = await command('init', '--data-dir', folder, '--domain', domain, '--scheme', 'http',
    '--listen', '127.0.0.1:0', '--title', title, '--registrations', registrations, ...database);
  if (made.code !== 0) throw new Error(`init: ${made.stderr}`);
  return at(folder, () => rmSync(base, { recursive: true, force: true }));
}

// A community that lies in a folder already, such as a restored one.
export function at(folder, remove = () => rmSync(folder, { recursive: true, force: true })) {
  let child;
  const cli = async (...args) => {
    const result = await command(...args, '--data-dir', folder);
    if (result.code !== 0) throw new Error(`${args.join(' ')}: exit ${result.code}: ${result.stderr}`);
    return result.stdout;
  };
  const community = {
    folder,
    cli,
    url: null,
    account: (name, role = 'user') => cli('account', 'create', name, '--password', `${name}-password`, '--role', role),
    token: (name, scopes = everything) => cli('account', 'token', name, '--scopes', scopes),
    config(change) {
      const path = join(folder, 'instance.toml');
      writeFileSync(path, change(readFileSync(path, 'utf8')));
    },
    async serve({ listen = '127.0.0.1:0', env = {} } = {}) {
      child = spawn(program, ['serve', '--data-dir', folder, '--listen', listen], {
        stdio: ['ignore', 'pipe', 'pipe'],
        env: { ...process.env, ...env },
      });
      let errors = '';
      child.stderr.setEncoding('utf8').on('data', (text) => (errors = (errors + text).slice(-20_000)));
      const ready = await new Promise((done, fail) => {
        createInterface({ input: child.stdout }).once('line', (line) => done(JSON.parse(line)));
        child.once('exit', (code, signal) => fail(new Error(`serve ended with ${signal ?? code}: ${errors}`)));
      });
      community.url = `http://${ready.listen}`;
      community.pid = ready.pid;
      return ready;
    },
    // Ends the server with a signal and waits; resolves with how it ended.
    end(signal = 'SIGTERM') {
      if (!child || child.exitCode !== null || child.signalCode !== null) return Promise.resolve({});
      const ended = new Promise((done) => child.once('exit', (code, by) => done({ code, signal: by })));
      child.kill(signal);
      return ended;
    },
    async remove() {
      await community.end('SIGKILL');
      remove();
    },
    async call(path, { token, method = 'GET', json, form, headers = {} } = {}) {
      const response = await fetch(community.url + path, {
        method,
        headers: {
          ...(token ? { authorization: `Bearer ${token}` } : {}),
          ...(json ? { 'content-type': 'application/json' } : {}),
          ...headers,
        },
        body: json ? JSON.stringify(json) : form,
        redirect: 'manual',
      });
      const text = await response.text();
      const type = response.headers.get('content-type') ?? '';
      return { status: response.status, headers: response.headers, body: type.includes('json') ? JSON.parse(text) : text };
    },
  };
  return community;
}

// For suites that post more in a minute than a person in three hours.
export const withoutLimits = (text) => text.replace(/(\[limits\][^[]*?enabled = )true/, '$1false');
