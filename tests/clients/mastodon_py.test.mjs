// Mastodon.py against the real server. The journey is in journey.py; each of its steps is a line of its output.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { found } from '../community.mjs';

test('Mastodon.py: post, picture, thread, favourite, notifications, streaming', async () => {
  const community = await found();
  try {
    await community.account('ada', 'owner');
    await community.account('bob');
    await community.serve();
    const env = {
      ...process.env,
      HOWDAH_URL: community.url,
      HOWDAH_ADA: await community.token('ada'),
      HOWDAH_BOB: await community.token('bob'),
      // A listener that waits in vain must not look like a hang.
      PYTHONFAULTHANDLER: '1',
      PYTHONUNBUFFERED: '1',
    };
    const script = join(import.meta.dirname, 'journey.py');
    const run = spawnSync(process.env.HOWDAH_PYTHON, [script], { env, encoding: 'utf8', timeout: 120_000 });
    console.log(run.stdout);
    assert.equal(run.status, 0, run.stderr);
  } finally {
    await community.remove();
  }
});
