// kill -9 in the middle of 1,000 posts: what was acknowledged is there after the restart.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { found, withoutLimits } from '../community.mjs';

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
