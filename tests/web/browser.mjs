// Chromium with its ears open: a page that breaks its own security policy, is refused by CORS, throws, or speaks to anybody but
// the community fails the test, whatever the test was about.
import { mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const require = createRequire(import.meta.url);
const axeSource = await readFile(require.resolve('axe-core/axe.min.js'), 'utf8');
const artifacts = process.env.HOWDAH_ARTIFACTS;

export async function open() {
  const browser = await chromium.launch({
    executablePath: process.env.HOWDAH_CHROMIUM || '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync'
    ]
  });
  const complaints = [];
  return {
    complaints,
    close: () => browser.close(),
    /** A person's browser: their own storage. With a token they are signed in. */
    async person(community, { token, dark = false, phone = false, language = 'en', locale, prepare } = {}) {
      const context = await browser.newContext({
        baseURL: community.url,
        viewport: phone ? { width: 390, height: 844 } : { width: 1280, height: 800 },
        colorScheme: dark ? 'dark' : 'light',
        reducedMotion: 'reduce',
        locale: language === 'de' ? 'de-DE' : 'en-GB'
      });
      await context.addInitScript(
        ([given, chosen]) => {
          if (given && !sessionStorage.getItem('test.started')) localStorage.setItem('howdah.session', JSON.stringify({ baseUrl: '', token: given }));
          if (chosen) localStorage.setItem('howdah.locale', chosen);
          sessionStorage.setItem('test.started', '1');
        },
        [token ?? null, locale ?? null]
      );
      await prepare?.(context);
      const page = await context.newPage();
      page.on('console', (message) => {
        if (/Content Security Policy|CORS|Mixed Content|Refused to/i.test(message.text())) complaints.push(`console: ${message.text()}`);
      });
      page.on('pageerror', (error) => complaints.push(`error: ${error.stack}`));
      page.on('request', (request) => {
        const url = new URL(request.url());
        if (!['blob:', 'data:'].includes(url.protocol) && url.host !== new URL(community.url).host) complaints.push(`request to ${url.href}`);
      });
      return page;
    }
  };
}

/** What axe finds, as lines a person can act on. */
export async function findings(page, where) {
  if (!(await page.evaluate(() => 'axe' in window))) {
    // As a debugger, not as a script tag: the page's policy stays as it is.
    await page.evaluate(axeSource);
  }
  const result = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
  return result.violations.flatMap((rule) => rule.nodes.map((node) => `${where}: ${rule.id}: ${node.target.join(' ')}: ${node.failureSummary}`));
}

export async function picture(page, name) {
  if (!artifacts) return;
  await mkdir(join(artifacts, 'web'), { recursive: true });
  await page.screenshot({ path: join(artifacts, 'web', `${name}.png`) });
}
