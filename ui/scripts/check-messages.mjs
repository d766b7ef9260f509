// Refuses: text in templates that did not go through the catalogue; keys that one language lacks; keys that nobody uses; parameters
// that differ between languages. Runs over all four catalogue files, because they share one set of names.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, extname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'svelte/compiler';

const ui = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const root = resolve(ui, '..');
const catalogues = ['client', 'setup', 'desktop', 'server'];
const complaints = [];

// ---- the catalogues
const locales = readdirSync(join(root, 'messages')).filter((name) => statSync(join(root, 'messages', name)).isDirectory());
const texts = {};
for (const locale of locales) {
  texts[locale] = new Map();
  for (const name of catalogues) {
    const file = join(root, 'messages', locale, `${name}.json`);
    for (const [key, value] of Object.entries(JSON.parse(readFileSync(file, 'utf8')))) {
      if (texts[locale].has(key)) complaints.push(`messages/${locale}/${name}.json: "${key}" exists twice`);
      if (!key.startsWith(`${name}_`)) complaints.push(`messages/${locale}/${name}.json: "${key}" must begin with "${name}_"`);
      texts[locale].set(key, {
        name,
        forms: typeof value === 'string' ? [value] : value.flatMap((entry) => Object.values(entry.match))
      });
    }
  }
}
const parameters = (forms) =>
  [...new Set(forms.flatMap((text) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1])))].sort().join(', ');
for (const locale of locales) {
  for (const [key, { name, forms }] of texts.en) {
    const other = texts[locale].get(key);
    if (!other) complaints.push(`messages/${locale}/${name}.json: "${key}" is missing`);
    else if (parameters(other.forms) !== parameters(forms))
      complaints.push(
        `messages/${locale}/${other.name}.json: "${key}" has the parameters {${parameters(other.forms)}}, English has {${parameters(forms)}}`
      );
    if (other?.forms.some((text) => !text.trim())) complaints.push(`messages/${locale}/${name}.json: "${key}" is empty`);
  }
  for (const [key, { name }] of texts[locale])
    if (!texts.en.has(key)) complaints.push(`messages/en/${name}.json: "${key}" is missing`);
}

// ---- who uses them
function* files(folder, kinds) {
  if (!existsSync(folder)) return;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (['node_modules', 'target', 'paraglide', 'build', '.svelte-kit', 'gen'].includes(entry.name)) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* files(path, kinds);
    else if (kinds.includes(extname(entry.name))) yield path;
  }
}
const used = new Set();
for (const path of files(join(ui, 'src'), ['.ts', '.svelte'])) {
  for (const match of readFileSync(path, 'utf8').matchAll(/\bm\s*\.\s*([a-z][a-z0-9_]+)|\bm\[['"]([a-z0-9_]+)['"]\]/g)) {
    const key = match[1] ?? match[2];
    used.add(key);
    if (/^(client|setup|desktop|server)_/.test(key) && !texts.en.has(key))
      complaints.push(`${relative(root, path)}: "${key}" is in no catalogue`);
  }
}
// Rust, server pages and scripts name a key as a plain string, in any kind of quotes.
for (const folder of ['server', 'src-tauri', 'scripts']) {
  for (const path of files(join(root, folder), ['.rs', '.html', '.mjs', '.js'])) {
    for (const match of readFileSync(path, 'utf8').matchAll(/["'`]((?:client|setup|desktop|server)_[a-z0-9_]+)["'`]/g))
      used.add(match[1]);
  }
}
for (const [key, { name }] of texts.en) if (!used.has(key)) complaints.push(`messages/en/${name}.json: "${key}" is used nowhere`);

// ---- text in templates
const SPOKEN = new Set([
  'aria-label',
  'title',
  'placeholder',
  'alt',
  'label',
  'hint',
  'text',
  'error',
  'aria-description',
  'aria-roledescription'
]);
// Signs that are the same in every language, and names of keys on a keyboard.
const SAME_EVERYWHERE = /^[\s\d@#·…:.,%/()×–—\-+•→←|"']*$/u;
function look(node, path, source) {
  if (!node || typeof node !== 'object') return;
  if (Array.isArray(node)) return node.forEach((entry) => look(entry, path, source));
  if (node.type === 'Attribute') {
    const said = Array.isArray(node.value)
      ? node.value
          .filter((part) => part.type === 'Text')
          .map((part) => part.data)
          .join('')
      : '';
    if (!SPOKEN.has(node.name)) return;
    if (!SAME_EVERYWHERE.test(said)) complain(path, source, node.start, `${node.name}="${said}"`);
    for (const part of [node.value].flat()) if (part?.type === 'ExpressionTag') literals(part.expression, path, source);
    return;
  }
  if (['StyleSheet', 'StyleDirective', 'Comment'].includes(node.type)) return;
  // {open ? 'Close' : 'Open'} is text as well; what a call is given is not.
  if (node.type === 'ExpressionTag') return literals(node.expression, path, source);
  if (node.type === 'Text' && !SAME_EVERYWHERE.test(node.data)) complain(path, source, node.start, node.data.trim());
  for (const [name, child] of Object.entries(node))
    if (name !== 'parent' && name !== 'css' && name !== 'instance' && name !== 'module') look(child, path, source);
}
function literals(node, path, source) {
  const inner = {
    ConditionalExpression: ['consequent', 'alternate'],
    LogicalExpression: ['left', 'right'],
    BinaryExpression: node.operator === '+' ? ['left', 'right'] : []
  }[node.type];
  for (const name of inner ?? []) literals(node[name], path, source);
  const said =
    node.type === 'Literal' && typeof node.value === 'string'
      ? node.value
      : node.type === 'TemplateLiteral'
        ? node.quasis.map((part) => part.value.cooked).join('')
        : '';
  if (!SAME_EVERYWHERE.test(said)) complain(path, source, node.start, said);
}
function complain(path, source, at, said) {
  complaints.push(
    `${relative(root, path)}:${source.slice(0, at).split('\n').length}: literal text "${said}": put it into messages/*/`
  );
}
for (const path of files(join(ui, 'src'), ['.svelte'])) {
  const source = readFileSync(path, 'utf8');
  look(parse(source, { modern: true }).fragment, path, source);
}

// The server's own pages: what stands between tags, or in an attribute that is spoken, once askama's own is taken out.
for (const path of files(join(root, 'server/templates'), ['.html'])) {
  const source = readFileSync(path, 'utf8');
  // Blanks keep the place of everything else, for the line number.
  const bare = source.replace(/\{\{.*?\}\}|\{%.*?%\}|<style>.*?<\/style>|<!--.*?-->|<!doctype html>/gs, (found) =>
    found.replace(/[^\n]/g, ' ')
  );
  for (const match of bare.matchAll(/(?:^|>)([^<>]+)(?=<|$)/g))
    if (!SAME_EVERYWHERE.test(match[1])) complain(path, source, match.index + match[0].search(/\p{L}/u), match[1].trim());
  for (const match of bare.matchAll(/ ([\w-]+)="([^"]*)"/g))
    if (SPOKEN.has(match[1]) && !SAME_EVERYWHERE.test(match[2])) complain(path, source, match.index, `${match[1]}="${match[2]}"`);
}

if (complaints.length) {
  console.error(complaints.join('\n'));
  console.error(`\n${complaints.length} problems with messages`);
  process.exit(1);
}
console.log(`messages: ${texts.en.size} keys in ${locales.join(', ')}, all present, all used; no literal text in templates`);
