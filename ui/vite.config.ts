import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';
import { pseudoProject } from './scripts/pseudo-locale.mjs';

// HOWDAH_PSEUDO=1 adds the made-up languages en-XA (longer, accented) and ar-XB (right to left): for looking and tests only.
const pseudo = process.env.HOWDAH_PSEUDO === '1';
// `npm run dev` shows the client against a running server: HOWDAH_DEV_SERVER=http://127.0.0.1:3000
const server = process.env.HOWDAH_DEV_SERVER ?? 'http://127.0.0.1:3000';

export default defineConfig({
  plugins: [
    paraglideVitePlugin({
      project: pseudo ? pseudoProject() : './project.inlang',
      outdir: './src/lib/paraglide',
      strategy: ['localStorage', 'preferredLanguage', 'baseLocale'],
      localStorageKey: 'howdah.locale',
      emitTsDeclarations: false
    }),
    sveltekit()
  ],
  build: {
    // Fonts and pictures stay files: the page's policy then needs no data: for them.
    assetsInlineLimit: 0,
    target: 'es2022'
  },
  server: {
    proxy: Object.fromEntries(
      ['/api', '/oauth', '/media', '/avatars', '/headers', '/health', '/branding'].map((path) => [
        path,
        { target: server, ws: true }
      ])
    )
  }
});
