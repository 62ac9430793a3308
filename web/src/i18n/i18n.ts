import { createInstance, type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';

import { de } from './de.ts';
import { en, type Messages } from './en.ts';
import type { Language } from './language.ts';

export const RESOURCES = { en: { translation: en }, de: { translation: de } };

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: Messages };
  }
}

/** Both languages are in the bundle: switching is instant and needs no call. */
export function createI18n(language: Language): i18n {
  const instance = createInstance();
  // Rejects only when a backend fails to load; there is none, so the instance is ready when this returns.
  void instance.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'en',
    resources: RESOURCES,
    // React escapes already.
    interpolation: { escapeValue: false },
    initAsync: false,
    showSupportNotice: false,
  });
  return instance;
}
