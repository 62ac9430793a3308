import { type Batch, completeFields } from '@cardmill/contracts';
import { TriangleAlert } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { toInputs } from '../field-rows.ts';
import { useLanguageName } from '../language-name.ts';
import { useReadingWords } from '../reading/use-reading-words.ts';
import { patchOf } from '../set-up-parts.ts';
import { useTemplateName } from '../templates/use-template-name.ts';
import { useTemplates } from '../templates/use-templates.ts';
import type { SetUp } from '../use-set-up.ts';
import { differing, fieldsDiffer, type SetUpPart } from './differs.ts';

const takesFocus = (place: HTMLElement | null): void => place?.focus({ preventScroll: true });
/** The buttons go with the note: whoever chose goes on at the page. */
const chosen = (choose: () => void): void => {
  choose();
  takesFocus(document.getElementById('content'));
};

/** Two people set up the same draft: what the other made of it stands beside one's own until one of them is chosen. */
export function OthersNote({ setUp, theirs }: { setUp: SetUp; theirs: Batch }) {
  const { t } = useTranslation();
  const reading = useReadingWords();
  const called = useTemplateName();
  const language = useLanguageName();
  const { templates } = useTemplates();
  const [open, setOpen] = useState(false);
  // It stays in view over the form: what is being typed must not lie under it.
  useEffect(() => {
    document.activeElement?.scrollIntoView({ block: 'nearest' });
  }, []);

  const fields = (): string => {
    const { more, fewer, other, order } = fieldsDiffer(completeFields(toInputs(setUp.rows)), theirs.fields);
    const said = [
      more.length === 0 ? '' : t('configure.other.more', { names: more.join(', ') }),
      fewer.length === 0 ? '' : t('configure.other.fewer', { names: fewer.join(', ') }),
      other.length === 0 ? '' : t('configure.other.other', { names: other.join(', ') }),
      order ? t('configure.other.order') : '',
    ];
    return said.filter((part) => part !== '').join('; ');
  };
  const saidOf = (part: SetUpPart): string => {
    switch (part) {
      case 'title':
        return theirs.title;
      case 'template': {
        const template = templates?.find(({ id }) => id === theirs.templateId);
        return template === undefined ? t('configure.noTemplate') : called(template);
      }
      case 'languages':
        return theirs.languages.map((code) => language(code)).join(', ');
      case 'reading':
        return reading(theirs.options);
      case 'fields':
        return fields();
    }
  };
  return (
    <div className="note warn others" role="status">
      <TriangleAlert className="i" aria-hidden />
      <div className="grow">
        <p>{t('configure.other.changed')}</p>
        {!open && (
          <button type="button" className="btn sml on-sheet" onClick={() => setOpen(true)}>
            {t('configure.other.compare')}
          </button>
        )}
        {open && (
          <div ref={takesFocus} tabIndex={-1}>
            <p className="sm q">{t('configure.other.theirs')}</p>
            <dl className="others-parts">
              {differing(theirs, patchOf(setUp)).map((part) => (
                <div key={part}>
                  <dt>{t(`configure.other.part.${part}`)}</dt>
                  <dd>{saidOf(part)}</dd>
                </div>
              ))}
            </dl>
            <div className="row zone-row">
              <button type="button" className="btn sml on-sheet" onClick={() => chosen(setUp.takeTheirs)}>
                {t('configure.other.take')}
              </button>
              <button type="button" className="btn sml on-sheet" onClick={() => chosen(setUp.keepMine)}>
                {t('configure.other.keep')}
              </button>
            </div>
          </div>
        )}
      </div>
    </div>
  );
}
