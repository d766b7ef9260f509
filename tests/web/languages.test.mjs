// German, a made-up language whose every word is accented and longer, and one that runs from right to left. The made-up ones are
// in a build of their own, put over the served pages here; the API stays the real server's.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { dirname, extname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { findings, open, picture } from './browser.mjs';
import { community } from './server.mjs';

const ui = resolve(dirname(fileURLToPath(import.meta.url)), '../../ui');
const build = join(ui, 'build-pseudo');
const types = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.woff2': 'font/woff2', '.json': 'application/json' };
const screens = ['/home', '/notifications', '/@ana', '/settings', '/settings/profile', '/people/waiting', '/people/invites', '/search'];
const doors = ['/', '/sign-in', '/sign-up'];

let place, browser, ana;
before(async () => {
  await promisify(execFile)('npx', ['--no-install', 'vite', 'build'], {
    cwd: ui,
    env: { ...process.env, HOWDAH_PSEUDO: '1', HOWDAH_UI_OUT: 'build-pseudo' }
  });
  place = await community({ registrations: 'approval' });
  browser = await open();
  ana = await place.person('ana', { role: 'owner' });
  await ana.post('123');
});
after(async () => {
  await browser?.close();
  await place?.stop();
});

/** Answers everything that is not the server's own business from the other build. */
async function other(context) {
  await context.route(/^http:\/\/127\.0\.0\.1:\d+\/(?!api|oauth|media|avatars|headers|branding)/, async (route) => {
    const { pathname } = new URL(route.request().url());
    const file = join(build, pathname);
    const found = extname(pathname) && existsSync(file) ? file : join(build, 'index.html');
    await route.fulfill({ contentType: types[extname(found)], body: await readFile(found) });
  });
}

async function walk(how, options, each) {
  const found = [];
  for (const [list, token] of [
    [doors, undefined],
    [screens, ana.token]
  ]) {
    const page = await browser.person(place, { ...options, token });
    for (const path of list) {
      await page.goto(path);
      await page.locator('main:not([aria-busy="true"]) h1').first().waitFor();
      await page.locator('[role="status"] .face').first().waitFor({ state: 'detached' });
      await picture(page, `${how}${path.replace(/\W+/g, '-')}`);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      if (wide > 1) found.push(`${how} ${path}: ${wide} px wider than the screen`);
      found.push(...(await findings(page, `${how} ${path}`)));
      if (each) found.push(...(await each(page, path)));
    }
  }
  assert.deepEqual(found, []);
}

/** Text that a person sees and that never went through the catalogue has no accents. */
async function literals(page, path) {
  const words = await page.evaluate(() => {
    const said = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const { parentElement, data } = walker.currentNode;
      if (!parentElement.closest('script, style, kbd, option, code, .content, [data-own]') && /[a-z]{3}/.test(data)) said.push(data.trim());
    }
    for (const element of document.querySelectorAll('[aria-label], [placeholder], [title]'))
      for (const name of ['aria-label', 'placeholder', 'title']) if (/[a-z]{3}/.test(element.getAttribute(name) ?? '')) said.push(element.getAttribute(name));
    return said;
  });
  // What people and servers are called is theirs, not the catalogue's; dates are the browser's.
  const theirs = /ana|Riverside Garden|Owner|127\.0\.0\.1|\d|English/;
  return words.filter((text) => !text.startsWith('[') && !theirs.test(text)).map((text) => `${path}: "${text}" is not from the catalogue`);
}

test('German', () =>
  walk('de', { language: 'de' }, async (page, path) =>
    (await page.evaluate(() => document.documentElement.lang)) === 'de' ? [] : [`${path}: the page does not say that it is German`]
  ));
test('a longer, accented language', () => walk('en-XA', { locale: 'en-XA', prepare: other }, literals));
test('a longer, accented language on a phone', () => walk('en-XA-phone', { locale: 'en-XA', prepare: other, phone: true }));
test('from right to left', () =>
  walk('ar-XB', { locale: 'ar-XB', prepare: other }, async (page, path) =>
    (await page.evaluate(() => document.documentElement.dir)) === 'rtl' ? [] : [`${path}: not from right to left`]
  ));
test('from right to left on a phone', () => walk('ar-XB-phone', { locale: 'ar-XB', prepare: other, phone: true }));
test('no page broke its policy or spoke to a third party', () =>
  // The other build is not the one whose start-up script the server's policy knows; it comes without that policy.
  assert.deepEqual(browser.complaints, []));
