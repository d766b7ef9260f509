// The main job in browsers: the founder signs in and posts a picture, a member signs up and answers, and both see it live.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { findings, open, picture } from './browser.mjs';
import { png } from './png.mjs';
import { community } from './server.mjs';

let place, browser, founder, member;

before(async () => {
  place = await community({ title: 'Riverside Garden', registrations: 'open' });
  browser = await open();
});
after(async () => {
  await browser?.close();
  await place?.stop();
});

test('the founder signs in on the community’s own page', async () => {
  const ana = await place.person('ana', { role: 'owner' });
  founder = await browser.person(place);
  await founder.goto('/');
  await founder.getByRole('heading', { name: 'Riverside Garden' }).waitFor();
  assert.deepEqual(await findings(founder, 'landing'), []);
  await founder.getByRole('link', { name: 'Sign in' }).first().click();
  await founder.getByRole('button', { name: 'Sign in' }).click();
  await founder.waitForURL(/\/oauth\/authorize/);
  assert.deepEqual(await findings(founder, 'sign-in page of the server'), []);
  await founder.locator('input[name="username"]').fill(ana.name);
  await founder.locator('input[type="password"]').fill(ana.password);
  await founder.locator('form').filter({ has: founder.locator('input[type="password"]') }).getByRole('button').last().click();
  const allow = founder.locator('button[value="allow"]');
  await Promise.race([allow.waitFor(), founder.waitForURL('**/home')]);
  if (await allow.isVisible()) {
    assert.deepEqual(await findings(founder, 'consent page of the server'), []);
    await allow.click();
  }
  await founder.waitForURL('**/home');
  await founder.getByRole('link', { name: 'Notifications' }).waitFor();
});

test('the founder posts with a picture', async () => {
  await founder.getByRole('textbox', { name: 'What is on your mind?' }).fill('The gate is open. Come in!');
  await founder.locator('form input[type="file"]').setInputFiles({ name: 'gate.png', mimeType: 'image/png', buffer: png() });
  await founder.getByRole('button', { name: 'Describe picture 1' }).click();
  await founder.getByRole('textbox', { name: 'Description' }).fill('A garden gate, half open');
  await founder.getByRole('button', { name: 'Save' }).click();
  await founder.getByRole('dialog').waitFor({ state: 'detached' });
  // A page that went away takes nothing with it.
  await founder.reload();
  await founder.getByRole('button', { name: 'Describe picture 1' }).waitFor();
  await founder.getByRole('button', { name: 'Post', exact: true }).click();
  const post = founder.getByRole('feed').getByRole('article').filter({ hasText: 'The gate is open' });
  await post.getByRole('button', { name: 'Open picture: A garden gate, half open' }).waitFor();
  assert.equal(await founder.getByRole('textbox', { name: 'What is on your mind?' }).inputValue(), '');
  await picture(founder, 'founder-posted');
});

test('a member signs up and answers, and the founder sees it live', async () => {
  member = await browser.person(place);
  await member.goto('/sign-up');
  await member.getByRole('textbox', { name: 'User name' }).fill('ana');
  await member.getByText('Somebody already has this name.').waitFor();
  await member.getByRole('textbox', { name: 'User name' }).fill('ben');
  await member.getByText('@ben is free.').waitFor();
  await member.getByRole('textbox', { name: 'Password' }).fill('seven tall sunflowers');
  await member.getByRole('checkbox').check();
  assert.deepEqual(await findings(member, 'sign-up'), []);
  await member.getByRole('button', { name: 'Create account' }).click();
  await member.waitForURL('**/home');

  await member.getByRole('link', { name: 'Local' }).click();
  const post = member.getByRole('article').filter({ hasText: 'The gate is open' });
  await post.getByRole('button', { name: 'Favourite', exact: true }).click();
  await post.getByRole('button', { name: 'Reply', exact: true }).click();
  const box = member.getByRole('textbox', { name: 'What is on your mind?' });
  assert.equal(await box.inputValue(), '@ana ');
  await box.pressSequentially('On my way with cake.');
  await member.keyboard.press('Control+Enter');
  await member.getByText('It is out.').waitFor();

  // Nobody reloads anything: the bell of the founder's open page says it.
  await founder.getByText(/\d unread/).waitFor({ state: 'attached' });
  await founder.getByRole('link', { name: 'Notifications' }).click();
  await founder.getByText('ben answered you').waitFor();
  await founder.getByRole('article').filter({ hasText: 'On my way with cake.' }).waitFor();
  await founder.getByText('ben likes your post').waitFor();
});

