// A demo community for a machine without a display: founded once in a folder that is named, then served until Ctrl+C.
import { execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { bold, say } from './say.mjs';

const port = 3000;
const owner = 'demo';

export async function serveDemo(server) {
  const folder = join(process.env.HOWDAH_HOME || homedir(), 'howdah-demo');
  const note = join(folder, 'sign-in.txt');
  if (existsSync(join(folder, 'instance.toml'))) {
    say(`The demo community in ${bold(folder)} is there from before.`);
  } else {
    say(`Founding a demo community in ${bold(folder)}: a few seconds. Delete the folder to start afresh.`);
    found(server, folder, note);
  }
  const child = spawn(server, ['serve', '--data-dir', folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill('SIGTERM'));
  createInterface({ input: child.stdout }).on('line', async (line) => {
    const event = JSON.parse(line);
    if (event.event === 'ready') await welcome(event.url, existsSync(note) ? readFileSync(note, 'utf8').trim() : '');
  });
  child.on('close', (code) => process.exit(code ?? 0));
}

function found(server, folder, note) {
  const call = (...args) => execFileSync(server, [...args, '--data-dir', folder], { stdio: ['ignore', 'pipe', 'inherit'], encoding: 'utf8' });
  const password = randomBytes(9).toString('base64url');
  call('init', '--domain', `localhost:${port}`, '--scheme', 'http', '--listen', `127.0.0.1:${port}`, '--title', 'Demo', '--registrations', 'open');
  call('demo', '--members', '200', '--days', '30', '--seed', '1');
  call('account', 'create', owner, '--password', password, '--role', 'owner');
  writeFileSync(note, `user name: ${owner}\npassword:  ${password}\n`, { mode: 0o600 });
}

async function welcome(url, signIn) {
  say(`\n${bold('The demo community is open:')} ${bold(url)}\n`);
  try {
    // Comes with the UI's packages; without them the address alone must do.
    const { renderUnicodeCompact } = await import('uqr');
    say(renderUnicodeCompact(url));
  } catch {
    // No picture, then.
  }
  if (signIn) say(`\nSign in as the owner:\n${signIn}`);
  say('\nCtrl+C ends it.');
}
