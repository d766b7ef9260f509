// npm run dev: the server on the demo community, and the UI reloading as you edit it, on http://127.0.0.1:5173. The UI
// asks the server that was just started, on whatever port that found.
import { spawn } from 'node:child_process';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { nodePackages } from './node-packages.mjs';
import { root } from './places.mjs';
import { buildServer } from './programs.mjs';
import { serveDemo } from './demo.mjs';
import { runSteps } from './steps.mjs';
import { systemPackages } from './system-packages.mjs';
import { checkNode, checkRust } from './toolchain.mjs';

let server;
const table = [
  { name: 'tools', kind: 'set-up', what: 'Rust, Node, packages', minutes: 0,
    run: async () => { checkNode(); await checkRust(); await systemPackages(['server']); await nodePackages(); } },
  { name: 'server', kind: 'build', what: 'the server', minutes: 1, needs: ['tools'], run: async () => { server = await buildServer('debug'); } },
];
const results = await runSteps(table, ['server']);
if (results.some(({ state }) => state === 'failed')) process.exit(1);

// A folder of its own, so that experiments do not spoil the demo.
process.env.HOWDAH_HOME ||= join(homedir(), '.local', 'share', 'howdah-dev');
await serveDemo(server, {
  ready(url) {
    const ui = spawn('npm', ['run', '-w', 'ui', 'dev'], { stdio: 'inherit', cwd: root, env: { ...process.env, HOWDAH_DEV_SERVER: url } });
    process.on('exit', () => ui.kill());
  },
});
