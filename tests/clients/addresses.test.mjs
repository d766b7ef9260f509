// One server, three addresses: whoever comes through one of them gets links that work through that one.
import assert from 'node:assert/strict';
import { request } from 'node:http';
import { after, before, test } from 'node:test';
import { found } from '../community.mjs';
import { png } from '../picture.mjs';

const name = 'desk.local.test';
let community;
let token;
let port;

before(async () => {
  community = await found({ domain: 'example.test' });
  community.config((text) => text.replace('hosts = []', `hosts = ["${name}"]`));
  await community.account('ada', 'owner');
  await community.serve();
  token = await community.token('ada');
  port = new URL(community.url).port;
});
after(() => community.remove());

// fetch() does not let its caller choose the Host header.
function through(host, path, { method = 'GET', body, headers = {} } = {}) {
  return new Promise((done, fail) => {
    const call = request(
      { host: '127.0.0.1', port, path, method, headers: { host, authorization: `Bearer ${token}`, ...headers } },
      (response) => {
        const parts = [];
        response.on('data', (part) => parts.push(part));
        response.on('end', () => {
          const bytes = Buffer.concat(parts);
          const json = (response.headers['content-type'] ?? '').includes('json');
          done({ status: response.statusCode, headers: response.headers, body: json ? JSON.parse(bytes) : bytes });
        });
      },
    );
    call.on('error', fail);
    call.end(body);
  });
}

async function upload(host) {
  const form = new FormData();
  form.append('file', new Blob([png()], { type: 'image/png' }), 'a.png');
  const encoded = new Response(form);
  return through(host, '/api/v2/media', {
    method: 'POST',
    headers: { 'content-type': encoded.headers.get('content-type') },
    body: Buffer.from(await encoded.arrayBuffer()),
  });
}

for (const address of ['127.0.0.1', 'localhost', name]) {
  test(`the journey through ${address}`, async () => {
    const host = `${address}:${port}`;
    const instance = (await through(host, '/api/v2/instance')).body;
    assert.equal(instance.configuration.urls.streaming, `ws://${host}`);

    const media = await upload(host);
    assert.ok([200, 202].includes(media.status), JSON.stringify(media.body));
    const posted = await through(host, '/api/v1/statuses', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ status: `through ${address}`, media_ids: [media.body.id] }),
    });
    assert.equal(posted.status, 200, JSON.stringify(posted.body));
    for (const link of [posted.body.url, posted.body.account.url, posted.body.account.avatar, posted.body.media_attachments[0].url]) {
      assert.ok(link.startsWith(`http://${host}/`), link);
    }
    assert.ok(posted.body.uri.startsWith('http://example.test/'), 'the identity is the domain, whichever way one came');

    const picture = new URL(posted.body.media_attachments[0].url);
    assert.equal((await through(host, picture.pathname)).status, 200);
    const home = await through(host, '/api/v1/timelines/home?limit=1');
    assert.equal(home.body[0].id, posted.body.id);
    assert.match(home.headers.link ?? '', new RegExp(`<http://${host}/`));
  });
}

test('what was cached for one address is not served to another', async () => {
  const home = (host) => through(`${host}:${port}`, '/api/v1/timelines/home');
  for (const host of ['127.0.0.1', 'localhost', '127.0.0.1']) {
    for (const status of (await home(host)).body) assert.ok(status.url.startsWith(`http://${host}:${port}/`), status.url);
  }
});

test('an unknown host is refused', async () => {
  assert.equal((await through('evil.example', '/api/v2/instance')).status, 421);
});
