// Writes an inlang project with two made-up languages beside the real ones, so that a look at any screen shows text that never
// went through the catalogue (it has no accents) and rows that break when a language is a third longer or runs right to left.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const ui = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const catalogues = ['client', 'setup', 'desktop', 'server'];
const accents = new Map(
  [...'aàáeéêiíoóöuûücçnñsśyýAÅEÉIÍOÖUÜCÇNÑSŠYÝ'.matchAll(/([a-zA-Z])([^a-zA-Z]+)/g)].map((m) => [m[1], m[2][0]])
);

/** Accents the letters and stretches the text by a third, leaving {parameters} alone. */
export function pseudo(text) {
  const body = text
    .split(/(\{[^}]*\})/)
    .map((part) => (part.startsWith('{') ? part : [...part].map((c) => accents.get(c) ?? c).join('')))
    .join('');
  return `[${body}${'·'.repeat(Math.ceil(text.length / 3))}]`;
}

function convert(value) {
  if (typeof value === 'string') return pseudo(value);
  if (Array.isArray(value)) return value.map(convert);
  // A plural entry: only the texts under `match` are for people.
  return { ...value, match: Object.fromEntries(Object.entries(value.match).map(([key, text]) => [key, pseudo(text)])) };
}

export function pseudoProject() {
  const out = resolve(ui, '.svelte-kit/pseudo');
  for (const locale of ['en', 'de', 'en-XA', 'ar-XB']) {
    mkdirSync(resolve(out, 'messages', locale), { recursive: true });
    for (const name of catalogues) {
      const source = locale === 'de' ? 'de' : 'en';
      const texts = JSON.parse(readFileSync(resolve(ui, `../messages/${source}/${name}.json`), 'utf8'));
      const made = locale.includes('-X') ? Object.fromEntries(Object.entries(texts).map(([k, v]) => [k, convert(v)])) : texts;
      writeFileSync(resolve(out, 'messages', locale, `${name}.json`), JSON.stringify(made));
    }
  }
  const settings = JSON.parse(readFileSync(resolve(ui, 'project.inlang/settings.json'), 'utf8'));
  settings.locales = ['en', 'de', 'en-XA', 'ar-XB'];
  settings.modules = ['../../../node_modules/@inlang/plugin-message-format/dist/index.js'];
  settings['plugin.inlang.messageFormat'].pathPattern = catalogues.map((name) => `./messages/{locale}/${name}.json`);
  const project = resolve(out, 'project.inlang');
  mkdirSync(project, { recursive: true });
  writeFileSync(resolve(project, 'settings.json'), JSON.stringify(settings, null, 2));
  return project;
}
