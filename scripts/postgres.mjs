// A PostgreSQL server for tests and the bench: unprivileged, in a temporary folder, on a Unix socket, gone afterwards.
// By hand: node scripts/postgres.mjs cargo test -p howdah-tests --test api
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Failed, ask, run } from './run.mjs';

async function binaries() {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const found = versions.map((version) => join(debian, version, 'bin')).find((path) => existsSync(join(path, 'initdb')));
  const path = found ?? (await ask('pg_config', ['--bindir']));
  if (!path) throw new Failed('PostgreSQL is not installed. On Debian: sudo apt-get install postgresql');
  return path;
}

// PostgreSQL refuses to run as root.
async function asWhom() {
  if (process.getuid() !== 0) return [];
  for (const user of ['postgres', 'nobody']) {
    if ((await ask('id', [user])) !== null) return ['runuser', '-u', user, '--'];
  }
  throw new Failed('PostgreSQL does not run as root, and there is no user postgres or nobody to run it.');
}

// `durable` keeps fsync on: the bench compares durable commits, the tests only want speed.
export async function startPostgres({ durable = false, data, log = 'postgres' } = {}) {
  const bin = await binaries();
  const as = await asWhom();
  const call = (program, args) => {
    const [command, ...rest] = [...as, join(bin, program), ...args];
    return run(command, rest, { log, append: true, cwd: '/' });
  };
  const base = mkdtempSync(join(tmpdir(), 'howdah-postgres-'));
  if (as.length > 0) await run('chown', [as[2], base], { log, append: true });
  else chmodSync(base, 0o700);
  // A kept folder belongs to one major version.
  const major = (await ask(join(bin, 'postgres'), ['--version'])).match(/\d+/)[0];
  const folder = data ? join(data, `postgres-${major}`) : join(base, 'data');
  if (data && !existsSync(folder)) {
    mkdirSync(folder, { recursive: true });
    if (as.length > 0) await run('chown', [as[2], folder], { log, append: true });
  }
  if (!existsSync(join(folder, 'PG_VERSION'))) {
    await call('initdb', ['-D', folder, '-U', 'howdah', '--auth=trust', '--encoding=UTF8', '--locale=C', '--no-sync']);
  }
  const speed = durable ? '' : ' -c fsync=off -c synchronous_commit=off -c full_page_writes=off';
  const options = `-c listen_addresses='' -c unix_socket_directories='${base}' -c max_connections=300${speed}`;
  await call('pg_ctl', ['-D', folder, '-w', '-t', '60', '-l', join(base, 'log'), '-o', options, 'start']);
  let running = true;
  const stop = () => {
    if (!running) return;
    running = false;
    const [command, ...args] = [...as, join(bin, 'pg_ctl'), '-D', folder, '-w', '-m', durable ? 'fast' : 'immediate', 'stop'];
    spawnSync(command, args, { stdio: 'ignore', cwd: '/' });
    rmSync(base, { recursive: true, force: true });
  };
  // It is a daemon: nothing else would end it when this script is interrupted.
  process.once('exit', stop);
  return { url: `postgres://howdah@localhost/postgres?host=${base}`, stop };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [command, ...args] = process.argv.slice(2);
  const server = await startPostgres();
  const child = spawn(command, args, { stdio: 'inherit', env: { ...process.env, HOWDAH_TEST_POSTGRES: server.url } });
  const code = await new Promise((done) => child.on('close', (status) => done(status ?? 1)));
  server.stop();
  process.exit(code);
}
