// The client without a mouse.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { open } from './browser.mjs';
import { community } from './server.mjs';

let place, browser, ana, page;
before(async () => {
  place = await community();
  browser = await open();
  ana = await place.person('ana', { role: 'owner' });
  const ben = await place.person('ben');
  for (const text of ['One', 'Two', 'Three']) await ben.post(`${text} from Ben`);
  page = await browser.person(place, { token: ana.token });
  await page.goto('/public/local');
  await page.getByRole('article').first().waitFor();
});
after(async () => {
  await browser?.close();
  await place?.stop();
});
const focused = () => page.evaluate(() => document.activeElement?.textContent ?? '');

test('the first stop is the way past the navigation', async () => {
  await page.keyboard.press('Tab');
  assert.match(await focused(), /Skip to content/);
});

test('j and k walk the posts, f, b and r act on one, Enter opens it', async () => {
  await page.keyboard.press('j');
  assert.match(await focused(), /Three from Ben/);
  await page.keyboard.press('j');
  assert.match(await focused(), /Two from Ben/);
  await page.keyboard.press('k');
  assert.match(await focused(), /Three from Ben/);
  await page.keyboard.press('f');
  await page.keyboard.press('b');
  await page.getByRole('article').first().locator('[data-act="favourite"][aria-pressed="true"]').waitFor();
  await page.getByRole('article').first().locator('[data-act="boost"][aria-pressed="true"]').waitFor();
  await page.keyboard.press('r');
  await page.getByRole('dialog', { name: 'Reply to ben' }).waitFor();
  const box = page.getByRole('textbox', { name: 'What is on your mind?' });
  assert.equal(await box.evaluate((element) => element === document.activeElement), true);
  await page.keyboard.type('j k f b r n g h');
  assert.match(await box.inputValue(), /j k f b r n g h$/);
  await page.keyboard.press('Control+Enter');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.getByRole('article').filter({ hasText: 'Three from Ben' }).first().focus();
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/@ben\/\d+$/);
  await page.getByRole('article').filter({ hasText: 'j k f b r n g h' }).waitFor();
});

test('g leads to the places, n to the box, ? to the help, Escape out again', async () => {
  await page.keyboard.press('g');
  await page.keyboard.press('n');
  await page.waitForURL('**/notifications');
  await page.keyboard.press('g');
  await page.keyboard.press('h');
  await page.waitForURL('**/home');
  await page.getByRole('textbox', { name: 'What is on your mind?' }).waitFor();
  await page.keyboard.press('n');
  await page.keyboard.type('Typed without a mouse');
  await page.keyboard.press('Control+Enter');
  await page.getByRole('article').filter({ hasText: 'Typed without a mouse' }).waitFor();
  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  assert.deepEqual(browser.complaints, []);
});
