import { SHIPPED_LANGUAGES } from '@cardmill/contracts';
import { useTranslation } from 'react-i18next';

import { useLanguageName } from './language-name.ts';
import { useReadable } from './reading/use-readable.ts';

/** The languages the workers can read. @param onChange null: shown only. */
export function LanguageChoice({
  chosen,
  onChange,
}: {
  chosen: readonly string[];
  onChange: ((codes: string[]) => void) | null;
}) {
  const { t } = useTranslation();
  const called = useLanguageName();
  const known = useReadable()?.items ?? SHIPPED_LANGUAGES;
  // One that was chosen and is not installed any more is still shown, so that it can be taken away.
  const others = chosen.filter((code) => known.every((language) => language.code !== code));
  const all = [...known.map(({ code }) => code), ...others];
  return (
    <fieldset>
      <legend className="sm q">{t('configure.languages')}</legend>
      <div className="langs">
        {all
          .filter((code) => onChange !== null || chosen.includes(code))
          .map((code) => (
            <label key={code} className="chk">
              <input
                type="checkbox"
                checked={chosen.includes(code)}
                disabled={onChange === null}
                onChange={(event) =>
                  onChange?.(
                    event.target.checked ? [...chosen, code] : chosen.filter((other) => other !== code),
                  )
                }
              />
              {called(code)}
            </label>
          ))}
      </div>
    </fieldset>
  );
}
