// The real window: from the first screen to a posted picture, and what happens when a process is killed.
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { lives, parentOf, until, Window } from './webdriver.mjs';

const home = mkdtempSync(join(tmpdir(), 'howdah-desktop-'));
const open = new Set();
async function start(env) {
  const window = await Window.open(home, env);
  open.add(window);
  return window;
}
after(async () => {
  for (const window of open) await window.close();
  rmSync(home, { recursive: true, force: true });
});

/** A picture made in the page, handed to the composer as if chosen from a folder. */
const PICTURE = `
  const canvas = document.createElement('canvas');
  canvas.width = 800; canvas.height = 500;
  const paint = canvas.getContext('2d');
  paint.fillStyle = '#f2a541'; paint.fillRect(0, 0, 800, 500);
  paint.fillStyle = '#0e6b66'; paint.beginPath(); paint.arc(400, 250, 170, 0, 7); paint.fill();
  canvas.toBlob((blob) => {
    const bag = new DataTransfer();
    bag.items.add(new File([blob], 'sun.png', { type: 'image/png' }));
    const input = document.querySelector('main input[type=file]');
    input.files = bag.files;
    input.dispatchEvent(new Event('change', { bubbles: true }));
    done(true);
  }, 'image/png');`;

async function post(window, text) {
  await window.type('What is on your mind?', text);
  await window.press('Post', 'button');
  await window.find('article', '', 20);
  await until(`"${text}" in the feed`, () =>
    window.run('return [...document.querySelectorAll("article")].some((one) => one.textContent.includes(arguments[0]))', text),
  );
}

test('from the first screen to a posted picture', { timeout: 240_000 }, async (t) => {
  const begun = Date.now();
  const window = await start();
  await window.find('h1', 'Found your community');
  await window.screenshot('1-name');
  await window.type('What is it called?', 'Garden Club');
  await window.press('Next');
  await window.find('h1', 'Who may join?');
  await window.screenshot('2-who');
  await window.press('Next');
  await window.find('h1', 'Your account');
  await window.press('Next');
  await until('an empty name is refused', () => window.run('return !!document.querySelector("[aria-invalid=true]")'));
  await window.type('Your user name', 'ada');
  await window.type('Your password', "correct horse & 'battery'");
  await window.screenshot('3-owner');
  await window.press('Next');
  await window.find('h1', 'Who can reach it?');
  await window.screenshot('4-reach');
  // Tests stay on loopback.
  await window.press('Only this computer', 'label');
  await window.press('Next');
  await window.find('h1', 'How should it look?');
  await window.screenshot('5-look');
  const pressed = Date.now();
  await window.press('Found the community');
  await window.find('h1', 'Invite people in', 60);
  const foundedAt = Date.now();
  await window.screenshot('6-join');
  await window.press('Go to my community');
  await window.find('textarea', 'What is on your mind?');
  await window.runAsync(PICTURE);
  await until('the picture is uploaded', () => window.run('return !!document.querySelector("main form img, main li img")'));
  await post(window, 'Hello from the window');
  await until('the picture is shown', () =>
    window.run('return [...document.querySelectorAll("article img")].some((img) => img.naturalWidth > 100)'),
  );
  await window.screenshot('7-posted');
  const seconds = (ms) => (ms / 1000).toFixed(1);
  t.diagnostic(`from the start of the window to a posted picture: ${seconds(Date.now() - begun)} s, of which founding ${seconds(foundedAt - pressed)} s`);
  await window.see('1 post');
});

test('a killed server is started again, and the window goes on', { timeout: 90_000 }, async () => {
  const [window] = open;
  const old = window.serverPid();
  process.kill(old, 'SIGKILL');
  await until('another server', () => window.serverPid() !== old && lives(window.serverPid()));
  await window.screenshot('8-restarted');
  await post(window, 'Still here');
});

test('when the app is killed its server ends', { timeout: 60_000 }, async () => {
  const [window] = open;
  const server = window.serverPid();
  process.kill(parentOf(server), 'SIGKILL');
  await until('the server ends', () => !lives(server), 20);
  open.delete(window);
  await window.close();
});

test('without a session bus it starts, into the same community', { timeout: 90_000 }, async () => {
  const window = await start({ DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent/bus' });
  await window.find('article', '', 40);
  await window.screenshot('9-no-session-bus');
  const server = window.serverPid();
  assert.ok(lives(server));
  open.delete(window);
  await window.close();
  await until('the server ends with the window', () => !lives(server), 20);
  assert.ok(readdirSync(join(home, 'communities')).includes('garden-club'));
});
