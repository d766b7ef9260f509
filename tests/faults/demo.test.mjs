// What `npm start` does on a machine without a display, from the demo community to signing in with what it prints.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { program } from '../community.mjs';

const demo = join(import.meta.dirname, '..', '..', 'scripts', 'demo.mjs');

// Serves the demo as the script does, and reads what a person would.
async function start(home) {
  const script = `import(${JSON.stringify(demo)}).then(({ serveDemo }) => serveDemo(${JSON.stringify(program)}))`;
  const child = spawn(process.execPath, ['-e', script], { env: { ...process.env, HOWDAH_HOME: home, NO_COLOR: '1' }, stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = new Promise((done) => child.once('exit', (code) => done(code)));
  let said = '';
  await new Promise((done, fail) => {
    child.stderr.setEncoding('utf8').on('data', (text) => (said += text).includes('Ctrl+C ends it.') && done());
    ended.then((code) => fail(new Error(`it ended with ${code}: ${said}`)));
  });
  const read = (what) => said.match(what)?.[1];
  return { said, url: read(/is open: (\S+)/), user: read(/user name: (\S+)/), password: read(/password: +(\S+)/), end: () => (child.kill('SIGINT'), ended) };
}

// As a browser would: a page with a form, filled in, sent with its cookies; then the code for a token.
async function signIn({ url, user, password }) {
  const cookies = new Map();
  const call = async (path, form, headers = {}) => {
    const cookie = [...cookies].map((pair) => pair.join('=')).join('; ');
    const options = { redirect: 'manual', headers: { cookie, origin: url, ...headers }, ...(form ? { method: 'POST', body: new URLSearchParams(form) } : {}) };
    const response = await fetch(new URL(path, url), options);
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = line.match(/^([^=]+)=([^;]*)/);
      cookies.set(name, value);
    }
    const to = response.headers.get('location');
    return to ? call(to) : response;
  };
  const redirect_uri = 'urn:ietf:wg:oauth:2.0:oob';
  const app = await (await call('/api/v1/apps', { client_name: 'T', redirect_uris: redirect_uri, scopes: 'read' })).json();
  const asked = new URLSearchParams({ client_id: app.client_id, redirect_uri, response_type: 'code', scope: 'read' });
  let page = await (await call(`/oauth/authorize?${asked}`)).text();
  const hidden = () => Object.fromEntries([...page.matchAll(/type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, name, value]) => [name, value.replaceAll('&amp;', '&')]));
  page = await (await call('/oauth/authorize', { ...hidden(), username: user, password })).text();
  page = await (await call('/oauth/authorize', { ...hidden(), action: 'allow' })).text();
  const code = page.match(/id="code"[^>]*>([^<]+)</)?.[1];
  assert.ok(code, page);
  const { client_id, client_secret } = app;
  const grant = { grant_type: 'authorization_code', code, client_id, client_secret, redirect_uri };
  const { access_token: token } = await (await call('/oauth/token', grant)).json();
  return (path) => call(path, undefined, { authorization: `Bearer ${token}` }).then((response) => response.json());
}

test('without a display: a demo community, its address as text and as QR, and a sign-in that works', async (t) => {
  const home = mkdtempSync(join(tmpdir(), 'howdah-start-'));
  let running;
  try {
    running = await start(home);
    assert.ok(running.said.includes(join(home, 'howdah-demo')), 'it names the folder');
    assert.match(running.said, /[█▀▄]{20}/, 'the QR code');
    const get = await signIn(running);
    const me = await get('/api/v1/accounts/verify_credentials');
    assert.deepEqual([me.username, me.role.name], [running.user, 'Owner']);
    assert.ok((await get('/api/v1/timelines/home')).length > 5, 'a believable community');
    assert.equal(await running.end(), 0);
    assert.deepEqual(readdirSync(home), ['howdah-demo']);

    const before = Date.now();
    const again = await start(home);
    running = again;
    t.diagnostic(`the second time after ${Date.now() - before} ms`);
    assert.match(again.said, /there from before/);
    await signIn(again);
    assert.equal(await again.end(), 0);
    running = null;
  } finally {
    await running?.end();
    rmSync(home, { recursive: true, force: true });
  }
});
