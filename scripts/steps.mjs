// Runs a table of steps in order, each once and after what it needs. A step that fails stops only those that need it.
import { has } from './places.mjs';
import { bold, dim, green, red, say, took, usually } from './say.mjs';

// step: { name, what, needs?, folder?, minutes?, kind: 'set-up' | 'build' | 'check', run() }
// A step whose folder does not exist yet is said to be absent and counts neither as passed nor as failed.
export async function runSteps(table, wanted) {
  const steps = new Map(table.map((step) => [step.name, step]));
  const results = new Map();

  async function visit(step) {
    if (results.has(step.name)) return;
    for (const name of step.needs ?? []) await visit(steps.get(name));
    const failed = (step.needs ?? []).find((name) => results.get(name).state === 'failed');
    const absent = step.folder && !has(step.folder) ? step.folder : (step.needs ?? []).find((name) => results.get(name).state === 'absent');
    if (failed) return settle(step, 'failed', `needs "${failed}", which failed`);
    if (absent) return settle(step, 'absent', `${absent} is not there yet`);
    say(`${bold(step.name)}  ${dim(step.what + usually(step.minutes))}`);
    const start = Date.now();
    try {
      await step.run();
      settle(step, 'passed', took(Date.now() - start));
    } catch (error) {
      const tail = error.tail ?? [error.stack];
      if (tail.length > 0) say(tail.map((line) => `    ${line}`).join('\n'));
      const where = error.log ? `; the whole log: ${error.log}` : '';
      settle(step, 'failed', `${error.message}, after ${took(Date.now() - start)}${where}`);
    }
  }

  function settle(step, state, note) {
    results.set(step.name, { step, state, note });
    const mark = { passed: green('  ok'), failed: red('  FAILED'), absent: '  absent' }[state];
    say(`${mark} ${step.name}: ${note}`);
  }

  for (const name of wanted) await visit(steps.get(name));
  return [...results.values()];
}

// What is left on the screen at the end: the minutes per step, and the count on a line of its own.
export function summary(results, started) {
  say();
  for (const { step, state, note } of results) say(`  ${state.padEnd(7)} ${step.name.padEnd(16)} ${note}`);
  const checks = results.filter(({ step, state }) => state !== 'absent' && (step.kind === 'check' || state === 'failed'));
  const failed = checks.filter(({ state }) => state === 'failed').length;
  say(`\nIn ${took(Date.now() - started)}:`);
  process.stdout.write(`${checks.length - failed} passed, ${failed} failed\n`);
  return failed === 0;
}
