// Renders howdah.svg into the sizes that the window, the tray and the installers take: node icons/render.mjs
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const out = mkdtempSync(join(tmpdir(), 'howdah-icons-'));
execFileSync('npx', ['--no-install', 'tauri', 'icon', join(here, 'howdah.svg'), '-o', out], { cwd: join(here, '..'), stdio: 'inherit' });
// The rest of what the CLI makes is for phones and the Windows store.
for (const name of ['32x32.png', '128x128.png', '128x128@2x.png', 'icon.png', 'icon.ico', 'icon.icns']) copyFileSync(join(out, name), join(here, name));
rmSync(out, { recursive: true });
