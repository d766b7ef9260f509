// masto.js, which Elk is built on, against the real server; streaming over WebSocket.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { createRestAPIClient, createStreamingAPIClient } from 'masto';
import { found } from '../community.mjs';
import { png } from '../picture.mjs';

let community;
let ada;
let bob;
let token;
let status;

before(async () => {
  community = await found();
  await community.account('ada', 'owner');
  await community.account('bob');
  await community.serve();
  token = await community.token('ada');
  ada = createRestAPIClient({ url: community.url, accessToken: token });
  bob = createRestAPIClient({ url: community.url, accessToken: await community.token('bob') });
});
after(() => community.remove());

const first = async (list) => (await list)[0];

test('an app registers itself, and reads the instance', async () => {
  const anybody = createRestAPIClient({ url: community.url });
  const app = await anybody.v1.apps.create({ clientName: 'masto', redirectUris: 'urn:ietf:wg:oauth:2.0:oob', scopes: 'read write' });
  assert.ok(app.clientId && app.clientSecret);
  const [v1, v2] = await Promise.all([anybody.v1.instance.fetch(), anybody.v2.instance.fetch()]);
  assert.equal(v1.title, 'Test');
  assert.equal(v2.title, 'Test');
  assert.ok(v2.configuration.urls.streaming.startsWith('ws://127.0.0.1:'), v2.configuration.urls.streaming);
});

test('a post with a picture', async () => {
  assert.equal((await ada.v1.accounts.verifyCredentials()).acct, 'ada');
  const media = await ada.v2.media.create({ file: new Blob([png()], { type: 'image/png' }), description: 'A gradient' });
  status = await ada.v1.statuses.create({ status: 'Hello from #masto', mediaIds: [media.id], visibility: 'public' });
  assert.equal(status.mediaAttachments[0].description, 'A gradient');
  const picture = await fetch(status.mediaAttachments[0].url);
  assert.equal(picture.status, 200);
  assert.match(picture.headers.get('content-type'), /^image\//);
});

test('reply, favourite, boost and bookmark, seen by the author', async () => {
  const reply = await bob.v1.statuses.create({ status: '@ada seen', inReplyToId: status.id });
  await bob.v1.statuses.$select(status.id).favourite();
  await bob.v1.statuses.$select(status.id).reblog();
  assert.equal((await bob.v1.statuses.$select(status.id).bookmark()).bookmarked, true);
  const context = await ada.v1.statuses.$select(status.id).context.fetch();
  assert.deepEqual(context.descendants.map(({ id }) => id), [reply.id]);
  const kinds = (await ada.v1.notifications.list()).map(({ type }) => type).sort();
  assert.deepEqual(kinds, ['favourite', 'mention', 'reblog']);
});

test('people, follows and timelines', async () => {
  const account = await bob.v1.accounts.lookup({ acct: 'ada' });
  assert.equal((await bob.v1.accounts.$select(account.id).follow()).following, true);
  assert.equal((await first(bob.v1.accounts.relationships.fetch({ id: [account.id] }))).following, true);
  assert.equal((await first(bob.v1.accounts.search.list({ q: 'ada' }))).id, account.id);
  const newest = await ada.v1.statuses.create({ status: 'newest #masto' });
  assert.equal((await first(bob.v1.timelines.home.list())).id, newest.id);
  assert.equal((await first(bob.v1.timelines.public.list({ local: true }))).id, newest.id);
  assert.equal((await first(bob.v1.timelines.tag.$select('masto').list())).id, newest.id);
  await bob.v1.markers.create({ home: { lastReadId: newest.id } });
  assert.equal((await bob.v1.markers.fetch({ timeline: ['home'] })).home.lastReadId, newest.id);
  assert.equal((await bob.v1.preferences.fetch())['posting:default:visibility'], 'public');
});

test('streaming over WebSocket: user, notifications, hashtag and local', async () => {
  const { configuration } = await ada.v2.instance.fetch();
  const streaming = createStreamingAPIClient({ streamingApiUrl: configuration.urls.streaming, accessToken: token });
  const next = async (name, subscription, wanted) => {
    for await (const event of subscription) if (event.event === wanted) return event.payload;
    throw new Error(`${name} ended`);
  };
  const missing = new Set(['user', 'user:notification', 'public:local', 'hashtag']);
  const heard = (name, subscription, wanted) => next(name, subscription, wanted).finally(() => missing.delete(name));
  try {
    // It waits about a second before it connects; who posts before that is not heard.
    await streaming.prepare();
    const arrived = Promise.all([
      heard('user', streaming.user.subscribe(), 'notification'),
      heard('user:notification', streaming.user.notification.subscribe(), 'notification'),
      heard('public:local', streaming.public.local.subscribe(), 'update'),
      heard('hashtag', streaming.hashtag.subscribe({ tag: 'live' }), 'update'),
    ]);
    // A subscription is answered by nothing: give them time to be heard.
    await sleep(300);
    const sent = await bob.v1.statuses.create({ status: '@ada #live now' });
    const late = sleep(10_000, undefined, { ref: false }).then(() => Promise.reject(new Error(`nothing from ${[...missing]} within 10 s`)));
    const [mention, bell, local, tagged] = await Promise.race([arrived, late]);
    assert.equal(mention.status.id, sent.id);
    assert.equal(bell.id, mention.id);
    assert.equal(local.id, sent.id);
    assert.equal(tagged.id, sent.id);
  } finally {
    // It would try to reconnect for ever.
    streaming.close();
  }
});

test('deleting', async () => {
  await ada.v1.statuses.$select(status.id).remove();
  await assert.rejects(ada.v1.statuses.$select(status.id).fetch(), (error) => error.statusCode === 404);
});
