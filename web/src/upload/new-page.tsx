import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';

import { createBatch } from '../api/batches.ts';
import { useFault } from '../i18n/use-fault.ts';
import { useFormat } from '../i18n/use-format.ts';
import { Note } from '../parts/note.tsx';
import { Empty } from '../parts/page-states.tsx';
import { Back, Frame, Next, Truth } from '../shell/frame.tsx';
import { useStation } from '../shell/station.tsx';
import { DropArea } from './drop-area.tsx';
import type { Pick } from './pick-files.ts';
import { useUploads } from './uploads-context.ts';
import { type OnFiles, useDrop } from './use-drop.ts';

/** A new batch comes into being with its first images; until then nothing is on the server. */
export function NewPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const fault = useFault();
  const navigate = useNavigate();
  const uploads = useUploads();
  const [station] = useStation();
  const [title, setTitle] = useState('');
  const [missing, setMissing] = useState(false);
  const [waiting, setWaiting] = useState<{ pick: Pick; error: unknown } | null>(null);
  const [making, setMaking] = useState(false);

  const make = async (pick: Pick): Promise<void> => {
    if (pick.files.length === 0 || making) return;
    setMaking(true);
    setMissing(false);
    try {
      const name =
        title.trim() || (pick.folder ?? t('upload.defaultTitle', { date: format.dateAndClock(new Date()) }));
      const batch = await createBatch({ title: name, ...(station === '' ? {} : { station }) });
      uploads.of(batch.name).add(pick);
      await navigate(`/batches/${batch.name}/upload`, { replace: true });
    } catch (error) {
      setWaiting({ pick, error });
      setMaking(false);
    }
  };
  const take: OnFiles = (pick) => void make(pick);
  const taking = useDrop(take, !making);

  return (
    <Frame
      title={t('upload.newTitle')}
      className="pad"
      footer={
        <>
          <Back to="/history">{t('nav.history')}</Back>
          <Truth>{missing ? t('upload.missing') : ''}</Truth>
          <Next onClick={() => setMissing(true)}>{t('upload.next')}</Next>
        </>
      }
    >
      <div className="new-batch">
        <h1 className="h-page">{t('upload.newTitle')}</h1>
        <label className="labelled">
          <span className="sm q">{t('upload.title')}</span>
          <span className="field-in">
            <input
              value={title}
              maxLength={200}
              placeholder={t('upload.titleHint')}
              onChange={(event) => setTitle(event.target.value)}
            />
          </span>
        </label>
        <DropArea {...taking} />
        {missing && <Note kind="warn">{t('upload.missing')}</Note>}
        {waiting !== null && (
          <Note
            kind="wrong"
            action={
              <button type="button" className="btn sml" onClick={() => take(waiting.pick)}>
                {t('page.again')}
              </button>
            }
          >
            {fault(waiting.error).sentence}
          </Note>
        )}
        <Empty title={t('upload.noneTitle')} text={t('upload.none')} />
      </div>
    </Frame>
  );
}
