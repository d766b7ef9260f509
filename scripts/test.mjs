// npm test: sets up what the tests need, and runs all of them. npm test -- clients web: only those, and what they need.
// The table below is the list of everything that is checked. Logs: tests/artifacts/<step>.log
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { nodePackages } from './node-packages.mjs';
import { ownNetwork } from './own-network.mjs';
import { artifacts, binary, has, root } from './places.mjs';
import { startPostgres } from './postgres.mjs';
import { buildServer, buildUi, buildWindow } from './programs.mjs';
import { pythonPath, pythonVenv } from './python-venv.mjs';
import { run } from './run.mjs';
import { say } from './say.mjs';
import { runSteps, summary } from './steps.mjs';
import { systemPackages } from './system-packages.mjs';
import { tauriDriver, tauriDriverPath } from './tauri-driver.mjs';
import { checkNode, checkRust, checkRustTools } from './toolchain.mjs';

const cargo = (log, ...args) => run('cargo', args, { log });
const ui = (log, script) => run('npm', ['run', '--silent', '-w', 'ui', script], { log });

// Where the scripts under tests/ find the programs they drive.
const programs = {
  HOWDAH_SERVER_BIN: binary('howdah-server'),
  HOWDAH_DESKTOP_BIN: binary('howdah'),
  HOWDAH_TAURI_DRIVER: tauriDriverPath,
  HOWDAH_CHROMIUM: process.env.HOWDAH_CHROMIUM || '/usr/bin/chromium',
  HOWDAH_PYTHON: pythonPath(),
  HOWDAH_ARTIFACTS: artifacts,
};

let postgres;

// A suite of node scripts: its run.mjs, or else its *.test.mjs files under node's own runner.
async function suite(name, { wrap = [], minutes = 4 } = {}) {
  const folder = join(root, 'tests', name);
  const files = readdirSync(folder).filter((file) => file.endsWith('.test.mjs')).sort().map((file) => join(folder, file));
  const args = has(join('tests', name, 'run.mjs')) ? [join(folder, 'run.mjs')] : ['--test', '--test-concurrency=1', `--test-timeout=${minutes * 60_000}`, ...files];
  const [command, ...rest] = [...wrap, process.execPath, ...args];
  await run(command, rest, { log: name, env: { ...programs, HOWDAH_TEST_POSTGRES: postgres?.url ?? '' } });
}

