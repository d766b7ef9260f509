import adapter from '@sveltejs/adapter-static';
import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';

const outDir = process.env.HOWDAH_UI_OUT ?? 'build';

/** @type {import('@sveltejs/kit').Config} */
export default {
  preprocess: vitePreprocess(),
  compilerOptions: { runes: ({ filename }) => (filename.includes('node_modules') ? undefined : true) },
  kit: {
    // One page answers every path: the server and the window both hand out index.html for whatever they do not know.
    adapter: adapter({ pages: outDir, assets: outDir, fallback: 'index.html', strict: false }),
    // Absolute asset paths: the same index.html is served at /@name/123 as at /.
    paths: { relative: false },
    // A window that stays open over an update would otherwise ask the new server for old chunks and stand still.
    version: { pollInterval: 0 }
    // `csp` stays off: the server computes the hash of the start-up script from the page that it embeds.
  }
};
