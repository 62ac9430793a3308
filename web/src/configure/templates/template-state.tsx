import type { Template } from '@cardmill/contracts';
import { PenLine } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { useTemplateName } from './use-template-name.ts';

/** One sentence on how the set-up stands to its template; with the button that makes them the same again. */
export function TemplateState({
  template,
  changed,
  onUpdate,
}: {
  template: Template | null;
  changed: boolean;
  onUpdate: (template: Template) => void;
}) {
  const { t } = useTranslation();
  const called = useTemplateName();
  if (template === null) return null;
  const { builtIn } = template;
  const name = called(template);
  if (!changed) return builtIn ? <p className="tpl-say sm q">{t('configure.builtIn')}</p> : null;
  return (
    <div className="tpl-say sm">
      <span className="st pen">
        <PenLine className="i" aria-hidden />
        {t('configure.changed')}
      </span>
      <span className="q grow">
        {t(builtIn ? 'configure.changedBuiltIn' : 'configure.changedSince', { name })}
      </span>
      {!builtIn && (
        <button type="button" className="btn sml" onClick={() => onUpdate(template)}>
          {t('configure.update')}
        </button>
      )}
    </div>
  );
}
