// One accent colour in, every colour of the interface out, for light and for dark. The lightness of each role is fixed (that is
// what makes text readable) and only hue and chroma follow the accent; where a pair could still miss its contrast, the lightness
// is moved until it does not. So no community can choose a colour that its members cannot read.
import { clampChroma, converter, formatHex, parse, wcagContrast, type Oklch } from 'culori';

export type Mode = 'light' | 'dark';
export type Palette = Record<`--${string}`, string>;

export const DEFAULT_ACCENT = '#0e6b66';

const toOklch = converter('oklch');

function colour(l: number, c: number, h: number): Oklch {
  return clampChroma({ mode: 'oklch', l, c, h }, 'oklch') as Oklch;
}

/** Walks the lightness away from `against` until the contrast is met; black and white end every walk. */
function readable(start: Oklch, against: Oklch[], contrast: number): Oklch {
  const darker = (against[0]?.l ?? 1) > 0.55;
  let found = start;
  for (let l = start.l; l >= 0 && l <= 1; l += darker ? -0.01 : 0.01) {
    found = colour(l, start.c, start.h ?? 0);
    if (against.every((other) => wcagContrast(found, other) >= contrast)) return found;
  }
  return darker ? colour(0, 0, 0) : colour(1, 0, 0);
}

export function palette(accent: string, mode: Mode): Palette {
  const parsed = toOklch(parse(accent) ?? parse(DEFAULT_ACCENT)!)!;
  const h = parsed.h ?? 190;
  const grey = parsed.c < 0.03;
  const c = grey ? parsed.c : Math.min(parsed.c, 0.19);
  // Neutrals lean towards the accent so that the page feels of one piece; a grey accent leaves them neutral.
  const n = grey ? 0 : 0.006;
  const light = mode === 'light';

  const page = light ? colour(0.968, n, h) : colour(0.178, n * 1.4, h);
  const surface = light ? colour(0.997, n * 0.2, h) : colour(0.217, n * 1.5, h);
  const raised = light ? colour(1, 0, h) : colour(0.255, n * 1.7, h);
  const sunken = light ? colour(0.948, n * 1.2, h) : colour(0.155, n, h);
  const hover = light ? colour(0.958, n * 1.4, h) : colour(0.268, n * 1.8, h);
  const grounds = light ? [sunken, hover, page, surface, raised] : [raised, hover, page, surface, sunken];

  const text = light ? colour(0.235, n * 2.4, h) : colour(0.945, n, h);
  const muted = readable(light ? colour(0.5, n * 2.6, h) : colour(0.7, n * 1.8, h), grounds, 4.6);
  const line = light ? colour(0.905, n * 1.4, h) : colour(0.31, n * 2, h);
  const control = readable(light ? colour(0.66, n * 2.4, h) : colour(0.5, n * 2.4, h), grounds, 3.1);

  // The fill keeps the community's own colour as far as white or near-black text on it can be read.
  const fillStart = colour(light ? Math.min(parsed.l, 0.62) : Math.max(Math.min(parsed.l, 0.74), 0.5), c, h);
  const white = colour(1, 0, h);
  const ink = colour(0.17, n * 2, h);
  const useWhite = wcagContrast(fillStart, white) >= 3.2;
  const fill = useWhite ? readable(fillStart, [white], 4.6) : readable(fillStart, [ink], 4.6);
  const onFill = useWhite ? white : ink;
  const fillHover = useWhite ? colour(fill.l - 0.045, c, h) : colour(Math.min(fill.l + 0.045, 0.97), c, h);
  const soft = light ? colour(0.945, Math.min(c * 0.26, 0.04), h) : colour(0.295, Math.min(c * 0.34, 0.05), h);
  const accentText = readable(light ? colour(0.47, c, h) : colour(0.79, Math.min(c, 0.13), h), [...grounds, soft], 4.6);

  const signal = (hue: number, chroma: number) => {
    const tint = light ? colour(0.955, chroma * 0.17, hue) : colour(0.28, chroma * 0.32, hue);
    const word = readable(light ? colour(0.5, chroma, hue) : colour(0.78, chroma * 0.8, hue), [...grounds, tint], 4.6);
    return { word, tint };
  };
  const danger = signal(25, 0.18);
  const warning = signal(72, 0.13);
  const success = signal(152, 0.13);
  const favourite = signal(58, 0.15);
  const dangerFill = readable(colour(0.53, 0.19, 25), [white], 4.6);

  const hex = (value: Oklch) => formatHex(value);
  const shadow = hex(colour(light ? 0.35 : 0.05, n * 2, h));
  return {
    '--page': hex(page),
    '--surface': hex(surface),
    '--raised': hex(raised),
    '--sunken': hex(sunken),
    '--hover': hex(hover),
    '--text': hex(text),
    '--muted': hex(muted),
    '--line': hex(line),
    '--control': hex(control),
    '--accent': hex(fill),
    '--accent-hover': hex(fillHover),
    '--on-accent': hex(onFill),
    '--accent-text': hex(accentText),
    '--accent-soft': hex(soft),
    '--danger-text': hex(danger.word),
    '--danger-soft': hex(danger.tint),
    '--danger': hex(dangerFill),
    '--on-danger': '#ffffff',
    '--warning-text': hex(warning.word),
    '--warning-soft': hex(warning.tint),
    '--success-text': hex(success.word),
    '--success-soft': hex(success.tint),
    '--favourite': hex(favourite.word),
    '--shadow-colour': shadow
  };
}
