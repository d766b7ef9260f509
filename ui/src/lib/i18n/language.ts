import { getLocale, locales, setLocale } from '$lib/paraglide/runtime';

const RIGHT_TO_LEFT = new Set(['ar', 'ar-XB', 'fa', 'he', 'ur', 'yi', 'ckb', 'ps']);

/** The document says its language and direction, for screen readers, hyphenation and the layout. */
export function applyLanguage(): void {
  const locale = getLocale() as string;
  document.documentElement.lang = locale === 'en-XA' || locale === 'ar-XB' ? 'en' : locale;
  document.documentElement.dir = RIGHT_TO_LEFT.has(locale) ? 'rtl' : 'ltr';
}

export const languages = locales as readonly string[];

export function currentLanguage(): string {
  return getLocale();
}

/** Loads the page anew: messages are plain functions, and a language changes once in a lifetime. */
export function chooseLanguage(locale: string): void {
  void setLocale(locale as (typeof locales)[number]);
}
