// npm start: installs what is missing, builds, and opens the window. Without a display it founds a demo community
// instead, serves it, and says how to sign in.
import { spawn } from 'node:child_process';
import { buildServer, buildUi, buildWindow } from './programs.mjs';
import { has } from './places.mjs';
import { serveDemo } from './demo.mjs';
import { bold, say, took } from './say.mjs';
import { runSteps } from './steps.mjs';
import { systemPackages } from './system-packages.mjs';
import { checkNode, checkRust } from './toolchain.mjs';

const display = Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY) || process.platform !== 'linux';
const window = display && !process.argv.includes('--no-window') && !process.argv.includes('--network') && has('src-tauri/tauri.conf.json');
const built = {};
const table = [
  { name: 'tools', kind: 'set-up', what: 'Rust, Node and Debian packages', minutes: 0,
    run: async () => { checkNode(); await checkRust(); await systemPackages(window ? ['server', 'window'] : ['server']); } },
  { name: 'ui', kind: 'build', what: 'the UI', minutes: 1, needs: ['tools'], run: () => buildUi() },
  { name: 'server', kind: 'build', what: 'the server', minutes: 4, needs: ['ui'], run: async () => { built.server = await buildServer('debug'); } },
  { name: 'window', kind: 'build', what: 'the window', minutes: 6, needs: ['server'], run: async () => { built.window = await buildWindow('debug'); } },
];

const started = Date.now();
say(bold('Howdah'));
say(
  window
    ? 'Builds the server and the window, then opens it: about 10 minutes the first time, seconds after that.\n'
    : `${display ? 'Without a window' : 'No display found, so there will be no window'}: builds the server and serves a demo community.\n` +
        'About 5 minutes the first time, seconds after that.\n',
);
const results = await runSteps(table, [window ? 'window' : 'server']);
if (results.some(({ state }) => state === 'failed')) process.exit(1);
say(`Ready to open after ${took(Date.now() - started)}.\n`);

if (window) {
  const child = spawn(built.window, process.argv.slice(2), { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  child.on('close', (code) => process.exit(code ?? 0));
} else {
  await serveDemo(built.server, { network: process.argv.includes('--network') });
}
