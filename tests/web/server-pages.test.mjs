// The pages that the server itself makes (signing in, consent, codes, invitations, errors): in both languages, light and
// dark, on a phone, stretched by a third and from right to left. What reads the same in both languages never went
// through the catalogue.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, before, test } from 'node:test';
import { findings, open, picture } from './browser.mjs';
import { community } from './server.mjs';

const OUT_OF_BAND = 'urn:ietf:wg:oauth:2.0:oob';
let place, browser, authorize, invitation, spent, chosen;

before(async () => {
  place = await community();
  browser = await open();
  const ana = await place.person('ana', { role: 'owner', password: 'a quiet river at noon' });
  const ben = await place.person('ben');
  const set = await ben.call('POST', '/api/howdah/v1/me/two_factor', { current_password: ben.password });
  await ben.call('POST', '/api/howdah/v1/me/two_factor/confirm', { code: digits(set.secret) });
  chosen = (await ana.call('POST', `/api/howdah/v1/members/${ben.id}/reset_link`)).url;
  const form = new URLSearchParams({ client_name: 'Qrx', redirect_uris: OUT_OF_BAND, scopes: 'read write follow push' });
  const app = await (await fetch(`${place.url}/api/v1/apps`, { method: 'POST', body: form })).json();
  authorize = `/oauth/authorize?${new URLSearchParams({ client_id: app.client_id, redirect_uri: OUT_OF_BAND, response_type: 'code', scope: 'read write follow push' })}`;
  invitation = `/invite/${(await place.cli('invite', 'create')).split('/').pop()}`;
  spent = '/invite/thereisnone1';
});
after(async () => {
  await browser?.close();
  await place?.stop();
});

/** What an authenticator app shows now. */
function digits(secret) {
  const bits = [...secret].map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const sum = createHmac('sha1', key).update(step).digest();
  const at = sum[19] & 15;
  return String((sum.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

const signIn = (password, name = 'ana') => async (page) => {
  await page.goto(authorize);
  await page.locator('input[name="username"]').fill(name);
  await page.locator('input[name="password"]').fill(password);
  await page.locator('main button').click();
};
const signedIn = signIn('a quiet river at noon');

// How each page is reached, and what it must hold to be the one.
const pages = {
  'sign-in': [(page) => page.goto(authorize), 'input[name="password"]'],
  'wrong-password': [signIn('not this one'), '[role="alert"]'],
  consent: [signedIn, 'button[value="allow"]'],
  code: [async (page) => (await signedIn(page), await page.locator('button[value="allow"]').click()), '#code'],
  denied: [async (page) => (await signedIn(page), await page.locator('button[value="deny"]').click()), 'h1'],
  'unknown-app': [(page) => page.goto('/oauth/authorize?client_id=nobody&response_type=code'), 'h1'],
  'second-step': [signIn('a quiet river at noon', 'ben'), 'input[name="code"]'],
  'wrong-code': [
    async (page) => {
      await signIn('a quiet river at noon', 'ben')(page);
      await page.locator('input[name="code"]').fill('nothing');
      await page.locator('main button').click();
    },
    '[role="alert"]'
  ],
  'forgot-password': [(page) => page.goto('/auth/password/new'), 'h1'],
  'new-password': [(page) => page.goto(chosen), 'input[name="password_confirmation"]'],
  'old-link': [(page) => page.goto('/auth/password/edit?reset_password_token=none'), 'h1'],
  invitation: [(page) => page.goto(invitation), 'a.button'],
  'no-invitation': [(page) => page.goto(spent), 'h1']
};

/** Every page once, in one way; returns what people read on each. */
async function walk(how, options, change) {
  const read = {};
  const found = [];
  for (const [name, [reach, proof]] of Object.entries(pages)) {
    const page = await browser.person(place, options);
    await reach(page);
    await page.locator(proof).first().waitFor();
    if (change) await page.evaluate(change);
    await picture(page, `server-${name}-${how}`);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (wide > 1) found.push(`${how} ${name}: ${wide} px wider than the screen`);
    found.push(...(await findings(page, `${how} ${name}`)));
    read[name] = await page.evaluate(() => {
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      const said = [document.title];
      while (walker.nextNode()) if (!walker.currentNode.parentElement.closest('style, script, code, .brand, .person b, .person small')) said.push(walker.currentNode.data.trim());
      for (const element of document.querySelectorAll('[aria-label], [placeholder], [title], img[alt]'))
        for (const name of ['aria-label', 'placeholder', 'title', 'alt']) said.push(element.getAttribute(name) ?? '');
      return [document.documentElement.lang, ...said.filter((text) => /\p{L}{2}/u.test(text))];
    });
    await page.context().close();
  }
  assert.deepEqual(found, []);
  return read;
}

test('every word of the server’s pages is in the catalogue, in both languages', async () => {
  const english = await walk('en', { language: 'en' });
  const german = await walk('de', { language: 'de' });
  for (const name of Object.keys(pages)) {
    assert.equal(english[name][0], 'en', name);
    assert.equal(german[name][0], 'de', name);
    assert.ok(english[name].length > 2, `${name} says nothing`);
    const same = german[name].filter((text) => english[name].includes(text));
    assert.deepEqual(same, [], `${name}: the same in English and in German`);
  }
});

test('the server’s pages in the dark', () => walk('dark', { dark: true }));
test('the server’s pages on a phone', () => walk('phone', { phone: true }));

test('the server’s pages in a longer language, from right to left, on a phone', () =>
  walk('ar-XB-phone', { phone: true }, () => {
    document.documentElement.dir = 'rtl';
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = walker.currentNode;
      if (node.data.trim() && !node.parentElement.closest('style, script')) node.data = `[${node.data.trim()}${' ·'.repeat(node.data.trim().length / 3)}]`;
    }
  }));

test('no page broke its policy or spoke to a third party', () => assert.deepEqual(browser.complaints, []));
