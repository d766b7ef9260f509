// A full disk: a small one of our own, in a mount namespace that ends with this process.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readdirSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { command, found, lastJson, withoutLimits } from '../community.mjs';
import { png } from '../picture.mjs';

const inside = 'HOWDAH_OWN_MOUNTS';
const unshare = ['--mount', ...(process.getuid() === 0 ? [] : ['--map-root-user'])];
const possible = process.env[inside] || spawnSync('unshare', [...unshare, 'true']).status === 0;

if (possible && !process.env[inside]) {
  // The same file once more, where mounting disturbs nobody; its report goes where this one's would.
  const again = spawnSync('unshare', [...unshare, process.execPath, ...process.execArgv, import.meta.filename], {
    stdio: 'inherit',
    env: { ...process.env, [inside]: '1' },
  });
  process.exit(again.status ?? 1);
}

const skip = possible ? false : 'this machine lets nobody mount a disk of their own';

async function onDisk(size, what) {
  const disk = join(tmpdir(), `howdah-disk-${process.pid}-${size}`);
  mkdirSync(disk);
  try {
    assert.equal(spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', disk]).status, 0, 'mount');
    await what(disk);
  } finally {
    spawnSync('umount', ['--lazy', disk]);
    rmSync(disk, { recursive: true, force: true });
  }
}

// Writes until nothing goes any more.
function fill(file) {
  const handle = openSync(file, 'w');
  for (const size of [65536, 4096]) {
    try {
      for (;;) if (writeSync(handle, Buffer.alloc(size)) < size) break;
    } catch (error) {
      assert.equal(error.code, 'ENOSPC');
    }
  }
  closeSync(handle);
}

const init = (folder) => ['init', '--data-dir', folder, '--domain', 'localhost:3000', '--scheme', 'http', '--listen', '127.0.0.1:0', '--title', 'T', '--registrations', 'open'];

test('4: nothing is founded on a full disk, and nothing is left behind', { skip }, () =>
  onDisk('128k', async (disk) => {
    const { code, stdout, stderr } = await command(...init(join(disk, 'new')));
    assert.deepEqual([code, stdout, lastJson(stderr).code], [4, '', 'data_full'], stderr);
    assert.match(lastJson(stderr).message, /the disk is full/);
    assert.deepEqual(readdirSync(disk), []);
  }),
);

test('4: a backup that does not fit says which disk is full, and leaves no half of it', { skip }, () =>
  onDisk('64k', async (disk) => {
    const community = await found();
    try {
      fill(join(disk, 'filler'));
      const { code, stderr } = await command('backup', '--to', join(disk, 'all.zip'), '--data-dir', community.folder);
      assert.deepEqual([code, lastJson(stderr).code, lastJson(stderr).folder], [4, 'data_full', disk], stderr);
      assert.deepEqual(readdirSync(disk), ['filler']);
    } finally {
      await community.remove();
    }
  }),
);

test('a disk that fills up while serving: said, survived, and nothing acknowledged is lost', { skip }, (t) =>
  onDisk('12m', async (disk) => {
    const community = await found({ within: disk });
    try {
      community.config(withoutLimits);
      await community.account('ada', 'owner');
      const token = await community.token('ada');
      await community.serve();
      const post = (status) => community.call('/api/v1/statuses', { token, method: 'POST', json: { status } });
      const upload = () => {
        const form = new FormData();
        form.append('file', new Blob([png(400, 300)], { type: 'image/png' }), 'a.png');
        return community.call('/api/v2/media', { token, method: 'POST', form });
      };
      const kept = [];
      const note = ({ status, body }) => (status === 200 ? kept.push(body.id) : assert.match(body.error, /no space left/, `${status}`));
      note(await post('while there is room'));
      fill(join(disk, 'filler'));
      for (let number = 0; number < 60; number++) note(await post(`squeezed ${number} ${'x'.repeat(400)}`));
      const refusals = await Promise.all(Array.from({ length: 8 }, () => post('y'.repeat(480))));
      refusals.forEach(note);
      assert.ok(refusals.some(({ status }) => status === 503), 'the disk was not full');
      const picture = await upload();
      assert.equal(picture.status, 503);
      assert.match(picture.body.error, /no space left/);
      assert.equal((await community.call('/api/v1/timelines/home', { token })).status, 200, 'reading goes on');

      rmSync(join(disk, 'filler'));
      const again = await post('there is room again');
      assert.equal(again.status, 200, JSON.stringify(again.body));
      kept.push(again.body.id);
      assert.equal((await upload()).status, 200);
      assert.deepEqual(await community.end('SIGTERM'), { code: 0, signal: null });

      fill(join(disk, 'filler'));
      const { code, stderr } = await command('serve', '--data-dir', community.folder);
      assert.deepEqual([code, lastJson(stderr).code], [4, 'data_full'], stderr);
      rmSync(join(disk, 'filler'));

      await community.serve();
      for (const id of kept) {
        assert.equal((await community.call(`/api/v1/statuses/${id}`, { token })).status, 200, `${id} was acknowledged and is gone`);
      }
      t.diagnostic(`${kept.length} acknowledged, all there`);
    } finally {
      await community.remove();
    }
  }),
);
