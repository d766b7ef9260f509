// People, as an owner uses it: somebody asks to join and is let in, somebody else is not; an invitation is made, its code shown,
// used, and ended.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { findings, open, picture } from './browser.mjs';
import { community } from './server.mjs';

let place, browser, owner;

before(async () => {
  place = await community({ title: 'Riverside Garden', registrations: 'approval' });
  browser = await open();
  owner = await browser.person(place, { token: (await place.person('ana', { role: 'owner' })).token });
});
after(async () => {
  await browser?.close();
  await place?.stop();
});

const PASSWORD = 'a long and quiet river';

async function signUp(page, name, { reason, path = '/sign-up' } = {}) {
  await page.goto(path);
  await page.getByRole('textbox', { name: /^User name/ }).fill(name);
  await page.locator('input[type="password"]').fill(PASSWORD);
  if (reason) await page.getByRole('textbox', { name: /Why would you like to join/ }).fill(reason);
  for (const box of await page.getByRole('checkbox').all()) await box.check();
  await page.getByRole('button', { name: 'Create account' }).click();
}

test('who asks to join waits, and is let in or turned away', async () => {
  const [ben, eve] = [await browser.person(place), await browser.person(place)];
  await signUp(ben, 'ben', { reason: 'I water the beans on Tuesdays.' });
  await signUp(eve, 'eve', { reason: 'Cheap watches!' });
  await picture(eve, 'people-eve');
  await owner.goto('/people/waiting');
  const waiting = owner.getByRole('list', { name: 'People who ask to join' }).getByRole('listitem');
  await waiting.filter({ hasText: 'I water the beans' }).waitFor();
  await waiting.filter({ hasText: 'Cheap watches' }).waitFor();
  assert.deepEqual(await findings(owner, 'waiting'), []);
  await picture(owner, 'people-waiting');
  await owner.getByRole('button', { name: 'Approve @ben' }).click();
  await owner.getByText('@ben is in.').waitFor();
  await owner.getByRole('button', { name: 'Reject @eve' }).click();
  await owner.getByText('@eve was rejected.').waitFor();
  await owner.getByRole('heading', { name: 'Nobody is waiting' }).waitFor();
  await owner.goto('/people');
  await owner.getByRole('list', { name: 'Members of the community' }).getByRole('listitem').filter({ hasText: '@ben' }).waitFor();
  const found = await fetch(`${place.url}/api/v1/accounts/lookup?acct=eve`);
  assert.equal(found.status, 404, 'who was turned away is not there');
});

test('an invitation is made, scanned, used and ended', async () => {
  await owner.goto('/people/invites');
  await owner.getByRole('textbox', { name: /^For whom/ }).fill('The bean group');
  await owner.getByRole('button', { name: 'Create invitation' }).click();
  const sheet = owner.getByRole('dialog', { name: 'Scan to join' });
  const url = await sheet.getByRole('textbox', { name: 'Link' }).inputValue();
  assert.match(url, /\/invite\/\w+$/);
  await sheet.getByRole('img', { name: `QR code of ${url}` }).waitFor();
  await picture(owner, 'people-invitation');
  await owner.keyboard.press('Escape');

  const guest = await browser.person(place);
  await guest.goto(url);
  await guest.waitForURL(/sign-up|invite/);
  const code = url.split('/').at(-1);
  await signUp(guest, 'cleo', { path: `/sign-up?invite=${code}` });
  // Invited: nobody has to approve.
  await guest.waitForURL('**/home');
  await owner.reload();
  const entry = owner.getByRole('list', { name: 'Invitations' }).getByRole('listitem').filter({ hasText: 'The bean group' });
  await entry.getByText('used 1 time').waitFor();
  await entry.getByRole('button', { name: 'End the invitation The bean group' }).click();
  await entry.getByText('Ended').waitFor();
  const late = await (await fetch(`${place.url}/api/howdah/v1/invites/by_code/${code}`)).json();
  assert.deepEqual([late.valid, late.reason], [false, 'revoked']);
});

test('no page broke its policy or spoke to a third party', () => assert.deepEqual(browser.complaints, []));
