import { SHIPPED_LANGUAGES } from '@cardmill/contracts';
import { useTranslation } from 'react-i18next';

import { useReadable } from './reading/use-readable.ts';

/** A language in the language of the page; one that came with a newer server as that calls it. */
export function useLanguageName(): (code: string) => string {
  const { i18n } = useTranslation();
  const known = useReadable()?.items ?? SHIPPED_LANGUAGES;
  return (code) =>
    i18n.exists(`lang.${code}`)
      ? i18n.t(`lang.${code}` as 'lang.deu')
      : (known.find((language) => language.code === code)?.name ?? code);
}
