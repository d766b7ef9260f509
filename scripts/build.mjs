// npm run build:server, npm run build:desktop: the release programs, with the UI inside, usable from any directory.
// Everything is said on stderr; the last line of stdout is {"server": path} or {"desktop": path}.
import { Failed } from './run.mjs';
import { buildServer, buildUi, buildWindow } from './programs.mjs';
import { say, took } from './say.mjs';
import { runSteps } from './steps.mjs';
import { systemPackages } from './system-packages.mjs';
import { checkNode, checkRust } from './toolchain.mjs';

const what = process.argv[2];
if (!['server', 'desktop'].includes(what)) {
  say('node scripts/build.mjs server | desktop');
  process.exit(2);
}

const built = {};
const desktop = what === 'desktop';
const table = [
  { name: 'tools', kind: 'set-up', what: 'Rust, Node and Debian packages', minutes: 0,
    run: async () => { checkNode(); await checkRust(); await systemPackages(desktop ? ['server', 'window'] : ['server']); } },
  { name: 'ui', kind: 'build', what: 'the UI', minutes: 1, needs: ['tools'], run: () => buildUi() },
  { name: 'server', kind: 'build', what: 'the server, release', minutes: 5, needs: ['ui'], run: async () => { built.server = await buildServer('release'); } },
  { name: 'desktop', kind: 'build', what: 'the window, release', minutes: 6, needs: ['server'], run: async () => { built.desktop = await buildWindow('release'); } },
];

const started = Date.now();
const results = await runSteps(table, [what]);
if (!built[what]) {
  say(new Failed(`Not built, after ${took(Date.now() - started)}.`).message);
  process.exit(1);
}
say(`Built in ${took(Date.now() - started)}, ${results.length} steps.`);
process.stdout.write(`${JSON.stringify({ [what]: built[what] })}\n`);
