// npm run bench: builds the release server and the bench, starts PostgreSQL, and prints the table. About 8 minutes.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { binary, cache, folder, has, root } from './places.mjs';
import { buildServer } from './programs.mjs';
import { startPostgres } from './postgres.mjs';
import { run } from './run.mjs';
import { say } from './say.mjs';
import { runSteps } from './steps.mjs';
import { systemPackages } from './system-packages.mjs';
import { checkNode, checkRust } from './toolchain.mjs';

if (!has('tests/bench/Cargo.toml')) {
  say('The bench is not there yet.');
  process.exit(1);
}
const built = {};
const table = [
  { name: 'tools', kind: 'set-up', what: 'Rust, Node and Debian packages', minutes: 0,
    run: async () => { checkNode(); await checkRust(); await systemPackages(['server', 'postgres']); } },
  { name: 'server', kind: 'build', what: 'the server, release', minutes: 5, needs: ['tools'], run: async () => { built.server = await buildServer('release'); } },
  { name: 'bench', kind: 'build', what: 'the bench, release', minutes: 1, needs: ['tools'],
    run: () => run('cargo', ['build', '--release', '-p', 'howdah-bench'], { log: 'bench' }) },
];
const results = await runSteps(table, ['server', 'bench']);
if (results.some(({ state }) => state === 'failed')) process.exit(1);

// The cluster is kept, for the world that is in it. Run by root it belongs to another user, who cannot look into root's home.
const postgres = await startPostgres({ durable: true, data: join(process.getuid() === 0 ? '/var/cache' : cache, 'howdah-bench') });
const child = spawn(binary('howdah-bench', 'release'), process.argv.slice(2), {
  stdio: 'inherit',
  cwd: root,
  env: { ...process.env, HOWDAH_SERVER_BIN: built.server, HOWDAH_TEST_POSTGRES: postgres.url, HOWDAH_BENCH_CACHE: folder(join(cache, 'bench')) },
});
child.on('close', (code) => {
  postgres.stop();
  process.exit(code ?? 1);
});
