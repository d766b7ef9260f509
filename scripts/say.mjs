// What a script tells the person who waits for it: one line when a step starts (with how long it usually takes), one
// when it ends (with how long it took), and on a terminal the last line of what runs. All of it goes to stderr, because
// the last line of stdout belongs to the result.
const terminal = process.stderr.isTTY;
const paint = (code, text) => (terminal && !process.env.NO_COLOR ? `\x1b[${code}m${text}\x1b[0m` : text);

export const bold = (text) => paint('1', text);
export const green = (text) => paint('32', text);
export const red = (text) => paint('31', text);
export const dim = (text) => paint('2', text);

export function say(text = '') {
  process.stderr.write(`${text}\n`);
}

export function took(milliseconds) {
  if (milliseconds < 60_000) return `${(milliseconds / 1000).toFixed(milliseconds < 10_000 ? 1 : 0)} s`;
  return `${(milliseconds / 60_000).toFixed(1)} min`;
}

export function usually(minutes) {
  if (minutes === undefined) return '';
  return minutes < 1 ? ' (usually some seconds)' : ` (usually ${minutes} min; longer the first time)`;
}

let shown = false;
let lastSaid = Date.now();

// Keeps one moving line under the step, so that a long build does not look dead; in a log, one line a minute.
export function progress(text) {
  if (!terminal) {
    if (Date.now() - lastSaid < 60_000 || text.trim() === '') return;
    lastSaid = Date.now();
    say(`    ... ${text.trim().slice(0, 100)}`);
    return;
  }
  const width = (process.stderr.columns || 80) - 6;
  const line = text.replace(/\x1b\[[0-9;]*[A-Za-z]/g, '').replace(/[\r\t]/g, ' ').trim();
  if (line === '') return;
  process.stderr.write(`\r\x1b[K    ${dim(line.slice(0, width))}`);
  shown = true;
}

export function endProgress() {
  if (shown) process.stderr.write('\r\x1b[K');
  shown = false;
}
