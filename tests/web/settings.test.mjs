// What a reader keeps for themselves: filters, lists, and whom they do not want to see.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { findings, open, picture } from './browser.mjs';
import { community } from './server.mjs';

let place, browser, ana, ben, cleo, page;

before(async () => {
  place = await community({ title: 'Riverside Garden' });
  browser = await open();
  [ana, ben, cleo] = [await place.person('ana'), await place.person('ben'), await place.person('cleo')];
  for (const one of [ben, cleo]) await ana.call('POST', `/api/v1/accounts/${one.id}/follow`);
  page = await browser.person(place, { token: ana.token });
});
after(async () => {
  await browser?.close();
  await place?.stop();
});

const post = (text) => page.getByRole('feed').getByRole('article').filter({ hasText: text });

test('a filter folds posts away, is changed to leave them out, and goes with undo', async () => {
  await ben.post('The murderer is the gardener.');
  await page.goto('/settings');
  await page.getByRole('link', { name: /^Filters/ }).click();
  await page.getByRole('heading', { name: 'No filters yet' }).waitFor();
  await page.getByRole('button', { name: 'New filter' }).click();
  const form = page.getByRole('dialog');
  await form.getByRole('textbox', { name: 'What is it about?' }).fill('The end of the film');
  await form.getByRole('textbox', { name: 'Word 1' }).fill('murderer');
  assert.deepEqual(await findings(page, 'filter form'), []);
  await picture(page, 'filter-form');
  await form.getByRole('button', { name: 'Save' }).click();
  const entry = page.getByRole('list', { name: 'Filters' }).getByRole('listitem').filter({ hasText: 'murderer' });
  await entry.waitFor();
  await picture(page, 'filters');
  await page.goto('/home');
  const folded = page.getByRole('article').filter({ hasText: 'Hidden by your filter “The end of the film”' });
  await folded.waitFor();
  assert.equal(await post('is the gardener').count(), 0);
  await folded.getByRole('button', { name: 'Show more' }).click();
  await post('is the gardener').waitFor();
  await page.goto('/settings/filters');
  await page.getByRole('button', { name: 'Change The end of the film' }).click();
  await form.getByRole('radio', { name: /^Left out/ }).check();
  await form.getByRole('button', { name: 'Save' }).click();
  await entry.getByText('Left out').waitFor();
  await ben.post('A quiet evening.');
  await page.goto('/home');
  await post('A quiet evening').waitFor();
  assert.equal(await page.getByRole('article').filter({ hasText: 'gardener' }).count(), 0);
  await page.goto('/settings/filters');
  await page.getByRole('button', { name: 'Delete The end of the film' }).click();
  await page.getByRole('button', { name: 'Undo' }).click();
  await entry.waitFor();
});

test('a list is made, filled, read live and deleted', async () => {
  await page.goto('/lists');
  await page.getByRole('button', { name: 'New list' }).click();
  await page.getByRole('textbox', { name: 'Name of the list' }).fill('Bean growers');
  assert.deepEqual(await findings(page, 'list form'), []);
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('heading', { name: 'Bean growers', level: 1 }).waitFor();
  await page.getByRole('button', { name: 'Add people' }).click();
  const sheet = page.getByRole('dialog', { name: 'People in Bean growers' });
  await sheet.getByRole('searchbox', { name: /Find people/ }).fill('cle');
  await sheet.getByRole('button', { name: 'Add @cleo' }).click();
  await sheet.getByRole('button', { name: 'Remove @cleo' }).waitFor();
  assert.deepEqual(await findings(page, 'list members'), []);
  await picture(page, 'list-members');
  await page.keyboard.press('Escape');
  await sheet.waitFor({ state: 'detached' });
  await page.waitForTimeout(300);
  await cleo.post('The runner beans are up.');
  await ben.post('Not about beans.');
  const news = page.getByRole('button', { name: /new post/ });
  await Promise.race([news.waitFor(), post('runner beans').waitFor()]);
  if (await news.isVisible()) await news.click();
  await post('runner beans').waitFor();
  assert.equal(await post('Not about beans').count(), 0);
  await picture(page, 'list');
  await page.getByRole('button', { name: 'Delete the list' }).click();
  await page.getByRole('heading', { name: 'No lists yet' }).waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('link', { name: 'Bean growers' }).waitFor();
});

test('whom one muted and blocked stands in settings, with the way back', async () => {
  await ana.call('POST', `/api/v1/accounts/${ben.id}/mute`);
  await ana.call('POST', `/api/v1/accounts/${cleo.id}/block`);
  await page.goto('/settings/people');
  await page.getByRole('list', { name: 'Muted people' }).getByRole('listitem').filter({ hasText: '@ben' }).waitFor();
  await picture(page, 'muted-people');
  await page.getByRole('button', { name: 'Unmute @ben' }).click();
  await page.getByRole('heading', { name: 'Nobody is muted' }).waitFor();
  await page.getByRole('link', { name: 'Blocked people' }).click();
  await page.getByRole('button', { name: 'Unblock @cleo' }).click();
  await page.getByRole('heading', { name: 'Nobody is blocked' }).waitFor();
  const relations = await ana.call('GET', `/api/v1/accounts/relationships?id[]=${ben.id}&id[]=${cleo.id}`);
  assert.ok(relations.every((one) => !one.muting && !one.blocking));
});

test('data is taken along, brought from elsewhere, and an account deleted by its owner', async () => {
  const dora = await place.person('dora');
  await dora.post('To be remembered.');
  const { domain } = await (await fetch(`${place.url}/api/v2/instance`)).json();
  const doras = await browser.person(place, { token: dora.token });
  await doras.goto('/settings/data');
  await doras.getByRole('button', { name: 'Make an archive' }).click();
  const save = doras.getByRole('button', { name: /^Save the archive/ });
  await save.waitFor();
  assert.deepEqual(await findings(doras, 'your data'), []);
  await picture(doras, 'your-data');
  const [archive] = await Promise.all([doras.waitForEvent('download'), save.click()]);
  assert.equal(archive.suggestedFilename(), 'archive.zip');
  await doras.getByLabel('The file (.csv)').setInputFiles({ name: 'follows.csv', mimeType: 'text/csv', buffer: Buffer.from(`Account address,Show boosts\nben@${domain},true\nnobody@nowhere.example,true\n`) });
  await doras.getByRole('button', { name: 'Look into the file' }).click();
  await doras.getByText('entries were found').waitFor();
  await doras.getByText('nobody@nowhere.example').waitFor();
  await picture(doras, 'import-read');
  await doras.getByRole('button', { name: 'Take them over' }).click();
  await doras.getByText(/1 taken over/).waitFor();
  assert.equal((await dora.call('GET', `/api/v1/accounts/relationships?id[]=${ben.id}`))[0].following, true);
  await doras.getByRole('button', { name: 'Delete my account …' }).click();
  const sheet = doras.getByRole('dialog', { name: 'Leave for good' });
  await sheet.getByRole('textbox', { name: 'Your password' }).fill('not this one');
  await sheet.getByRole('button', { name: 'Delete my account' }).click();
  await sheet.getByRole('alert').or(sheet.getByText(/password/i).last()).first().waitFor();
  await picture(doras, 'leaving');
  await sheet.getByRole('textbox', { name: 'Your password' }).fill(dora.password);
  await sheet.getByRole('button', { name: 'Delete my account' }).click();
  await doras.waitForURL((url) => url.pathname === '/');
  assert.equal((await fetch(`${place.url}/api/v1/accounts/lookup?acct=dora`)).status, 404);
});

test('no page broke its policy or spoke to a third party', () => assert.deepEqual(browser.complaints, []));
