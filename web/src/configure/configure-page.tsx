import { FREE_TEXT } from '@cardmill/contracts';
import { LoaderCircle } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';

import { startBatch } from '../api/batches.ts';
import { useBatch } from '../batch/batch-context.ts';
import { useFault } from '../i18n/use-fault.ts';
import { Note } from '../parts/note.tsx';
import { Back, Frame, Next, Truth } from '../shell/frame.tsx';
import { useUpload } from '../upload/uploads-context.ts';
import { FieldList } from './field-list.tsx';
import { LanguageChoice } from './language-choice.tsx';
import { SampleCard } from './sample-card.tsx';
import { SavedState } from './saved-state.tsx';
import { TemplateChoice } from './template-choice.tsx';
import { useSetUp } from './use-set-up.ts';

export function ConfigurePage() {
  const { batch } = useBatch();
  return batch.status === 'draft' ? <Draft /> : <Frozen />;
}

function Draft() {
  const { t } = useTranslation();
  const live = useBatch();
  const { batch } = live;
  const setUp = useSetUp(live);
  const [, uploader] = useUpload(batch.name);
  const navigate = useNavigate();
  const fault = useFault();
  const [asked, setAsked] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  const [starting, setStarting] = useState(false);

  const missing = (): string | null => {
    if (setUp.rows.some((row) => row.label.trim() === '')) return t('configure.missingNames');
    if (setUp.rows.length === 0 && setUp.templateId === null) return t('configure.missingFields');
    if (setUp.languages.length === 0) return t('configure.missingLanguage');
    if (uploader.busy()) return t('configure.missingSending');
    if (batch.fileCount === 0) return t('configure.missingCards');
    return null;
  };
  const start = async (): Promise<void> => {
    setAsked(true);
    setRefused(null);
    if (missing() !== null || starting) return;
    setStarting(true);
    try {
      if (!(await setUp.flush())) return;
      await startBatch(batch.name);
      await live.refresh();
      await navigate(`/batches/${batch.name}/process`);
    } catch (error) {
      setRefused(fault(error).sentence);
    } finally {
      setStarting(false);
    }
  };

  // Said once Next was pressed, and gone as soon as it is there.
  const said = asked ? missing() : null;
  return (
    <Frame
      title={`${t('step.configure')}, ${batch.title}`}
      className="two"
      footer={
        <>
          <Back to={`/batches/${batch.name}/upload`}>{t('step.upload')}</Back>
          <Truth>
            {t('configure.ready', {
              cards: t('count.cards', { count: batch.fileCount }),
              fields: t('count.fields', { count: setUp.rows.length }),
            })}
          </Truth>
          <Next
            onClick={() => void start()}
            {...(starting
              ? {
                  busy: (
                    <>
                      <LoaderCircle className="i spin" aria-hidden />
                      {t('configure.starting')}
                    </>
                  ),
                }
              : {})}
          >
            {t('configure.start')}
          </Next>
        </>
      }
    >
      <section className="pane">
        {said !== null && <Note kind="warn">{said}</Note>}
        {refused !== null && <Note kind="wrong">{refused}</Note>}
        {setUp.state.phase === 'refused' && (
          <Note
            kind="wrong"
            action={
              <button type="button" className="btn sml" onClick={() => void setUp.flush()}>
                {t('page.again')}
              </button>
            }
          >
            {t('configure.notSaved')}: {fault(setUp.state.error).sentence}
          </Note>
        )}
        <TemplateChoice setUp={setUp} title={batch.title} />
        <LanguageChoice chosen={setUp.languages} onChange={setUp.setLanguages} />
        <FieldList
          rows={setUp.rows}
          onChange={setUp.setRows}
          saved={<SavedState state={setUp.state} />}
          empty={setUp.templateId === FREE_TEXT ? t('configure.freeText') : t('configure.noFields')}
        />
      </section>
      <SampleCard />
    </Frame>
  );
}

/** A started batch shows the fields it was read with, never those of a form. */
function Frozen() {
  const { t } = useTranslation();
  const { batch } = useBatch();
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
      <section className="pane">
        <p className="sm q">{t('configure.frozen')}</p>
        <LanguageChoice chosen={batch.languages} onChange={null} />
        <ol>
          {batch.fields.map((field, index) => (
            <li key={field.key} className="fl">
              <span className="num q3 sm">{index + 1}</span>
              <span className="cut" style={{ fontWeight: 500 }}>
                {field.label}
              </span>
              <span className="sm q">{t(`kind.${field.kind}`)}</span>
              <span className="sm q cut how">{field.synonyms.join(', ')}</span>
              <span className="sm q req">{field.required ? t('configure.requiredShort') : ''}</span>
            </li>
          ))}
        </ol>
        {batch.fields.length === 0 && <p className="q sm">{t('configure.freeText')}</p>}
      </section>
      <SampleCard />
    </Frame>
  );
}
