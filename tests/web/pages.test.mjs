// axe on every page and state, light and dark, wide and on a phone.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { findings, open, picture } from './browser.mjs';
import { png } from './png.mjs';
import { community } from './server.mjs';

let place, bare, browser, ana, ben, thread;

before(async () => {
  place = await community({ registrations: 'approval' });
  bare = await community({ title: 'Empty House', registrations: 'closed' });
  browser = await open();
  ana = await place.person('ana', { role: 'owner' });
  ben = await place.person('ben');
  bare.ana = await bare.person('ana', { role: 'owner' });
  const first = await ben.post('The first frost came last night. #weather');
  thread = await ana.post('@ben Bring the pumpkins to the shed.', { in_reply_to_id: first.id });
  await ben.post('On my way!', { in_reply_to_id: thread.id });
  await ben.post('It was the gardener.', { spoiler_text: 'The end of the book', sensitive: true });
  for (let n = 0; n < 25; n++) await ana.post(`Note ${n}: seeds, soil and patience.`);
  await ben.call('POST', `/api/v1/statuses/${thread.id}/favourite`);
  await ben.call('POST', `/api/v1/accounts/${ana.id}/follow`);
  const form = new FormData();
  form.append('file', new Blob([png()], { type: 'image/png' }), 'a.png');
  form.append('description', 'Stripes of green and blue');
  const media = await (await fetch(`${place.url}/api/v2/media`, { method: 'POST', headers: { Authorization: `Bearer ${ana.token}` }, body: form })).json();
  await ana.post('A picture, to be pressed first.', { media_ids: [media.id], sensitive: true });
});
after(async () => {
  await browser?.close();
  await place?.stop();
  await bare?.stop();
});

const show = (page, name) => page.getByRole('button', { name, exact: true }).first().click();
// name, path, what to do there, and what must be seen before axe looks
const guests = [
  ['landing', '/'],
  ['sign-in', '/sign-in'],
  ['sign-up', '/sign-up'],
  ['sign-up with errors', '/sign-up', (page) => show(page, 'Create account')],
  ['unknown invitation', '/sign-up?invite=nobodyknows'],
  ['local, as a guest', '/public/local'],
  ['home, as a guest', '/home'],
  ['a lost page', '/no/such/page']
];
const members = [
  ['home', '/home'],
  ['the menu of a post', '/home', (page) => page.getByRole('article').first().getByRole('button', { name: 'More', exact: true }).click()],
  ['a reply', '/home', (page) => show(page, 'Reply')],
  ['the keys', '/home', (page) => page.keyboard.press('?')],
  // Going on deletes it, so it is one of the many notes.
  ['a deleted post', '/home', (page) => page.getByRole('article').filter({ hasText: 'Note' }).first().getByRole('button', { name: 'Delete' }).click()],
  ['the picture, large', '/home', async (page) => {
    await show(page, 'Show');
    await page.getByRole('button', { name: /^Open picture/ }).first().click();
  }],
  ['local', '/public/local'],
  ['notifications', '/notifications'],
  ['mentions', '/notifications?show=mentions'],
  ['thread', () => `/@ana/${thread.id}`],
  ['a post that is gone', '/@ana/1'],
  ['own profile', '/@ana'],
  ['another profile', '/@ben'],
  ['media of a profile', '/@ana/media'],
  ['nobody’s profile', '/@nobody'],
  ['followers', '/@ana/followers'],
  ['edit profile', '/settings/profile'],
  ['settings', '/settings'],
  ['bookmarks', '/bookmarks'],
  ['favourites', '/favourites'],
  ['lists', '/lists'],
  ['filters', '/settings/filters'],
  ['a new filter', '/settings/filters', (page) => show(page, 'New filter')],
  ['muted people', '/settings/people'],
  ['your data', '/settings/data'],
  ['blocked people', '/settings/people/blocked'],
  ['hashtag', '/tags/weather'],
  ['search', '/search', async (page) => {
    await page.getByRole('searchbox').fill('be');
    await page.getByRole('list', { name: 'People found' }).waitFor();
  }],
  ['members', '/people'],
  ['waiting', '/people/waiting'],
  ['invitations', '/people/invites'],
  ['an invitation’s code', '/people/invites', (page) => show(page, 'Create invitation')]
];

async function look(page, [name, path, act], how, found) {
  await page.goto(typeof path === 'function' ? path() : path);
  await page.locator('main:not([aria-busy="true"]) h1').first().waitFor();
  await page.locator('[role="status"] .face').first().waitFor({ state: 'detached' });
  if (act) {
    await page.getByRole('main').first().waitFor();
    await act(page);
    await page.waitForTimeout(150);
  }
  await picture(page, `${name} ${how}`.replace(/[^a-z]+/gi, '-'));
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (wide > 1) found.push(`${name}, ${how}: ${wide} px wider than the screen`);
  found.push(...(await findings(page, `${name}, ${how}`)));
}

for (const [how, options] of [
  ['light', {}],
  ['dark', { dark: true }],
  ['light phone', { phone: true }],
  ['dark phone', { phone: true, dark: true }]
]) {
  test(`every page, ${how}`, async () => {
    const found = [];
    const guest = await browser.person(place, options);
    for (const page of guests) await look(guest, page, how, found);
    const member = await browser.person(place, { ...options, token: ana.token });
    for (const page of members) await look(member, page, how, found);
    assert.deepEqual(found, []);
  });
}

test('empty, closed, loading and failing', async () => {
  const found = [];
  const guest = await browser.person(bare);
  for (const page of [['closed landing', '/'], ['closed sign-up', '/sign-up'], ['empty local', '/public/local']]) await look(guest, page, 'light', found);
  const owner = await browser.person(bare, { token: bare.ana.token });
  for (const path of ['/home', '/public/local', '/notifications', '/people/waiting', '/people/invites', '/@ana', '/tags/none'])
    await look(owner, [`empty ${path}`, path], 'light', found);

  const failing = await browser.person(place, {
    token: ana.token,
    prepare: (context) => context.route(/\/api\/v1\/(timelines|notifications|accounts\/lookup)/, (route) => route.fulfill({ status: 503, body: '{}' }))
  });
  for (const path of ['/home', '/notifications', '/@ben']) {
    await look(failing, [`failing ${path}`, path], 'light', found);
    await failing.getByRole('button', { name: 'Try again' }).waitFor();
  }
  const slow = await browser.person(place, { token: ana.token, prepare: (context) => context.route(/\/api\/v1\/timelines/, () => {}) });
  await slow.goto('/home');
  await slow.getByText('Loading').first().waitFor({ state: 'attached' });
  found.push(...(await findings(slow, 'loading')));
  const offline = await browser.person(place, { token: ana.token, prepare: (context) => context.route('**/api/**', (route) => route.abort()) });
  await offline.goto('/home');
  await offline.getByRole('heading', { name: 'No connection' }).waitFor();
  found.push(...(await findings(offline, 'offline')));
  await offline.unroute('**/api/**');
  assert.deepEqual(found, []);
});

test('older posts come when the reader gets there', async () => {
  const page = await browser.person(place, { token: ana.token });
  await page.goto('/public/local');
  await page.getByRole('article').first().waitFor();
  await page.keyboard.press('End');
  await page.getByText('That is all.').waitFor();
  assert.equal(await page.getByRole('article').last().getAttribute('aria-posinset'), await page.getByRole('article').last().getAttribute('aria-setsize'));
});

test('no page broke its policy or spoke to a third party', () => assert.deepEqual(browser.complaints, []));
