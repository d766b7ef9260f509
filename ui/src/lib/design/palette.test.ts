import { wcagContrast } from 'culori';
import { describe, expect, it } from 'vitest';
import { DEFAULT_ACCENT, palette, type Mode } from './palette';

const accents = [
  DEFAULT_ACCENT,
  '#ffff00',
  '#000000',
  '#ffffff',
  '#ff0000',
  '#00ff00',
  '#0000ff',
  '#888888',
  '#ff9ad5',
  '#3b2f2f',
  'nonsense'
];
const grounds = ['--page', '--surface', '--raised', '--sunken', '--hover'] as const;

describe.each(['light', 'dark'] as Mode[])('%s', (mode) => {
  it.each(accents)('%s can be read everywhere', (accent) => {
    const p = palette(accent, mode);
    for (const ground of grounds) {
      for (const word of [
        '--text',
        '--muted',
        '--accent-text',
        '--danger-text',
        '--warning-text',
        '--success-text',
        '--favourite'
      ] as const) {
        expect(wcagContrast(p[word]!, p[ground]!), `${word} on ${ground}`).toBeGreaterThanOrEqual(4.5);
      }
      expect(wcagContrast(p['--control']!, p[ground]!), `--control on ${ground}`).toBeGreaterThanOrEqual(3);
    }
    expect(wcagContrast(p['--on-accent']!, p['--accent']!)).toBeGreaterThanOrEqual(4.5);
    expect(wcagContrast(p['--on-accent']!, p['--accent-hover']!)).toBeGreaterThanOrEqual(4.5);
    expect(wcagContrast(p['--accent-text']!, p['--accent-soft']!)).toBeGreaterThanOrEqual(4.5);
    expect(wcagContrast(p['--text']!, p['--accent-soft']!)).toBeGreaterThanOrEqual(4.5);
    for (const kind of ['danger', 'warning', 'success'] as const) {
      expect(wcagContrast(p[`--${kind}-text`]!, p[`--${kind}-soft`]!), kind).toBeGreaterThanOrEqual(4.5);
      expect(wcagContrast(p['--text']!, p[`--${kind}-soft`]!), kind).toBeGreaterThanOrEqual(4.5);
    }
    expect(wcagContrast(p['--on-danger']!, p['--danger']!)).toBeGreaterThanOrEqual(4.5);
  });
});