const table = [
  // Set-up: quiet, once; each says nothing but its time when all is there.
  { name: 'rust', kind: 'set-up', what: 'Rust, rustfmt and clippy are there', run: async () => { await checkRust(); await checkRustTools(); } },
  { name: 'system', kind: 'set-up', what: 'Debian packages: compiler, WebKitGTK, Xvfb, Chromium, PostgreSQL, Python', minutes: 0,
    run: () => systemPackages(['server', 'window', 'virtualDisplay', 'browser', 'postgres', 'python', 'media']) },
  { name: 'build-packages', kind: 'set-up', what: 'Debian packages to compile with', minutes: 0, run: () => systemPackages(['server', 'window']) },
  { name: 'node', kind: 'set-up', what: 'npm packages', minutes: 0, run: () => nodePackages() },
  { name: 'python', kind: 'set-up', what: 'a Python environment with Mastodon.py', minutes: 0, needs: ['system'], folder: 'tests/clients', run: () => pythonVenv() },
  { name: 'masto', kind: 'set-up', what: 'third-party JavaScript clients', minutes: 0, folder: 'tests/clients', run: () => nodePackages('tests/clients') },
  { name: 'tauri-driver', kind: 'set-up', what: 'tauri-driver', minutes: 0, needs: ['rust', 'system'], run: () => tauriDriver() },
  { name: 'postgres', kind: 'set-up', what: 'a PostgreSQL server in a temporary folder', minutes: 0, needs: ['system'],
    run: async () => { postgres = await startPostgres(); } },

  // The quick checks first: who broke a rule wants to know now.
  { name: 'format', kind: 'check', what: 'rustfmt', minutes: 0, needs: ['rust'], run: () => cargo('format', 'fmt', '--all', '--check') },
  { name: 'tidy', kind: 'check', what: 'the rules of ARCHITECTURE.md, read from the tree', minutes: 0, needs: ['rust', 'build-packages'],
    run: () => cargo('tidy', 'test', '-p', 'howdah-tidy') },
  { name: 'ui-lint', kind: 'check', what: 'ESLint, Prettier, messages', minutes: 1, needs: ['node'], folder: 'ui/package.json', run: () => ui('ui-lint', 'lint') },
  { name: 'ui-check', kind: 'check', what: 'svelte-check', minutes: 1, needs: ['node'], folder: 'ui/package.json', run: () => ui('ui-check', 'check') },
  { name: 'ui-unit', kind: 'check', what: 'unit tests of the UI', minutes: 0, needs: ['node'], folder: 'ui/package.json', run: () => ui('ui-unit', 'test') },
  { name: 'ui-build', kind: 'build', what: 'the UI, as the window and browsers load it', minutes: 1, needs: ['node'], folder: 'ui/package.json',
    run: () => buildUi() },

  { name: 'clippy', kind: 'check', what: 'clippy, warnings are errors', minutes: 4, needs: ['rust', 'build-packages'],
    run: () => cargo('clippy', 'clippy', '--workspace', '--all-targets', '--', '-D', 'warnings') },
  { name: 'rust-tests', kind: 'check', what: 'cargo test: all crates, on SQLite and PostgreSQL', minutes: 6, needs: ['rust', 'system', 'postgres'],
    // The window's crates by themselves: built with the server, they would get its libraries with its features.
    run: async () => {
      const env = { HOWDAH_TEST_POSTGRES: postgres.url };
      await run('cargo', ['test', '--workspace', '--exclude', 'howdah-supervisor', '--exclude', 'howdah', '--no-fail-fast'], { log: 'rust-tests', env });
      await run('cargo', ['test', '-p', 'howdah-supervisor', '-p', 'howdah', '--no-fail-fast'], { log: 'rust-tests', append: true, env });
    } },

  // The programs as a person gets them, in the dev profile.
  { name: 'server', kind: 'build', what: 'the server', minutes: 2, needs: ['rust', 'build-packages'],
    run: () => buildServer('debug') },
  { name: 'window', kind: 'build', what: 'the window', minutes: 3, needs: ['rust', 'build-packages', 'node', 'ui-build', 'server'], folder: 'src-tauri/tauri.conf.json',
    run: () => buildWindow('debug') },
  { name: 'clients', kind: 'check', what: 'third-party Mastodon clients against the real server', minutes: 1, needs: ['python', 'masto', 'server'], folder: 'tests/clients',
    run: () => suite('clients') },
  { name: 'faults', kind: 'check', what: 'kill -9, a full disk, exit codes, the command line beside a server, backup, npm start without a display', minutes: 3, needs: ['server'], folder: 'tests/faults',
    run: () => suite('faults') },
  { name: 'web', kind: 'check', what: 'the browser journey in Chromium, with axe', minutes: 2, needs: ['system', 'node', 'ui-build', 'server'], folder: 'tests/web',
    run: () => suite('web') },
  { name: 'desktop', kind: 'check', what: 'the real window under Xvfb', minutes: 2, needs: ['tauri-driver', 'window'], folder: 'tests/desktop',
    run: async () => suite('desktop', { wrap: [...(await ownNetwork()), 'dbus-run-session', '--', 'xvfb-run', '-a', '-s', '-screen 0 1920x1200x24'] }) },
  { name: 'release', kind: 'on request', what: 'npm run build:server and build:desktop, and what they built', minutes: 9, needs: ['rust', 'build-packages', 'node', 'ui-build'], folder: 'src-tauri/tauri.conf.json',
    run: () => suite('release', { minutes: 60 }) },
];

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !table.some((step) => step.name === name));
if (unknown.length > 0) {
  for (const { name, kind, what } of table) say(`${name.padEnd(16)} ${kind.padEnd(7)} ${what}`);
  say(`\nNo step is called ${unknown.join(', ')}; the steps are above.`);
  process.exit(2);
}

const started = Date.now();
say(asked.length > 0 ? '' : 'Testing Howdah: about 20 minutes, up to an hour from nothing. Single steps: npm test -- NAME\n');
checkNode();
const results = await runSteps(table, asked.length > 0 ? asked : table.filter((step) => step.kind === 'check').map((step) => step.name));
postgres?.stop();
process.exit(summary(results, started) ? 0 : 1);
