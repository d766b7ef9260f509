import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

export default ts.config(
  { ignores: ['build', 'build-pseudo', '.svelte-kit', 'src/lib/paraglide', 'src/lib/bindings', 'static'] },
  ...ts.configs.recommended,
  ...svelte.configs.recommended,
  { languageOptions: { globals: { ...globals.browser, ...globals.node } } },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser, svelteConfig, extraFileExtensions: ['.svelte'] } }
  },
  {
    rules: {
      'no-eval': 'error',
      'no-implied-eval': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      // Paths are Mastodon's and fixed; the client is never served under a base path.
      'svelte/no-navigation-without-resolve': 'off',
      // Plain sets and maps that no template reads need not be reactive.
      'svelte/prefer-svelte-reactivity': 'off',
      // The compiler (svelte-check) says which ignores are needed; this rule looks at other warnings.
      'svelte/no-unused-svelte-ignore': 'off',
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: ['@tauri-apps/*'],
              message: 'Only lib/platform/tauri.ts speaks to Tauri; add it to the Platform interface.'
            },
            { group: ['$lib/features/*/*'], message: "A feature's insides are its own: import $lib/features/<noun>." }
          ]
        }
      ]
    }
  },
  { files: ['src/lib/platform/tauri.ts'], rules: { 'no-restricted-imports': 'off' } }
);
