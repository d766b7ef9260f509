// Light, dark or what the system says; text size; the community's accent. Writes CSS variables and nothing else.
import { DEFAULT_ACCENT, palette, type Mode } from './palette';

export type ThemeChoice = 'system' | Mode;
const KEY = 'howdah.look';

class Theme {
  choice = $state<ThemeChoice>('system');
  textSize = $state(100);
  accent = $state(DEFAULT_ACCENT);
  #systemDark = $state(false);
  mode = $derived<Mode>(this.choice === 'system' ? (this.#systemDark ? 'dark' : 'light') : this.choice);

  start(): void {
    try {
      const stored = JSON.parse(localStorage.getItem(KEY) ?? '{}') as {
        choice?: ThemeChoice;
        textSize?: number;
        accent?: string;
      };
      if (stored.choice) this.choice = stored.choice;
      if (stored.textSize) this.textSize = stored.textSize;
      // The accent is kept so that the first paint already wears it, before the community has answered.
      if (stored.accent) this.accent = stored.accent;
    } catch {
      // A broken entry is as good as none.
    }
    const query = matchMedia('(prefers-color-scheme: dark)');
    this.#systemDark = query.matches;
    query.addEventListener('change', (event) => {
      this.#systemDark = event.matches;
      this.apply();
    });
    this.apply();
  }

  set(change: { choice?: ThemeChoice; textSize?: number; accent?: string }): void {
    Object.assign(this, change);
    try {
      localStorage.setItem(KEY, JSON.stringify({ choice: this.choice, textSize: this.textSize, accent: this.accent }));
    } catch {
      // Private windows may refuse; the look then lasts as long as the page.
    }
    this.apply();
  }

  apply(): void {
    const root = document.documentElement;
    root.dataset.theme = this.mode;
    root.style.colorScheme = this.mode;
    root.style.fontSize = `${this.textSize}%`;
    const colours = palette(this.accent, this.mode);
    for (const [name, value] of Object.entries(colours)) root.style.setProperty(name, value);
    for (const meta of document.querySelectorAll('meta[name="theme-color"]'))
      meta.setAttribute('content', colours['--page'] ?? '');
  }
}

export const theme = new Theme();
