// Closing, coming back and quitting: with a tray and without one, and a second start of the app.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Tray } from './bus.mjs';
import { founded, lives, until, Window } from './webdriver.mjs';
import { Screen } from './x11.mjs';

async function opened(t, env) {
  const place = await founded(t);
  const [window, screen] = [await Window.open(place.home, env), await Screen.open()];
  t.after(async () => {
    screen.end();
    await window.close();
  });
  await window.find('article', '', 40);
  const frame = await until('the window on the screen', () => screen.find('Howdah', window.appPid()));
  return { ...place, window, screen, frame, app: window.appPid(), server: window.serverPid() };
}

/** The app as a person starts it, a second time. Gives its exit code. */
function again(home) {
  const child = spawn(process.env.HOWDAH_DESKTOP_BIN, { env: { ...process.env, HOWDAH_HOME: home }, stdio: 'ignore' });
  return new Promise((done) => child.once('exit', done));
}

test('with a tray: the menu works, closing hides, and a second start brings the window back', { timeout: 180_000 }, async (t) => {
  const tray = await Tray.open();
  t.after(() => tray.end());
  const { home, window, screen, frame, app, server, port, token } = await opened(t);
  await until('an icon', () => tray.icons.length > 0);
  const labels = async () => (await tray.menu()).map((item) => item.label);

  await t.test('the menu says how it is, and where', async () => {
    await until('state and address', async () => (await labels()).includes(`Copy the address http://127.0.0.1:${port}`));
    assert.deepEqual((await labels())[0], 'The community is running');
  });

  await t.test('a click on the address copies it', async () => {
    await window.run('window.copied = []; document.execCommand = (what) => { window.copied.push(what, document.activeElement.value); return true; };');
    // The page's own clipboard is not asked for in a test: its old way says what would be copied.
    await window.run("Object.defineProperty(navigator, 'clipboard', { value: undefined, configurable: true })");
    await tray.press('Copy the address');
    await until('copied', async () => (await window.run('return window.copied')).includes(`http://127.0.0.1:${port}`));
    await window.see('Copied');
  });

  await t.test('the first close says where the window goes, the second one just goes', async () => {
    await screen.close(frame);
    await window.see('Howdah stays beside the clock');
    await window.screenshot('close-into-tray');
    assert.ok(await screen.shown(frame), 'it waits for an answer');
    await window.press('Close the window', 'dialog .foot button');
    await until('hidden', async () => !(await screen.shown(frame)));
    const answer = await fetch(`http://127.0.0.1:${port}/api/v1/timelines/home`, { headers: { Authorization: `Bearer ${token}` } });
    assert.equal(answer.status, 200, 'the community runs on');
    await tray.press('Open Howdah');
    await until('shown', () => screen.shown(frame));
    await screen.close(frame);
    await until('hidden without a question', async () => !(await screen.shown(frame)));
    assert.equal(window.serverPid(), server);
  });

  await t.test('a second start shows the first one and ends', async () => {
    assert.equal(await again(home), 0);
    await until('shown', () => screen.shown(frame));
    assert.equal(window.serverPid(), server);
  });

  await t.test('pause and resume', async () => {
    await tray.press('Pause the community');
    await until('the server ends', () => !lives(server));
    await until('paused', async () => (await labels())[0] === 'The community is paused');
    await window.see('Your community is paused');
    await window.screenshot('tray-paused');
    await tray.press('Resume the community');
    await until('it runs', async () => (await labels())[0] === 'The community is running');
    await until('the banner goes', async () => !(await window.run('return document.body.innerText')).includes('Your community is paused'));
  });

  await t.test('quit ends the server first, then the app', async () => {
    const last = window.serverPid();
    await tray.press('Quit Howdah');
    await until('both end', () => !lives(last) && !lives(app));
    // Only a server that was asked politely lets go of its file.
    assert.ok(!existsSync(join(home, 'server.pid')));
  });
});

test('without a tray: closing asks, and quitting stops the server', { timeout: 120_000 }, async (t) => {
  const { home, window, screen, frame, app, server } = await opened(t);
  await screen.close(frame);
  await window.see('Quit Howdah?');
  await window.see('nobody can reach it until you open Howdah again');
  await window.screenshot('close-without-tray');
  await window.press('Close', 'dialog .head button');
  await until('the question is gone', async () => !(await window.run('return document.querySelector("dialog[open]")')));
  assert.ok(lives(server) && (await screen.shown(frame)), 'nothing happened');
  await screen.close(frame);
  // The page is gone before it can say that it was pressed.
  await window.press('Quit Howdah', 'dialog button').catch(() => {});
  await until('both end', () => !lives(server) && !lives(app));
  assert.ok(!existsSync(join(home, 'server.pid')));
});

test('who closes twice is not asked twice', { timeout: 90_000 }, async (t) => {
  const { window, screen, frame, app, server } = await opened(t);
  await screen.close(frame);
  await window.see('Quit Howdah?');
  await screen.close(frame);
  await until('both end', () => !lives(server) && !lives(app));
});
