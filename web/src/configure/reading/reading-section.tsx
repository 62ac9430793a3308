import { ChevronDown, ChevronRight, CircleX, PenLine } from 'lucide-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useTemplateName } from '../templates/use-template-name.ts';
import { useTemplates } from '../templates/use-templates.ts';
import type { SetUp } from '../use-set-up.ts';
import { ReadingForm } from './reading-form.tsx';
import { readingDiffers } from './reading-options.ts';
import { isStartRefused } from './refused-start.ts';
import { useReadingWords } from './use-reading-words.ts';

/** How the cards are read, in one line; the form opens below it. Most batches never need it. */
export function ReadingSection({ setUp }: { setUp: SetUp }) {
  const { t } = useTranslation();
  const words = useReadingWords();
  const called = useTemplateName();
  const { templates } = useTemplates();
  const id = useId();
  const [open, setOpen] = useState(false);
  const template = templates?.find((one) => one.id === setUp.templateId);
  const usual = template?.options ?? {};
  const differs = readingDiffers(setUp.options, usual).length > 0;
  const refused = isStartRefused(setUp.state);
  const wrong = refused || setUp.startGone;
  const Chevron = open ? ChevronDown : ChevronRight;

  return (
    <section className={open ? 'reading on' : 'reading'} aria-labelledby={id}>
      <div className="reading-line">
        <h2 className="h-part" id={id}>
          <button
            type="button"
            aria-expanded={open}
            aria-describedby={`${id}-say`}
            onClick={() => setOpen(!open)}
          >
            {t('configure.reading.title')}
          </button>
        </h2>
        <span className={open ? 'sm q cut grow' : 'sm q grow'} id={`${id}-say`}>
          {words(setUp.options)}
        </span>
        {wrong ? (
          <span className="st bad">
            <CircleX className="i" aria-hidden />
            {t(refused ? 'configure.patternWrong' : 'configure.reading.startGoneShort')}
          </span>
        ) : (
          // Without a template the line itself says what is changed.
          template !== undefined &&
          differs && (
            <span className="st pen">
              <PenLine className="i" aria-hidden />
              {t('configure.changed')}
            </span>
          )
        )}
        <Chevron className="i q3" aria-hidden />
      </div>
      {open && (
        <div className="form">
          <ReadingForm setUp={setUp} refused={refused} />
          {differs && (
            <>
              <span className="lb" />
              <div className="row zone-row">
                <button type="button" className="btn sml" onClick={() => setUp.setOptions(usual)}>
                  {template === undefined
                    ? t('configure.reading.asUsual')
                    : t('configure.reading.asIn', { name: called(template) })}
                </button>
              </div>
            </>
          )}
        </div>
      )}
    </section>
  );
}
