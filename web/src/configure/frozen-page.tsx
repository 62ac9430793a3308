import { Lock } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useBatch } from '../batch/batch-context.ts';
import { useToast } from '../parts/toasts.tsx';
import { Back, Frame, Next, Truth } from '../shell/frame.tsx';
import { BenchPanes } from './bench-panes.tsx';
import { How } from './field-line.tsx';
import { type FieldRow, toRows } from './field-rows.ts';
import { KIND_ICONS } from './kind-icons.ts';
import { LanguageChoice } from './language-choice.tsx';
import { useLinesWords } from './lines/use-lines-words.ts';
import { useReadingWords } from './reading/use-reading-words.ts';
import { NameDialog } from './templates/name-dialog.tsx';
import { useTemplateName } from './templates/use-template-name.ts';
import { templateOf, useTemplates } from './templates/use-templates.ts';
import { useBench } from './use-bench.ts';

/** A started batch shows the fields it was read with, never those of a form; they can be kept as a template. */
export function FrozenPage() {
  const { t } = useTranslation();
  const say = useToast();
  const { batch } = useBatch();
  const [rows] = useState(() => toRows(batch.fields));
  const setUp = { rows, languages: batch.languages, options: batch.options };
  const bench = useBench(batch, setUp, true);
  const house = useTemplates();
  const called = useTemplateName();
  const readingWords = useReadingWords();
  const [naming, setNaming] = useState(false);
  const from = house.templates?.find(({ id }) => id === batch.templateId);

  return (
    <Frame
      title={`${t('step.configure')}, ${batch.title}`}
      className="two"
      footer={
        <>
          <Back to={`/batches/${batch.name}/upload`}>{t('step.upload')}</Back>
          <Truth>{t('configure.frozen')}</Truth>
          <Next to={`/batches/${batch.name}/process`}>{t('step.process')}</Next>
        </>
      }
    >
      <section className="pane" aria-label={t('configure.setUp')}>
        <div className="note frozen-note">
          <Lock className="i" aria-hidden />
          <div className="grow">
            {t('configure.frozen')}
            {from !== undefined && ` ${t('configure.frozenFrom', { name: called(from) })}`}
          </div>
          <button type="button" className="btn sml" onClick={() => setNaming(true)}>
            {t('configure.saveAs')}
          </button>
        </div>
        <LanguageChoice chosen={batch.languages} onChange={null} />
        <p className="labelled">
          <span className="sm q">{t('configure.reading.title')}</span>
          <span>{readingWords(batch.options)}</span>
        </p>
        <section aria-labelledby="fields-head">
          <h2 className="h-part fields-head" id="fields-head">
            {t('configure.fields')}
          </h2>
          <ol className="fields">
            {rows.map((row, index) => (
              <FrozenField
                key={row.id}
                row={row}
                place={index + 1}
                open={row.id === bench.open}
                onOpen={() => bench.openField(row.id === bench.open ? null : row.id)}
              />
            ))}
          </ol>
          {rows.length === 0 && <p className="q sm fields-none">{t('configure.freeText')}</p>}
        </section>
      </section>
      <BenchPanes batch={batch} bench={bench} rows={rows} onRows={null} />
      {naming && (
        <NameDialog
          title={t('configure.saveAs')}
          suggestion={batch.title}
          doIt={t('nav.save')}
          taken={(house.templates ?? []).map(({ name }) => name)}
          onClose={() => setNaming(false)}
          onSave={async (name) => {
            await house.create(templateOf(name, setUp));
            say(t('configure.templateSaved', { name }));
          }}
        />
      )}
    </Frame>
  );
}

interface FrozenFieldProps {
  row: FieldRow;
  place: number;
  open: boolean;
  onOpen: () => void;
}

function FrozenField({ row, place, open, onOpen }: FrozenFieldProps) {
  const { t } = useTranslation();
  const lines = useLinesWords();
  const Kind = KIND_ICONS[row.kind];
  return (
    <li className={open ? 'fsel' : ''}>
      <div className="fl frozen">
        <span className="num q3 sm">{place}</span>
        <button type="button" className="name cut" aria-expanded={open} onClick={onOpen}>
          {row.label}
        </button>
        <span className="sm q kind">
          <Kind className="i" aria-hidden />
          {t(`kind.${row.kind}`)}
        </span>
        <span className="sm q cut how">
          <How row={row} />
        </span>
        <span className="sm q req">{row.required ? t('configure.requiredShort') : ''}</span>
      </div>
      {open && (
        <dl className="form frozen-form">
          <dt className="lb">{t('configure.after')}</dt>
          <dd>{row.synonyms.length === 0 ? t('configure.howName') : row.synonyms.join(', ')}</dd>
          {row.lines !== null && (
            <>
              <dt className="lb">{t('configure.linesOf')}</dt>
              <dd>{lines(row.lines)}</dd>
            </>
          )}
          {row.pattern !== null && (
            <>
              <dt className="lb">{t('configure.pattern')}</dt>
              <dd className="mono frozen-pattern">{row.pattern}</dd>
            </>
          )}
          {row.vocabulary.length > 0 && (
            <>
              <dt className="lb">{t('configure.vocabulary')}</dt>
              <dd>{row.vocabulary.join(', ')}</dd>
            </>
          )}
          {row.zone !== null && (
            <>
              <dt className="lb">{t('configure.zone')}</dt>
              <dd>
                {row.zone.anchor === undefined
                  ? t('configure.zoneDrawn')
                  : t('configure.countsFrom', { word: row.zone.anchor })}
              </dd>
            </>
          )}
        </dl>
      )}
    </li>
  );
}
