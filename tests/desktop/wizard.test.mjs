// The wizard as it looks and as it is used: every screen in light and dark, wide, narrow and large, with axe finding nothing, and
// the whole way from the first screen into the community without a mouse.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { emptyHome, until, Window } from './webdriver.mjs';
import { Screen } from './x11.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const [TAB, ENTER, DOWN, RIGHT] = ['\uE004', '\uE007', '\uE015', '\uE014'];

async function findings(window, where) {
  if (!(await window.run('return "axe" in window'))) await window.run(`${axe}; window.axe = axe;`);
  const violations = await window.runAsync(
    'axe.run(document, { resultTypes: ["violations"] }).then((all) => done(all.violations.flatMap((rule) => rule.nodes.map((node) => rule.id + " " + node.target.join(" ") + ": " + node.failureSummary))))',
  );
  const wide = await window.run('return document.documentElement.scrollWidth - innerWidth');
  return [...violations, ...(wide > 0 ? [`${wide} points wider than the window`] : [])].map((line) => `${where}: ${line}`);
}

/** Tab until it stands on the thing of this name, as somebody without a mouse does. */
async function tabTo(window, name) {
  const at = () =>
    window.run('const at = document.activeElement; return (at.getAttribute("aria-label") || [...(at.labels ?? [])].map((one) => one.textContent).join(" ") || at.textContent || "").replace(/\\s+/g, " ").trim()');
  for (let presses = 0; presses < 25; presses++) {
    if ((await at()).startsWith(name)) return;
    await window.keys(TAB);
  }
  throw new Error(`"${name}" is not reached by Tab; it stands on "${await at()}"`);
}

/** From the first screen to the last before founding, by keyboard. */
async function walk(window, seen) {
  await window.find('h1', 'Found your community');
  await seen('1-name');
  await tabTo(window, 'What is it called?');
  await window.keys(' Club', ENTER);
  await window.find('h1', 'Who may join?');
  await seen('2-who');
  await tabTo(window, 'People I approve');
  await window.keys(DOWN, DOWN, ENTER);
  await window.find('h1', 'Your account');
  await tabTo(window, 'Your user name');
  await window.keys(ENTER);
  await until('the mistake has the focus', () => window.run('return document.activeElement.getAttribute("aria-invalid") === "true"'));
  await seen('3-owner-mistake');
  await window.keys('ada');
  await tabTo(window, 'Your password');
  await window.keys('correct horse', ENTER);
  await window.find('h1', 'Who can reach it?');
  await seen('4-reach');
  await tabTo(window, 'People on my network');
  await window.keys(DOWN, ENTER);
  await window.find('h1', 'How should it look?');
  await tabTo(window, 'Teal');
  await window.keys(RIGHT, RIGHT);
  await until('the third colour', () => window.run('return document.querySelector("input[name=accent]:checked")?.getAttribute("aria-label") === "Violet"'));
  await seen('5-look');
}

test('every screen of the wizard, light and dark, in three sizes, by keyboard, with axe', { timeout: 300_000 }, async (t) => {
  const [window, screen] = [await Window.open(emptyHome(t)), await Screen.open()];
  t.after(async () => {
    screen.end();
    await window.close();
  });
  const frame = await until('the window on the screen', () => screen.find('Howdah'));
  const problems = [];
  const looks = [
    ['dark', 1280, 800],
    ['light', 1920, 1080],
    ['dark', 390, 800],
    ['light', 390, 800],
    ['light', 1280, 800],
  ];
  const look = (name) => async (step) => {
    await window.screenshot(`wizard-${name}-${step}`);
    problems.push(...(await findings(window, `${name} ${step}`)));
  };
  let seen;
  for (const [mode, width, height] of looks) {
    await t.test(`${mode}, ${width} x ${height}`, async () => {
      seen = look(`${mode}-${width}`);
      await screen.move(frame, { x: 0, y: 0, width, height });
      await until('the size', () => window.run('return innerWidth === arguments[0]', width));
      await window.run('localStorage.setItem("howdah.look", JSON.stringify({ choice: arguments[0] })); location.reload()', mode);
      await until('the look', () => window.run('return document.documentElement.dataset.theme === arguments[0] && !!document.querySelector("h1")', mode));
      await walk(window, seen);
    });
  }
  await t.test('founding and the join card, by keyboard', async () => {
    await tabTo(window, 'Found the community');
    await window.keys(ENTER);
    await window.find('h1', 'Invite people in', 60);
    await seen('6-join');
    await tabTo(window, 'Go to my community');
    await window.keys(ENTER);
    await window.find('textarea', 'What is on your mind?');
    await tabTo(window, 'What is on your mind?');
    await window.keys('Written without a mouse');
    await tabTo(window, 'Post');
    await window.keys(ENTER);
    await window.find('article', '', 20);
    await window.see('1 post');
    await tabTo(window, 'My community');
    await window.keys(ENTER);
    await window.find('h1', 'My community');
    await seen('7-community');
  });
  assert.deepEqual(problems, []);
});
