import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';

import { useBatch } from '../batch/batch-context.ts';
import { useFault } from '../i18n/use-fault.ts';
import { Note } from '../parts/note.tsx';
import { Empty, Loading, PageError } from '../parts/page-states.tsx';
import { Back, Frame, Next, Truth } from '../shell/frame.tsx';
import { DropArea } from './drop-area.tsx';
import { FileRows } from './file-rows.tsx';
import { canSendAgain } from './items.ts';
import { LastScan } from './last-scan.tsx';
import { unsentOf } from './past.ts';
import { listRows, needsLook, type Show } from './rows.ts';
import { Sending } from './sending.tsx';
import { LeftOvers, Summary } from './summary.tsx';
import { TitleInput } from './title-input.tsx';
import { Unsent } from './unsent.tsx';
import { useUpload } from './uploads-context.ts';
import { useCardChanges } from './use-card-changes.ts';
import { useCards } from './use-cards.ts';
import { type OnFiles, useDrop } from './use-drop.ts';
import { useKept } from './use-kept.ts';

export function UploadPage() {
  const { t } = useTranslation();
  const { batch, watch, refresh } = useBatch();
  const [upload, sender] = useUpload(batch.name);
  const { uploader } = sender;
  const { cards, query, soon, drop } = useCards(
    batch.name,
    `${upload.settled} ${batch.fileCount} ${watch.seq} ${watch.progress?.updatedAt ?? ''}`,
  );
  const [chosen, setChosen] = useState<string | null>(null);
  const [show, setShow] = useState<Show>('all');
  const [missing, setMissing] = useState(false);
  const [kept, keepScan] = useKept();
  const navigate = useNavigate();
  const draft = batch.status === 'draft';
  const { remove, replace, refused, replacing } = useCardChanges(batch.name, {
    onRemoved(card) {
      drop(card.filename);
      sender.removed(card.cardId);
      if (chosen === card.filename) setChosen(null);
    },
    async onChanged() {
      soon();
      await Promise.all([refresh(), query.refetch()]);
    },
  });
  const add: OnFiles = (pick) => sender.add(pick, new Set(cards.map(({ cardId }) => cardId)));
  const taking = useDrop(add, draft);

  // Inspection is not announced card by card: look again while something of it is still to come.
  const inspecting = draft && cards.some((card) => card.inspectedAt === null && card.error === null);
  useEffect(() => {
    if (!inspecting) return;
    const timer = setInterval(soon, 2_000);
    return () => clearInterval(timer);
  }, [inspecting, soon]);

  const next = (): void => {
    if (cards.length === 0 && !uploader.busy() && draft) setMissing(true);
    else void navigate(`/batches/${batch.name}/configure`);
  };
  const { rows, counts } = useMemo(() => listRows(upload.items, cards, show), [upload.items, cards, show]);
  const open = useMemo(
    () => (draft ? cards.filter((card) => needsLook(card) && !kept.has(card.cardId)) : []),
    [draft, cards, kept],
  );
  const unsent = useMemo(() => unsentOf(upload.past, cards), [upload.past, cards]);
  const picked = cards.find((card) => card.filename === chosen);
  const shown = picked ?? open.at(-1) ?? cards.at(-1) ?? null;

  return (
    <Frame
      title={`${t('step.upload')}, ${batch.title}`}
      className="up"
      footer={
        <>
          <Back to="/history">{t('nav.history')}</Back>
          <Truth>
            {t(
              !draft
                ? 'upload.frozen'
                : uploader.busy()
                  ? 'upload.stillSending'
                  : unsent.length > 0
                    ? 'upload.unsentTruth'
                    : 'upload.stored',
            )}
          </Truth>
          <Next onClick={next}>{draft ? t('upload.next') : t('step.configure')}</Next>
        </>
      }
    >
      <LastScan
        batch={batch.name}
        card={shown}
        chosen={picked !== undefined}
        open={open.length}
        kept={shown !== null && kept.has(shown.cardId)}
        onKeep={(card) => {
          keepScan(card.cardId);
          setChosen(null);
        }}
        onLast={() => setChosen(null)}
        onRemove={draft ? remove : null}
        onReplace={(card, file) => void replace(card, file)}
        replacing={replacing}
      />
      <section className="up-list" aria-label={t('upload.list')}>
        {draft ? (
          <>
            <TitleInput key={batch.title} name={batch.name} title={batch.title} onSaved={refresh} />
            <DropArea {...taking} />
            <Unsent past={upload.past} files={unsent} take={taking.take} onForget={sender.forget} />
          </>
        ) : (
          <p className="sm q">{t('upload.frozen')}</p>
        )}
        <Sending state={upload} onPause={uploader.pause} onGoOn={uploader.goOn} />
        {missing && cards.length === 0 && <Note kind="warn">{t('upload.missing')}</Note>}
        {refused !== null && <Refused error={refused} />}
        <Summary cards={cards.length} counts={counts} show={show} onShow={setShow} />
        <LeftOvers
          show={show}
          canAgain={upload.items.filter(canSendAgain).length}
          onAgain={uploader.againAll}
          onClear={() => {
            for (const row of rows) if (row.kind === 'item') uploader.leave(row.item.id);
            setShow('all');
          }}
        />
        {query.isPending && !query.isError && <Loading rows={3} />}
        {query.isError && <PageError error={query.error} onAgain={() => void query.refetch()} />}
        {query.isSuccess && counts.all === 0 && (
          <Empty title={t('upload.noneTitle')} text={t('upload.none')} />
        )}
        <FileRows
          batch={batch.name}
          rows={rows}
          shown={shown?.filename ?? null}
          onShow={setChosen}
          onAgain={(item) => uploader.again(item.id)}
          onLeave={(item) => uploader.leave(item.id)}
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
