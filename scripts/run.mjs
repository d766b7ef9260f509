// Runs a program with its output in a log file, and shows the end of that log only when the program fails.
import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { artifacts, folder, root } from './places.mjs';
import { endProgress, progress } from './say.mjs';

export class Failed extends Error {
  constructor(message, { log, tail } = {}) {
    super(message);
    this.log = log;
    this.tail = tail ?? [];
  }
}

const kept = 60;
const children = new Set();

// A step that is interrupted takes its programs along, each in the group that was made for it.
export function endChildren() {
  for (const child of children) {
    try {
      process.kill(-child.pid, 'SIGTERM');
    } catch {
      // It had already ended.
    }
  }
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.once(signal, () => {
    endChildren();
    process.exit(130);
  });
}

export function run(command, args, { log = 'set-up', env = {}, cwd = root, append = false } = {}) {
  const path = join(folder(artifacts), `${log}.log`);
  const file = createWriteStream(path, { flags: append ? 'a' : 'w' });
  const tail = [];
  let rest = '';
  const read = (bytes) => {
    file.write(bytes);
    const lines = (rest + bytes).split('\n');
    rest = lines.pop();
    for (const line of lines) {
      tail.push(line);
      if (tail.length > kept) tail.shift();
      progress(line);
    }
  };
  return new Promise((done, fail) => {
    file.write(`$ ${command} ${args.join(' ')}\n`);
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    children.add(child);
    child.stdout.setEncoding('utf8').on('data', read);
    child.stderr.setEncoding('utf8').on('data', read);
    child.on('error', (error) => end(`${command} could not be started: ${error.message}`));
    child.on('close', (code, signal) => end(code === 0 ? null : `${command} ended with ${signal ?? code}`));
    function end(message) {
      if (!children.delete(child)) return;
      endProgress();
      if (rest) tail.push(rest);
      file.end(() => (message ? fail(new Failed(message, { log: path, tail })) : done({ log: path, tail })));
    }
  });
}

// For short questions: the output when the program says yes, null when it is missing or says no.
export function ask(command, args, options = {}) {
  return new Promise((done) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'ignore'], cwd: root, ...options });
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (bytes) => (text += bytes));
    child.on('error', () => done(null));
    child.on('close', (code) => done(code === 0 ? text.trim() : null));
  });
}
