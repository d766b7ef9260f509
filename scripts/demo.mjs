// A demo community for a machine without a display: founded once in a folder that is named, then served until Ctrl+C.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { bold, say } from './say.mjs';

export async function serveDemo(server) {
  const folder = join(process.env.HOWDAH_HOME || homedir(), 'howdah-demo');
  const note = join(folder, 'sign-in.txt');
  if (existsSync(join(folder, 'instance.toml'))) {
    say(`The demo community in ${bold(folder)} is there from before.`);
  } else {
    say(`Founding a demo community in ${bold(folder)}: a few seconds. Delete the folder to start afresh.`);
    found(server, folder, note);
  }
  serve(server, folder, note, []);
}

function serve(server, folder, note, listen) {
  const child = spawn(server, ['serve', '--data-dir', folder, ...listen], { stdio: ['ignore', 'pipe', 'inherit'] });
  const end = () => child.kill('SIGTERM');
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, end);
  createInterface({ input: child.stdout }).on('line', async (line) => {
    const event = JSON.parse(line);
    if (event.event === 'ready') await welcome(event.url, existsSync(note) ? readFileSync(note, 'utf8').trim() : '');
  });
  child.on('close', (code) => {
    // 5: another program has the port. Any free one will do for a demo.
    if (code === 5 && listen.length === 0) serve(server, folder, note, ['--listen', '127.0.0.1:0']);
    else process.exit(code ?? 0);
  });
}

function found(server, folder, note) {
  const args = ['demo', '--data-dir', folder, '--members', '200', '--days', '30', '--seed', '1'];
  const printed = execFileSync(server, args, { stdio: ['ignore', 'pipe', 'inherit'], encoding: 'utf8' });
  const { user, password } = JSON.parse(printed.trim().split('\n').pop());
  writeFileSync(note, `user name: ${user}\npassword:  ${password}\n`, { mode: 0o600 });
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
