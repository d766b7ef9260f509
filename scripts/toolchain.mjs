// The two things that Howdah cannot install itself: Rust and Node. Said in one sentence each when they are missing.
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { readFileSync } from 'node:fs';
import { root } from './places.mjs';
import { Failed, ask, run } from './run.mjs';

// A shell opened before rustup ran does not know its folder yet.
process.env.PATH = `${process.env.PATH}${delimiter}${join(process.env.CARGO_HOME || join(homedir(), '.cargo'), 'bin')}`;

const older = (version, wanted) => {
  const numbers = (text) => text.split('.').map(Number);
  const [have, want] = [numbers(version), numbers(wanted)];
  for (let i = 0; i < want.length; i++) {
    if ((have[i] ?? 0) !== want[i]) return (have[i] ?? 0) < want[i];
  }
  return false;
};

export function checkNode() {
  const wanted = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).engines.node.replace(/[^0-9.]/g, '');
  if (older(process.versions.node, wanted)) {
    throw new Failed(`Node ${wanted} or newer is needed, this is ${process.versions.node}. See https://nodejs.org`);
  }
}

export async function checkRust() {
  const wanted = readFileSync(join(root, 'Cargo.toml'), 'utf8').match(/^rust-version = "([\d.]+)"/m)[1];
  const version = (await ask('rustc', ['--version']))?.match(/\d+\.\d+\.\d+/)?.[0];
  if (!version) throw new Failed('Rust is needed. Install it from https://rustup.rs and start again.');
  if (older(version, wanted)) throw new Failed(`Rust ${wanted} or newer is needed, this is ${version}. Run: rustup update`);
}

// rustup's minimal profile leaves these two out.
export async function checkRustTools() {
  for (const [tool, component] of [['cargo-fmt', 'rustfmt'], ['cargo-clippy', 'clippy']]) {
    if ((await ask(tool, ['--version'])) === null) await run('rustup', ['component', 'add', component], { append: true });
  }
}
