import { CircleX } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';

import { patchBatch } from '../api/batches.ts';
import { type CardEntry, removeFile } from '../api/files.ts';
import { useBatch } from '../batch/batch-context.ts';
import { useFault } from '../i18n/use-fault.ts';
import { Note } from '../parts/note.tsx';
import { Empty, Loading, PageError } from '../parts/page-states.tsx';
import { useToast } from '../parts/toasts.tsx';
import { Back, Frame, Next, Truth } from '../shell/frame.tsx';
import { CardRows } from './card-rows.tsx';
import { DropArea } from './drop-area.tsx';
import { LastScan } from './last-scan.tsx';
import { Sending, Summary } from './sending.tsx';
import { useUpload } from './uploads-context.ts';
import { useCards } from './use-cards.ts';
import { useDrop } from './use-drop.ts';

export function UploadPage() {
  const { t } = useTranslation();
  const { batch, watch, refresh } = useBatch();
  const [upload, uploader] = useUpload(batch.name);
  const { cards, query, soon, drop } = useCards(
    batch.name,
    `${upload.settled} ${batch.fileCount} ${watch.seq} ${watch.progress?.updatedAt ?? ''}`,
  );
  const [chosen, setChosen] = useState<string | null>(null);
  const [refused, setRefused] = useState<unknown>(null);
  const [missing, setMissing] = useState(false);
  const navigate = useNavigate();
  const say = useToast();
  const draft = batch.status === 'draft';
  const over = useDrop((files) => uploader.add(files), draft);

  // Inspection is not announced card by card: look again while something of it is still to come.
  const youngest = cards.at(-1)?.cardId;
  useEffect(() => {
    if (youngest === undefined || !draft) return;
    const timers = [1_500, 4_000, 9_000].map((ms) => setTimeout(soon, ms));
    return () => timers.forEach(clearTimeout);
  }, [youngest, draft, soon]);

  const remove = async (card: CardEntry): Promise<void> => {
    try {
      await removeFile(batch.name, card.filename);
      drop(card.filename);
      if (chosen === card.filename) setChosen(null);
      setRefused(null);
      say(t('upload.removed', { name: card.filename }));
      await refresh();
    } catch (error) {
      setRefused(error);
    }
  };
  const next = (): void => {
    if (cards.length === 0 && !uploader.busy() && draft) setMissing(true);
    else void navigate(`/batches/${batch.name}/configure`);
  };
  const shown = cards.find((card) => card.filename === chosen) ?? cards.at(-1) ?? null;

  return (
    <Frame
      title={`${t('step.upload')}, ${batch.title}`}
      className="up"
      footer={
        <>
          <Back to="/history">{t('nav.history')}</Back>
          <Truth>
            {!draft ? t('upload.frozen') : uploader.busy() ? t('upload.stillSending') : t('upload.stored')}
          </Truth>
          <Next onClick={next}>{draft ? t('upload.next') : t('step.configure')}</Next>
        </>
      }
    >
      <LastScan batch={batch.name} card={shown} onRemove={draft ? remove : null} />
      <section className="up-list" aria-label={t('upload.list')}>
        {draft ? (
          <>
            <TitleInput key={batch.title} name={batch.name} title={batch.title} onSaved={refresh} />
            <DropArea over={over} onFiles={(files) => uploader.add(files)} />
          </>
        ) : (
          <p className="sm q">{t('upload.frozen')}</p>
        )}
        <Sending state={upload} onAgain={uploader.again} />
        {missing && cards.length === 0 && <Note kind="warn">{t('upload.missing')}</Note>}
        {refused !== null && <Refused error={refused} />}
        <Summary cards={cards} remarks={upload.remarks} />
        {query.isPending && !query.isError && <Loading rows={3} />}
        {query.isError && <PageError error={query.error} onAgain={() => void query.refetch()} />}
        {query.isSuccess && cards.length + upload.remarks.length === 0 && (
          <Empty title={t('upload.noneTitle')} text={t('upload.none')} />
        )}
        <CardRows
          batch={batch.name}
          cards={cards}
          remarks={upload.remarks}
          shown={shown?.filename ?? null}
          onShow={setChosen}
          onDismiss={uploader.dismiss}
          onRemove={draft ? remove : null}
        />
      </section>
    </Frame>
  );
}

function Refused({ error }: { error: unknown }) {
  const fault = useFault();
  return <Note kind="wrong">{fault(error).sentence}</Note>;
}

function TitleInput({ name, title, onSaved }: { name: string; title: string; onSaved: () => Promise<void> }) {
  const { t } = useTranslation();
  const fault = useFault();
  const [value, setValue] = useState(title);
  const [wrong, setWrong] = useState<string | null>(null);
  const save = async (): Promise<void> => {
    const next = value.trim();
    if (next === title) return setWrong(null);
    if (next === '') return setWrong(t('upload.failedTitle'));
    try {
      await patchBatch(name, { title: next });
      setWrong(null);
      await onSaved();
    } catch (error) {
      setWrong(fault(error).sentence);
    }
  };
  return (
    <div>
      <label className="labelled">
        <span className="sm q">{t('upload.title')}</span>
        <span className={wrong === null ? 'field-in' : 'field-in wrong'}>
          <input
            value={value}
            maxLength={200}
            aria-invalid={wrong !== null}
            aria-describedby="title-wrong"
            onChange={(event) => setValue(event.target.value)}
            onBlur={() => void save()}
            onKeyDown={(event) => {
              if (event.key === 'Enter') void save();
            }}
          />
        </span>
      </label>
      <div id="title-wrong">
        {wrong !== null && (
          <span className="wrong-say">
            <CircleX className="i" aria-hidden />
            {wrong}
          </span>
        )}
      </div>
    </div>
  );
}
