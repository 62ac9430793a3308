import type { Template } from '@cardmill/contracts';
import { useTranslation } from 'react-i18next';

/** A template as it is called: built-in ones in the language of the page. */
export function useTemplateName(): (template: Pick<Template, 'id' | 'name' | 'builtIn'>) => string {
  const { t, i18n } = useTranslation();
  return ({ id, name, builtIn }) => {
    const key = `configure.builtInName.${id}`;
    // One that a newer server brought along has the name that this gives it.
    return builtIn && i18n.exists(key) ? t(key as 'configure.builtInName.free-text') : name;
  };
}
