// "Open to my network": the same community under an address that others reach, and who joins appears on the card.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { founded, until, Window } from './webdriver.mjs';

async function post(url, body, token) {
  const headers = { 'Content-Type': 'application/json', ...(token ? { Authorization: `Bearer ${token}` } : {}) };
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${url}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

/** What a phone does with the address on the card. */
async function signUp(base, username) {
  const app = await post(`${base}/api/v1/apps`, { client_name: 'Phone', redirect_uris: 'urn:ietf:wg:oauth:2.0:oob', scopes: 'read write' });
  const asked = { grant_type: 'client_credentials', client_id: app.client_id, client_secret: app.client_secret, scope: 'read write' };
  const { access_token } = await post(`${base}/oauth/token`, asked);
  return post(`${base}/api/howdah/v1/sign_up`, { username, password: 'a quiet river', agreement: true, locale: 'en' }, access_token);
}

test('the community is opened to the network, and who joins appears', { timeout: 120_000 }, async (t) => {
  const { home, folder, port, token, remembered } = await founded(t);
  const config = readFileSync(join(folder, 'instance.toml'), 'utf8');
  const window = await Window.open(home);
  t.after(() => window.close());
  await window.find('article', '', 40);
  await window.press('My community', 'a');
  await window.see('Only this computer can reach it');
  const before = window.serverPid();
  await window.press('Open to my network', 'button');
  await window.see('Anyone on your network opens this address');
  assert.notEqual(window.serverPid(), before);
  assert.equal(remembered().reach, 'network');
  assert.equal(readFileSync(join(folder, 'instance.toml'), 'utf8'), config, 'how it runs now is no setting');

  const own = Object.values(networkInterfaces()).flat().filter((one) => one.family === 'IPv4' && !one.internal);
  if (own.length === 0) return window.see('This computer is on no network now');
  // The window enters the community anew, under the same address as before.
  const address = await until('an address of this network', async () => {
    const shown = await window.run('return document.querySelector("main code")?.textContent');
    return own.some((one) => shown === `http://${one.address}:${port}`) && shown;
  });
  await until('a code to scan', () => window.run('return document.querySelector("main .qr svg, main .qr img")?.getBoundingClientRect().width > 100'));
  assert.equal(await window.run('return document.querySelectorAll("main select option").length'), own.length > 1 ? own.length : 0);
  await window.see('Nobody else yet');
  const joined = await signUp(address, 'ben');
  assert.equal(joined.state, 'active');
  const since = Date.now();
  await window.see('@ben', 10);
  t.diagnostic(`on the card after ${((Date.now() - since) / 1000).toFixed(1)} s`);
  await window.screenshot('network');

  // The window's own session goes on: same token, same address.
  await window.press('Home', 'a');
  await window.type('What is on your mind?', 'Welcome, Ben');
  await window.press('Post', 'button');
  await window.see('Welcome, Ben');
  const local = await fetch(`${address}/api/v1/timelines/public?local=true`, { headers: { Authorization: `Bearer ${token}` } });
  assert.equal((await local.json())[0].content, '<p>Welcome, Ben</p>');
});
