import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

// Pure code only, so neither Svelte nor the message compiler is needed; screens are tested in Chromium (tests/web).
export default defineConfig({
  resolve: { alias: { $lib: fileURLToPath(new URL('./src/lib', import.meta.url)) } },
  test: { include: ['src/**/*.test.ts', 'scripts/**/*.test.ts'], environment: 'node' }
});
