// What one can do with posts beyond writing and reading: ask a question, change one's words, pin, mute, block and report.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { findings, open, picture } from './browser.mjs';
import { community } from './server.mjs';

let place, browser, ana, ben, olga, anas, bens;

before(async () => {
  place = await community({ title: 'Riverside Garden' });
  browser = await open();
  [ana, ben, olga] = [await place.person('ana'), await place.person('ben'), await place.person('olga', { role: 'owner' })];
  for (const [one, other] of [[ana, ben], [ben, ana]]) await one.call('POST', `/api/v1/accounts/${other.id}/follow`);
  [anas, bens] = [await browser.person(place, { token: ana.token }), await browser.person(place, { token: ben.token })];
});
after(async () => {
  await browser?.close();
  await place?.stop();
});

const post = (page, text) => page.getByRole('feed').getByRole('article').filter({ hasText: text });
const menu = async (page, text, item) => {
  await post(page, text).getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitem', { name: item }).click();
};

test('a poll is asked, voted in and counted', async () => {
  await anas.goto('/home');
  await anas.getByRole('textbox', { name: 'What is on your mind?' }).fill('What shall we sow?');
  await anas.getByRole('button', { name: 'Ask a question with choices' }).click();
  assert.ok(await anas.getByRole('button', { name: 'Post', exact: true }).isDisabled(), 'a poll without choices is none');
  await anas.getByRole('textbox', { name: 'Choice 1' }).fill('Beans');
  await anas.getByRole('textbox', { name: 'Choice 2' }).fill('Peas');
  await anas.getByRole('button', { name: 'Add a choice' }).click();
  await anas.getByRole('textbox', { name: 'Choice 3' }).fill('Nothing');
  assert.deepEqual(await findings(anas, 'writing a poll'), []);
  await picture(anas, 'poll-writing');
  await anas.getByRole('button', { name: 'Post', exact: true }).click();
  await post(anas, 'What shall we sow?').getByRole('list', { name: 'Poll' }).waitFor();

  await bens.goto('/home');
  const asked = post(bens, 'What shall we sow?');
  await asked.getByRole('radio', { name: 'Peas' }).check();
  await picture(bens, 'poll-voting');
  assert.deepEqual(await findings(bens, 'voting'), []);
  await asked.getByRole('button', { name: 'Vote' }).click();
  await asked.getByRole('listitem').filter({ hasText: 'Peas' }).getByText('100%').waitFor();
  await asked.getByRole('img', { name: 'Your choice' }).waitFor();
  await asked.getByText('1 vote', { exact: true }).waitFor();
  await picture(bens, 'poll-voted');
  await anas.reload();
  await post(anas, 'What shall we sow?').getByText('1 vote', { exact: true }).waitFor();
});

test('a post is edited, seen live, and its versions are kept', async () => {
  await ana.post('The gate opens at nin.');
  await anas.goto('/home');
  await bens.goto('/home');
  await post(bens, 'The gate opens at nin.').waitFor();
  await menu(anas, 'The gate opens', 'Edit');
  const sheet = anas.getByRole('dialog', { name: 'Edit your post' });
  const box = sheet.getByRole('textbox', { name: 'What is on your mind?' });
  assert.equal(await box.inputValue(), 'The gate opens at nin.');
  await box.fill('The gate opens at nine.');
  assert.deepEqual(await findings(anas, 'editing'), []);
  await picture(anas, 'post-editing');
  await sheet.getByRole('button', { name: 'Save' }).click();
  await post(anas, 'The gate opens at nine.').waitFor();
  await post(bens, 'The gate opens at nine.').waitFor();
  await post(bens, 'The gate opens at nine.').getByRole('link', { name: /edited/ }).click();
  await bens.getByRole('button', { name: /^edited/i }).click();
  const versions = bens.getByRole('dialog', { name: 'Versions of this post' }).getByRole('listitem');
  await versions.filter({ hasText: 'at nin.' }).waitFor();
  assert.equal(await versions.count(), 2);
  assert.deepEqual(await findings(bens, 'versions'), []);
  await picture(bens, 'post-versions');
});

test('a post is pinned, a conversation muted', async () => {
  await anas.goto('/home');
  await menu(anas, 'The gate opens', 'Pin to your profile');
  await anas.getByText('now stands at the top').waitFor();
  const pinned = await (await fetch(`${place.url}/api/v1/accounts/${ana.id}/statuses?pinned=true`)).json();
  assert.match(pinned[0].content, /at nine/);
  await bens.goto('/home');
  await menu(bens, 'The gate opens', 'Mute this conversation');
  await bens.getByText('You will not be told of new answers here.').waitFor();
});

test('somebody is muted and blocked, and it can be taken back', async () => {
  await bens.goto('/@ana');
  const relation = async () => (await ben.call('GET', `/api/v1/accounts/relationships?id[]=${ana.id}`))[0];
  const act = async (item) => {
    await bens.getByRole('button', { name: 'More about @ana' }).click();
    await bens.getByRole('menuitem', { name: item }).click();
  };
  await act('Mute @ana');
  await bens.getByText('@ana is muted').waitFor();
  assert.equal((await relation()).muting, true);
  await bens.getByRole('button', { name: 'Undo' }).click();
  await bens.getByText('Muted', { exact: true }).waitFor({ state: 'detached' });
  assert.equal((await relation()).muting, false);
  await act('Block @ana');
  await bens.getByText('Blocked', { exact: true }).waitFor();
  assert.equal((await relation()).blocking, true);
  await act('Unblock @ana');
  await bens.getByText('Blocked', { exact: true }).waitFor({ state: 'detached' });
});

test('a post is reported, and the moderators have it', async () => {
  await ana.post('Cheap watches! Buy now!');
  await bens.goto('/@ana');
  await menu(bens, 'Cheap watches', 'Report this post');
  const sheet = bens.getByRole('dialog', { name: 'Report @ana' });
  await sheet.getByRole('radio', { name: /advertising/ }).check();
  await sheet.getByRole('textbox', { name: /What should we know/ }).fill('Third time today.');
  assert.deepEqual(await findings(bens, 'reporting'), []);
  await picture(bens, 'report');
  await sheet.getByRole('button', { name: 'Send report' }).click();
  await bens.getByText('Thank you. The moderators will look at it.').waitFor();
  const told = await olga.call('GET', '/api/v1/notifications?types[]=admin.report');
  assert.deepEqual([told[0].report.category, told[0].report.comment], ['spam', 'Third time today.']);
});

test('no page broke its policy or spoke to a third party', () => assert.deepEqual(browser.complaints, []));
