// kill -9 in the middle of 1,000 posts: what was acknowledged is there after the restart.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { found, withoutLimits } from '../community.mjs';
import { png } from '../picture.mjs';

const posts = 1000;
const writers = 8;
const killAfter = 400;

test('kill -9 in the middle of 1,000 posts loses nothing that was acknowledged', async (t) => {
  const community = await found();
  try {
    community.config(withoutLimits);
    await community.account('ada', 'owner');
    await community.serve();
    const token = await community.token('ada');
    const acknowledged = [];
    let next = 0;
    let killed;
    const write = async () => {
      while (next < posts) {
        const number = next++;
        try {
          const { status, body } = await community.call('/api/v1/statuses', { token, method: 'POST', json: { status: `post ${number}` } });
          assert.equal(status, 200, JSON.stringify(body));
          acknowledged.push(body.id);
        } catch (error) {
          // The connection broke: the server is dead, and this post was never acknowledged.
          if (error instanceof assert.AssertionError || !killed) throw error;
          return;
        }
        if (acknowledged.length === killAfter) killed = community.end('SIGKILL');
      }
    };
    await Promise.all(Array.from({ length: writers }, write));
    assert.equal((await killed).signal, 'SIGKILL');

    await community.serve();
    for (const id of acknowledged) {
      const { status } = await community.call(`/api/v1/statuses/${id}`, { token });
      assert.equal(status, 200, `post ${id} was acknowledged and is gone`);
    }
    t.diagnostic(`${acknowledged.length} acknowledged, all there`);
    const again = await community.call('/api/v1/statuses', { token, method: 'POST', json: { status: 'and on it goes' } });
    assert.equal(again.status, 200);
    assert.deepEqual(await community.end('SIGTERM'), { code: 0, signal: null });
  } finally {
    await community.remove();
  }
});

test('kill -9 in the middle of uploads loses no picture that was acknowledged', async (t) => {
  const community = await found();
  try {
    community.config(withoutLimits);
    await community.account('ada', 'owner');
    await community.serve();
    const token = await community.token('ada');
    const acknowledged = [];
    let killed;
    const upload = async (first) => {
      for (let number = first; number < 400; number += 4) {
        const form = new FormData();
        form.append('file', new Blob([png(40 + number, 30)], { type: 'image/png' }), 'a.png');
        try {
          const { status, body } = await community.call('/api/v2/media', { token, method: 'POST', form });
          assert.equal(status, 200, JSON.stringify(body));
          acknowledged.push({ ...body, width: 40 + number });
        } catch (error) {
          if (error instanceof assert.AssertionError || !killed) throw error;
          return;
        }
        if (acknowledged.length === 60) killed = community.end('SIGKILL');
      }
    };
    await Promise.all([0, 1, 2, 3].map(upload));
    assert.equal((await killed).signal, 'SIGKILL');
    // Every row has its files; files without a row cost space only, and are counted.
    const before = await community.cli('check');
    assert.equal(before, '');

    await community.serve();
    for (const { id, width, url, preview_url: preview } of acknowledged) {
      const { status, body } = await community.call(`/api/v1/media/${id}`, { token });
      assert.equal(status, 200, `picture ${id} was acknowledged and is gone`);
      assert.equal(body.meta.original.width, width);
      for (const address of [url, preview]) {
        const file = await community.call(new URL(address).pathname);
        assert.equal(file.status, 200);
        assert.ok(file.body.length > 50);
      }
    }
    t.diagnostic(`${acknowledged.length} acknowledged, all there`);
  } finally {
    await community.remove();
  }
});

test('SIGTERM lets running requests end, does not wait for streams, and exits 0', async () => {
  const community = await found();
  try {
    community.config(withoutLimits);
    await community.account('ada', 'owner');
    await community.serve();
    const token = await community.token('ada');
    const stream = await fetch(`${community.url}/api/v1/streaming/user`, { headers: { authorization: `Bearer ${token}` } });
    assert.equal(stream.status, 200);
    const posts = Array.from({ length: 30 }, (_, number) =>
      community.call('/api/v1/statuses', { token, method: 'POST', json: { status: `last words ${number}` } }).catch(() => null),
    );
    // One answer is there: the others are on their way or not yet accepted.
    await Promise.race(posts);
    assert.deepEqual(await community.end('SIGTERM'), { code: 0, signal: null });
    const answered = (await Promise.all(posts)).filter(Boolean);
    assert.ok(answered.length > 0 && answered.every(({ status }) => status === 200));
    await stream.body.cancel().catch(() => {});

    await community.serve();
    for (const { body } of answered) assert.equal((await community.call(`/api/v1/statuses/${body.id}`, { token })).status, 200);
  } finally {
    await community.remove();
  }
});
