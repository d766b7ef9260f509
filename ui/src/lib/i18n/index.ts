export { m } from '$lib/paraglide/messages';
export { applyLanguage, chooseLanguage, currentLanguage, languages } from './language';
export { ago, bytes, compact, count, dayOnly, fullDate, languageName, monthYear, percent } from './format';
export { problem } from './problem';
