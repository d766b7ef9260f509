// Dates, numbers and languages in the reader's language. Intl only; nothing to load.
import { getLocale } from '$lib/paraglide/runtime';
import { m } from '$lib/paraglide/messages';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The pseudo languages are no languages to Intl. */
export function intlLocale(): string {
  const locale = getLocale() as string;
  return locale === 'en-XA' || locale === 'ar-XB' ? 'en' : locale;
}

/** "3 min" beside a post. Older than a week: the date. */
export function ago(iso: string, now = Date.now()): string {
  const then = new Date(iso).getTime();
  const gone = now - then;
  if (gone < 45_000) return m.client_time_now();
  const narrow = (value: number, unit: Intl.RelativeTimeFormatUnit & string) =>
    new Intl.NumberFormat(intlLocale(), { style: 'unit', unit, unitDisplay: 'short' }).format(Math.max(1, Math.floor(value)));
  if (gone < HOUR) return narrow(gone / MINUTE, 'minute');
  if (gone < DAY) return narrow(gone / HOUR, 'hour');
  if (gone < 7 * DAY) return narrow(gone / DAY, 'day');
  const sameYear = new Date(iso).getFullYear() === new Date(now).getFullYear();
  return new Intl.DateTimeFormat(intlLocale(), { day: 'numeric', month: 'short', year: sameYear ? undefined : 'numeric' }).format(
    then
  );
}

export function fullDate(iso: string): string {
  return new Intl.DateTimeFormat(intlLocale(), { dateStyle: 'long', timeStyle: 'short' }).format(new Date(iso));
}

export function dayOnly(iso: string): string {
  return new Intl.DateTimeFormat(intlLocale(), { dateStyle: 'long' }).format(new Date(iso));
}

export function monthYear(iso: string): string {
  return new Intl.DateTimeFormat(intlLocale(), { month: 'long', year: 'numeric' }).format(new Date(iso));
}

export function compact(value: number): string {
  return new Intl.NumberFormat(intlLocale(), { notation: 'compact', maximumFractionDigits: 1 }).format(value);
}

export function count(value: number): string {
  return new Intl.NumberFormat(intlLocale()).format(value);
}

export function bytes(value: number): string {
  const mega = value / 1_048_576;
  return new Intl.NumberFormat(intlLocale(), {
    style: 'unit',
    unit: 'megabyte',
    maximumFractionDigits: mega < 10 ? 1 : 0
  }).format(mega);
}

/** Languages by their own names, for the menus. */
export function languageName(code: string): string {
  try {
    const name = new Intl.DisplayNames([code], { type: 'language' }).of(code) ?? code;
    return name.charAt(0).toLocaleUpperCase(code) + name.slice(1);
  } catch {
    return code;
  }
}

export function percent(part: number): string {
  return new Intl.NumberFormat(intlLocale(), { style: 'percent', maximumFractionDigits: 0 }).format(part);
}
