// A small WebDriver client over fetch, and the window under test: one tauri-driver per window, with its own HOWDAH_HOME.
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';
const artifacts = join(process.env.HOWDAH_ARTIFACTS ?? 'tests/artifacts', 'desktop');

export async function freePort() {
  const server = createServer();
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}

/** A folder for the app that is gone after the test. */
export function emptyHome(test) {
  const home = mkdtempSync(join(tmpdir(), 'howdah-desktop-'));
  test.after(() => rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }));
  return home;
}

export function cli(...args) {
  return execFileSync(process.env.HOWDAH_SERVER_BIN, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
}

/** What the wizard leaves behind, without the wizard: a community with its owner and a post. */
export async function founded(test, { posts = ['The first frost came last night.'] } = {}) {
  const home = emptyHome(test);
  const [folder, port] = [join(home, 'communities', 'garden'), await freePort()];
  mkdirSync(join(home, 'communities'), { recursive: true });
  const address = `127.0.0.1:${port}`;
  cli('init', '--data-dir', folder, '--domain', `localhost:${port}`, '--scheme', 'http', '--listen', address, '--title', 'Garden', '--registrations', 'open');
  cli('account', 'create', 'ada', '--role', 'owner', '--password', 'correct horse battery', '--data-dir', folder);
  const token = cli('account', 'token', 'ada', '--scopes', 'read write follow push admin:read admin:write', '--data-dir', folder);
  writeFileSync(join(home, 'owner-token'), token, { mode: 0o600 });
  const community = { folder, reach: 'this_computer', port, owner: 'ada' };
  writeFileSync(join(home, 'app.json'), JSON.stringify({ community }));
  const remembered = () => JSON.parse(readFileSync(join(home, 'app.json'), 'utf8')).community;
  const server = spawn(process.env.HOWDAH_SERVER_BIN, ['serve', '--data-dir', folder], { stdio: 'ignore' });
  await until('the server serves', async () => (await fetch(`http://${address}/health`)).ok);
  for (const status of posts) {
    const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
    const answer = await fetch(`http://${address}/api/v1/statuses`, { method: 'POST', headers, body: JSON.stringify({ status }) });
    if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
  }
  server.kill('SIGTERM');
  await new Promise((done) => server.once('exit', done));
  return { home, folder, port, token, remembered };
}

export async function until(what, look, seconds = 30) {
  const end = Date.now() + seconds * 1000;
  let last;
  while (Date.now() < end) {
    try {
      const found = await look();
      if (found) return found;
    } catch (error) {
      last = error;
    }
    await sleep(100);
  }
  throw new Error(`${what}: not within ${seconds} s${last ? ` (${last.message})` : ''}`);
}

export class Window {
  static async open(home, env = {}) {
    const window = new Window();
    window.home = home;
    const [port, native] = [await freePort(), await freePort()];
    window.driver = spawn(process.env.HOWDAH_TAURI_DRIVER ?? 'tauri-driver', ['--port', port, '--native-port', native], {
      env: { ...process.env, HOWDAH_HOME: home, LANG: 'en_US.UTF-8', LANGUAGE: 'en', NO_AT_BRIDGE: '1', ...env },
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    window.base = `http://127.0.0.1:${port}`;
    await until('tauri-driver answers', async () => (await fetch(`${window.base}/status`)).ok);
    const application = process.env.HOWDAH_DESKTOP_BIN;
    const made = await window.ask('POST', '/session', { capabilities: { alwaysMatch: { 'tauri:options': { application } } } });
    window.session = `/session/${made.sessionId}`;
    return window;
  }

  async ask(method, path, body) {
    const response = await fetch(this.base + path, { method, body: body && JSON.stringify(body), signal: AbortSignal.timeout(60_000) });
    const { value } = await response.json();
    if (!response.ok) throw new Error(`${method} ${path}: ${value?.error}: ${value?.message}`);
    return value;
  }

  run(script, ...args) {
    return this.ask('POST', `${this.session}/execute/sync`, { script, args });
  }

  /** The script calls done() when it is. */
  runAsync(script, ...args) {
    return this.ask('POST', `${this.session}/execute/async`, { script: `const done = arguments[arguments.length - 1]; ${script}`, args });
  }

  /** Real keys, one after the other, to whatever has the focus. */
  async keys(...texts) {
    const actions = texts.flatMap((text) => [...text]).flatMap((value) => [{ type: 'keyDown', value }, { type: 'keyUp', value }]);
    await this.ask('POST', `${this.session}/actions`, { actions: [{ type: 'key', id: 'keyboard', actions }] });
  }

  /** Waits for the thing of this kind with this accessible text, and gives its id. */
  async find(selector, text, seconds = 30) {
    const script = `return [...document.querySelectorAll(arguments[0])].find((one) => {
      const label = one.getAttribute('aria-label') || [...(one.labels ?? [])].map((l) => l.textContent).join(' ') || one.textContent || '';
      return (!arguments[1] || label.replace(/\\s+/g, ' ').trim().startsWith(arguments[1])) && !one.disabled;
    });`;
    try {
      return (await until(`${selector} "${text}"`, () => this.run(script, selector, text), seconds))[ELEMENT];
    } catch (error) {
      // What was there instead is what one wants to know.
      error.message += `; the page says: ${await this.run('return document.body.innerText').catch((why) => why.message)}`;
      throw error;
    }
  }

  async press(text, selector = 'button, a') {
    const id = await this.find(selector, text);
    await this.ask('POST', `${this.session}/element/${id}/click`, {});
  }

  /** Hands a file to a page's file input, as if chosen from a folder. */
  async choose(selector, name, type, bytes) {
    await this.run(
      `const input = document.querySelector(arguments[0]);
      const bag = new DataTransfer();
      bag.items.add(new File([Uint8Array.from(atob(arguments[3]), (one) => one.charCodeAt(0))], arguments[1], { type: arguments[2] }));
      input.files = bag.files;
      input.dispatchEvent(new Event('change', { bubbles: true }));`,
      selector, name, type, bytes.toString('base64'),
    );
  }

  /** Waits for words anywhere on the page. */
  async see(text, seconds = 30) {
    await until(`"${text}" on the page`, async () => (await this.run('return document.body.innerText')).includes(text), seconds);
  }

  async type(label, text) {
    const id = await this.find('input, textarea', label);
    await this.ask('POST', `${this.session}/element/${id}/clear`, {});
    await this.ask('POST', `${this.session}/element/${id}/value`, { text });
  }

  async screenshot(name) {
    mkdirSync(artifacts, { recursive: true });
    // What is in the page is painted a frame or two later.
    await sleep(400);
    const picture = await this.ask('GET', `${this.session}/screenshot`);
    writeFileSync(join(artifacts, `${name}.png`), Buffer.from(picture, 'base64'));
  }

  appPid() {
    return parentOf(this.serverPid());
  }

  serverPid() {
    return JSON.parse(readFileSync(join(this.home, 'server.pid'), 'utf8')).pid;
  }

  /** Ends the session; a window that WebKitWebDriver leaves open is ended as a log-out would end it. */
  async close() {
    const apps = windowsOf(this.driver.pid);
    await this.ask('DELETE', this.session).catch(() => {});
    for (const app of apps) if (lives(app)) process.kill(app, 'SIGTERM');
    this.driver.kill();
  }
}

/** tauri-driver starts WebKitWebDriver, and that starts the app. */
function windowsOf(driver) {
  const children = (pid) => readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
  try {
    return children(driver).flatMap(children);
  } catch {
    return [];
  }
}

export function lives(pid) {
  try {
    return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  } catch {
    return false;
  }
}

export function parentOf(pid) {
  return Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ')[1]);
}
