// A demo community for a machine without a display: founded once in a folder that is named, then served until Ctrl+C.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { bold, say } from './say.mjs';

// `network`: whoever is on the same network may come, not only this machine. `ready` hears where the server answers.
export async function serveDemo(server, { network = false, ready = () => {} } = {}) {
  const folder = join(process.env.HOWDAH_HOME || homedir(), 'howdah-demo');
  if (existsSync(folder)) {
    say(`The demo community in ${bold(folder)} is there from before. Delete the folder to start afresh.`);
  } else {
    say(`Founding a demo community in ${bold(folder)}: usually less than a minute.`);
    if (!found(server, folder)) process.exit(1);
  }
  const listen = network ? '0.0.0.0:3000' : '127.0.0.1:3000';
  serve(server, folder, [listen, listen.replace('3000', '0')], { network, ready });
}

// Made under another name and moved when it is whole: what was interrupted is begun anew.
function found(server, folder) {
  const making = `${folder}.making`;
  rmSync(making, { recursive: true, force: true });
  try {
    const args = ['demo', '--data-dir', making, '--members', '60', '--days', '14', '--seed', '1'];
    const printed = execFileSync(server, args, { stdio: ['ignore', 'pipe', 'inherit'], encoding: 'utf8' });
    const { user, password } = JSON.parse(printed.trim().split('\n').pop());
    writeFileSync(join(making, 'sign-in.txt'), `user name: ${user}\npassword:  ${password}\n`, { mode: 0o600 });
    renameSync(making, folder);
    return true;
  } catch (error) {
    rmSync(making, { recursive: true, force: true });
    say(`The demo community could not be made: ${error.message}`);
    return false;
  }
}

function serve(server, folder, [listen, ...otherwise], { network, ready }) {
  const child = spawn(server, ['serve', '--data-dir', folder, '--listen', listen], { stdio: ['ignore', 'pipe', 'inherit'] });
  const end = () => child.kill('SIGTERM');
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, end);
  createInterface({ input: child.stdout }).on('line', async (line) => {
    const event = JSON.parse(line);
    if (event.event !== 'ready') return;
    await welcome(folder, event.url, network && `http://${ownAddress()}:${event.listen.split(':').pop()}`);
    ready(`http://${event.listen}`);
  });
  child.on('close', (code) => {
    // 5: another program has the port. Any free one will do for a demo.
    if (code === 5 && otherwise.length > 0) serve(server, folder, otherwise, { network, ready });
    else process.exit(code ?? 0);
  });
}

// The address under which others on the network find this machine; containers and virtual machines come last.
function ownAddress() {
  const virtual = /^(docker|br-|veth|virbr|vmnet|tun|tap)/;
  const all = Object.entries(networkInterfaces()).flatMap(([name, list]) => list.map((address) => ({ name, ...address })));
  const outside = all.filter(({ internal, family }) => !internal && family === 'IPv4');
  return (outside.find(({ name }) => !virtual.test(name)) ?? outside[0])?.address ?? '127.0.0.1';
}

async function welcome(folder, local, others) {
  const url = others || local;
  say(`\n${bold('The demo community is open:')} ${bold(url)}\n`);
  try {
    // Comes with the UI's packages; without them the address alone must do.
    const { renderUnicodeCompact } = await import('uqr');
    say(renderUnicodeCompact(url));
  } catch {
    // No picture, then.
  }
  say(others ? `\nOn this machine: ${local}` : '\nOnly this machine reaches it. For everybody on your network: npm start -- --network');
  const note = join(folder, 'sign-in.txt');
  if (existsSync(note)) say(`\nSign in as the owner:\n${readFileSync(note, 'utf8').trim()}`);
  say('\nCtrl+C ends it.');
}