test('a post from elsewhere waits politely behind “1 new post”', async () => {
  await founder.getByRole('link', { name: 'Local' }).click();
  await founder.getByRole('article').filter({ hasText: 'The gate is open' }).waitFor();
  const ben = await place.cli('account', 'token', 'ben', '--scopes', 'read write');
  const before = await founder.getByRole('article').count();
  await fetch(`${place.url}/api/v1/statuses`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${ben}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ status: 'Written with another app.' })
  });
  const button = founder.getByRole('button', { name: '1 new post' });
  await button.waitFor();
  assert.equal(await founder.getByRole('article').count(), before, 'nothing was inserted while somebody reads');
  await button.click();
  await founder.getByRole('article').first().filter({ hasText: 'Written with another app.' }).waitFor();
});

test('pressing, following, deleting and undoing', async () => {
  const post = founder.getByRole('article').filter({ hasText: 'Written with another app.' });
  for (const name of ['Favourite', 'Boost', 'Bookmark']) {
    const button = post.getByRole('button', { name, exact: true });
    await button.click();
    await assertPressed(button, 'true');
  }
  await founder.reload();
  await assertPressed(post.getByRole('button', { name: 'Bookmark', exact: true }), 'true');
  await assertPressed(post.getByRole('button', { name: 'Favourite', exact: true }), 'true');

  await founder.goto('/@ben');
  await founder.getByRole('button', { name: 'Follow', exact: true }).click();
  await founder.getByRole('button', { name: 'Unfollow', exact: true }).waitFor();

  await founder.goto('/@ana');
  const own = founder.getByRole('article').filter({ hasText: 'The gate is open' });
  const id = await own.getAttribute('data-status');
  await own.getByRole('button', { name: 'Delete', exact: true }).click();
  await own.waitFor({ state: 'detached' });
  await founder.getByRole('button', { name: 'Undo' }).click();
  await own.waitFor();
  // Leaving the page is no undo: what was deleted is sent on the way out.
  await own.getByRole('button', { name: 'Delete', exact: true }).click();
  await own.waitFor({ state: 'detached' });
  await founder.goto('/public/local');
  await founder.getByRole('article').filter({ hasText: 'Written with another app.' }).waitFor();
  for (let tries = 0; tries < 50 && (await fetch(`${place.url}/api/v1/statuses/${id}`)).status !== 404; tries++) await founder.waitForTimeout(100);
  await founder.reload();
  await founder.getByRole('article').filter({ hasText: 'Written with another app.' }).waitFor();
  assert.equal(await founder.getByRole('article').filter({ hasText: 'The gate is open' }).count(), 0);
});

test('signing out ends the session here and on the server', async () => {
  await member.goto('/settings');
  const token = await member.evaluate(() => JSON.parse(localStorage.getItem('howdah.session')).token);
  await member.getByRole('main').getByRole('button', { name: 'Sign out' }).click();
  await member.getByRole('link', { name: 'Sign in' }).first().waitFor();
  const status = async () => (await fetch(`${place.url}/api/v1/accounts/verify_credentials`, { headers: { Authorization: `Bearer ${token}` } })).status;
  for (let tries = 0; tries < 50 && (await status()) !== 401; tries++) await member.waitForTimeout(100);
  assert.equal(await status(), 401);
});

test('no page broke its policy or spoke to a third party', () => assert.deepEqual(browser.complaints, []));

async function assertPressed(button, value) {
  await button.and(button.page().locator(`[aria-pressed="${value}"]`)).waitFor();
}
