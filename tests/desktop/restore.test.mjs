// "Restore a backup" on the first screen, with the real server: checked, tried out beside, counts shown, then taken.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { cli, emptyHome, founded, until, Window } from './webdriver.mjs';

const FILE = 'input[type=file]';

test('a backup is restored from the first screen', { timeout: 180_000 }, async (t) => {
  const from = await founded(t, { posts: ['One', 'Two', 'Three'] });
  const file = join(from.home, 'backup.zip');
  cli('backup', '--to', file, '--data-dir', from.folder);
  const backup = readFileSync(file);

  const home = emptyHome(t);
  const window = await Window.open(home);
  t.after(() => window.close());
  const communities = () => readdirSync(join(home, 'communities'));
  await window.press('Restore a backup');
  await window.find('h1', 'Restore a backup');

  await t.test('files that are no backup are refused in plain words, and leave nothing', async () => {
    for (const [name, bytes] of [
      ['a picture', Buffer.from('no zip at all')],
      ['cut short', backup.subarray(0, backup.length / 2)],
      ['changed inside', Buffer.from(backup.map((byte, at) => (at > 200 && at < 260 ? byte ^ 0x55 : byte)))],
    ]) {
      await window.choose(FILE, `${name}.zip`, 'application/zip', bytes);
      await until(`${name}: refused`, () => window.run('return document.querySelector("[role=alert]")?.innerText.includes("This backup cannot be used")'));
      await until('the button is back', () => window.find('button', 'Choose a backup file'));
      assert.deepEqual(communities(), []);
      assert.ok(!existsSync(join(home, 'restoring')) && !existsSync(join(home, 'incoming.zip')));
    }
    await window.screenshot('restore-refused');
  });

  await t.test('a good one shows its counts, and nothing is taken before a yes', async () => {
    await window.choose(FILE, 'backup.zip', 'application/zip', backup);
    await window.see('Members: 1. Posts: 3.', 60);
    await window.screenshot('restore-counts');
    assert.deepEqual(communities(), []);
    await window.press('Back');
    await window.find('h1', 'Found your community');
    await until('a no leaves nothing', () => !existsSync(join(home, 'restoring')));
  });

  await t.test('a yes makes it the community of this window', async () => {
    await window.press('Restore a backup');
    await window.choose(FILE, 'backup.zip', 'application/zip', backup);
    await window.press('Use this community');
    await window.find('h1', 'Invite people in', 60);
    assert.deepEqual(communities(), ['garden']);
    await window.press('Go to my community');
    for (const text of ['One', 'Two', 'Three']) await window.see(text);
    // The owner is signed in: there is a box to write in.
    await window.find('textarea', 'What is on your mind?');
    await window.screenshot('restore-taken');
  });
});
