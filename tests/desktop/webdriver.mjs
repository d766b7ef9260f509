// A small WebDriver client over fetch, and the window under test: one tauri-driver per window, with its own HOWDAH_HOME.
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';
const artifacts = join(process.env.HOWDAH_ARTIFACTS ?? 'tests/artifacts', 'desktop');

async function freePort() {
  const server = createServer();
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
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

  /** Waits for the thing of this kind with this accessible text, and gives its id. */
  async find(selector, text, seconds = 30) {
    const script = `return [...document.querySelectorAll(arguments[0])].find((one) => {
      const label = one.getAttribute('aria-label') || [...(one.labels ?? [])].map((l) => l.textContent).join(' ') || one.textContent || '';
      return (!arguments[1] || label.replace(/\\s+/g, ' ').trim().startsWith(arguments[1])) && !one.disabled;
    });`;
    const found = await until(`${selector} "${text}"`, () => this.run(script, selector, text), seconds);
    return found[ELEMENT];
  }

  async press(text, selector = 'button, a') {
    const id = await this.find(selector, text);
    await this.ask('POST', `${this.session}/element/${id}/click`, {});
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

  serverPid() {
    return JSON.parse(readFileSync(join(this.home, 'server.pid'), 'utf8')).pid;
  }

  /** Ends the session; a window that WebKitWebDriver leaves open is ended as a log-out would end it. */
  async close() {
    let app;
    try {
      app = parentOf(this.serverPid());
    } catch {
      // It has ended already, or never started a server.
    }
    await this.ask('DELETE', this.session).catch(() => {});
    if (app && lives(app)) process.kill(app, 'SIGTERM');
    this.driver.kill();
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
