export const LANGUAGES = ['en', 'de'] as const;
export type Language = (typeof LANGUAGES)[number];

/** Also read by public/before-paint.js. */
export const LANGUAGE_KEY = 'cardmill.language';

const known = (value: string | null | undefined): Language | null => {
  const short = value?.slice(0, 2);
  return LANGUAGES.find((language) => language === short) ?? null;
};

/** The address wins over what was chosen before, that over the browser's own language. */
export function pickLanguage(query: string, kept: string | null, browser: string): Language {
  return known(new URLSearchParams(query).get('lang')) ?? known(kept) ?? known(browser) ?? 'en';
}
