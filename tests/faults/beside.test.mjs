// The command line beside a running server: what it writes counts at once, and a backup made meanwhile is whole.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { at, command, found } from '../community.mjs';
import { png } from '../picture.mjs';

let community;

before(async () => {
  community = await found({ registrations: 'approval' });
  await community.account('ada', 'owner');
  await community.serve();
});
after(() => community.remove());

test('a token made by the command line works 100 ms later', async () => {
  for (let round = 0; round < 5; round++) {
    const token = await community.token('ada');
    await sleep(100);
    const { status, body } = await community.call('/api/v1/accounts/verify_credentials', { token });
    assert.equal(status, 200, JSON.stringify(body));
  }
});

test('an account made by the command line is there at once', async () => {
  const id = await community.account('carol');
  await sleep(100);
  assert.equal((await community.call('/api/v1/accounts/lookup?acct=carol')).body.id, id);
});

test('a token scope that was not granted is refused', async () => {
  const token = await community.token('ada', 'read');
  const { status } = await community.call('/api/v1/statuses', { token, method: 'POST', json: { status: 'no' } });
  assert.equal(status, 403);
});

test('a disabled account is out within 100 ms', async () => {
  await community.account('dave');
  const token = await community.token('dave');
  assert.equal((await community.call('/api/v1/accounts/verify_credentials', { token })).status, 200);
  await community.cli('account', 'disable', 'dave');
  await sleep(100);
  assert.equal((await community.call('/api/v1/accounts/verify_credentials', { token })).status, 403);
});

test('what the command line does to members is known to the running server at once, and stands in the log', async (t) => {
  const app = await community.call('/api/v1/apps', { method: 'POST', json: { client_name: 'T', redirect_uris: 'urn:ietf:wg:oauth:2.0:oob', scopes: 'read write' } });
  const grant = { grant_type: 'client_credentials', client_id: app.body.client_id, client_secret: app.body.client_secret, scope: 'write' };
  const anonymous = (await community.call('/oauth/token', { method: 'POST', json: grant })).body.access_token;
  const wish = { username: 'erin', password: 'erin-password', agreement: true, locale: 'en', reason: 'because' };
  assert.equal((await community.call('/api/howdah/v1/sign_up', { token: anonymous, method: 'POST', json: wish })).body.state, 'pending');
  const token = await community.token('erin');
  const status = async () => (await community.call('/api/v1/accounts/verify_credentials', { token })).status;
  assert.equal(await status(), 403);
  await community.cli('account', 'approve', 'erin');
  await sleep(100);
  assert.equal(await status(), 200);
  // Twice is no mistake.
  await community.cli('account', 'approve', 'erin');

  const application = (await community.call('/api/v1/statuses', { token, method: 'POST', json: { status: 'here' } })).body.application;
  assert.equal(application.name, 'Howdah');
  await community.cli('account', 'reset-password', 'erin', '--password', 'another one');
  await sleep(100);
  assert.equal(await status(), 401);
  await community.cli('account', 'delete', 'erin');
  await sleep(100);
  assert.ok([404, 410].includes((await community.call('/api/v1/accounts/lookup?acct=erin')).status));

  const database = join(community.folder, 'howdah.sqlite');
  const script = `import sqlite3; print(*(r[0] for r in sqlite3.connect(${JSON.stringify(database)}).execute("SELECT kind FROM acts WHERE target_label = 'erin' AND actor_id IS NULL ORDER BY id")))`;
  const { status: ran, stdout } = spawnSync('python3', ['-c', script], { encoding: 'utf8' });
  if (ran !== 0) return t.diagnostic('the log was not read: that needs python3');
  assert.equal(stdout.trim(), 'approve reset_password suspend delete');
});

test('an invitation made by the command line is an address', async () => {
  assert.match(await community.cli('invite', 'create', '--uses', '1', '--expires', '7d'), /^http:\/\/[^/]+\/invite\/\w+$/);
});

test('a backup made while serving, restored beside and served on another port', async () => {
  const token = await community.token('ada');
  const form = new FormData();
  form.append('file', new Blob([png()], { type: 'image/png' }), 'a.png');
  const media = (await community.call('/api/v2/media', { token, method: 'POST', form })).body;
  const posted = (await community.call('/api/v1/statuses', { token, method: 'POST', json: { status: 'kept', media_ids: [media.id] } })).body;
  const zip = join(community.folder, '..', 'backup.zip');
  await community.cli('backup', '--to', zip);

  // Nothing of the original may be needed.
  const restored = at(join(community.folder, '..', 'restored'));
  const outcome = await command('restore', zip, '--data-dir', restored.folder);
  assert.equal(outcome.code, 0, outcome.stderr);
  try {
    await restored.serve();
    assert.notEqual(restored.url, community.url);
    const { status, body } = await restored.call(`/api/v1/statuses/${posted.id}`, { token });
    assert.equal(status, 200);
    assert.match(body.content, /kept/);
    const picture = await restored.call(new URL(body.media_attachments[0].url).pathname);
    assert.equal(picture.status, 200);
  } finally {
    await restored.remove();
    rmSync(zip, { force: true });
  }
});

test('a file that is no backup is refused, and nothing is left behind', async () => {
  const folder = join(community.folder, '..', 'not-restored');
  const outcome = await command('restore', join(community.folder, 'instance.toml'), '--data-dir', folder);
  assert.notEqual(outcome.code, 0);
  assert.match(outcome.stderr, /"event":"error"/);
});
