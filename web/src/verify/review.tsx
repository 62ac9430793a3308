import type { ResultRow } from '@cardmill/contracts';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';

import { imageUrl } from '../api/urls.ts';
import type { BatchLive } from '../live/use-batch-live.ts';
import { Note } from '../parts/note.tsx';
import { useToast } from '../parts/toasts.tsx';
import { CHECK_BELOW } from '../results/check.ts';
import { Troubles } from '../results/open-row.tsx';
import type { ResultsStore } from '../results/results-store.ts';
import { Frame } from '../shell/frame.tsx';
import { Viewer, type ViewerHandle } from '../viewer/viewer.tsx';
import { FollowSwitch } from './follow-switch.tsx';
import { KeysDialog } from './keys-dialog.tsx';
import { nextOpen } from './queue.ts';
import { ReviewFooter } from './review-footer.tsx';
import { useCommands } from './use-commands.ts';
import { useEditor } from './use-editor.ts';
import { useReview } from './use-review.ts';
import { useWords } from './use-words.ts';
import { VerifyField } from './verify-field.tsx';

interface ReviewProps {
  live: BatchLive;
  row: ResultRow;
  /** The queue, in its order. */
  rows: readonly ResultRow[];
  store: ResultsStore;
  helping: boolean;
  onHelp: (open: boolean) => void;
  onCard: (row: ResultRow) => void;
  /** The bar above. */
  children: ReactNode;
}

/** One card under review: its image beside its fields, and everything by keyboard. */
export function Review({ live, row, rows, store, helping, onHelp, onCard, children }: ReviewProps) {
  const { t } = useTranslation();
  const say = useToast();
  const { batch } = live;
  const { editor, state } = useEditor(batch.name, row, store);
  const review = useReview(batch.fields, editor, state);
  const place = rows.findIndex((one) => one.cardId === row.cardId);
  const open = nextOpen(rows, place);
  const words = useWords(batch.name, row, rows[place + 1] ?? null);
  const [follow, setFollow] = useState(true);
  const viewer = useRef<ViewerHandle>(null);
  const primary = useRef<HTMLButtonElement>(null);

  const { activeKey } = review;
  const found = activeKey === null ? undefined : state.row.fields[activeKey]?.words;
  const foundKey = JSON.stringify(found ?? []);
  const lit = useMemo(() => {
    const places: number[] = JSON.parse(foundKey);
    return { words: places, unsure: places.filter((one) => (words[one]?.confidence ?? 100) < CHECK_BELOW) };
  }, [foundKey, words]);
  const boxes = (places: readonly number[]) => places.flatMap((one) => words[one] ?? []);

  const step = (by: -1 | 1): void => {
    const to = rows[place + by];
    if (to !== undefined) onCard(to);
  };
  const onward = (): void => {
    if (open === null) say(t('verify.allDone'));
    else onCard(open);
  };
  // A reply of a card that was left meanwhile turns no page.
  const here = useRef(row.cardId);
  useEffect(() => {
    here.current = row.cardId;
  }, [row.cardId]);
  const verify = async (): Promise<void> => {
    if (state.row.verified !== null && state.phase === 'saved') return onward();
    const of = row.cardId;
    if ((await editor.verify(true)) && here.current === of) onward();
  };
  useCommands(review.editing, (command) => {
    switch (command) {
      case 'accept':
        if (!review.accept()) primary.current?.focus();
        return true;
      case 'edit':
        review.edit('end');
        return true;
      case 'leave':
        review.leave();
        return true;
      case 'undo':
        review.undo();
        return true;
      case 'verify':
        void verify();
        return true;
      case 'skip':
        step(1);
        return true;
      case 'back':
        step(-1);
        return true;
      case 'down':
        review.move(1);
        return true;
      case 'up':
        review.move(-1);
        return true;
      case 'words':
        viewer.current?.toWords();
        return true;
      case 'help':
        onHelp(true);
        return true;
      default:
        return viewer.current?.key(command.slice('image:'.length)) === true;
    }
  });

  const take = row.seq;
  const overtaken = review.records.flat().filter((part) => state.overtaken.includes(part.key));
  return (
    <Frame
      title={`${t('verify.title')}, ${batch.title}`}
      className="ver"
      footer={
        <ReviewFooter
          editor={editor}
          state={state}
          primary={primary}
          first={place <= 0}
          last={place === rows.length - 1}
          onStep={step}
          onVerify={() => void verify()}
        />
      }
    >
      {children}
      <section className="ver-img" aria-label={t('results.card')}>
        <Viewer
          batch={batch.name}
          filename={row.filename}
          take={take}
          words={words}
          lit={lit}
          follow={follow}
          keepView
          handle={viewer}
          onWord={(at) => {
            const word = words[at];
            if (word !== undefined) review.takeWord(word.text);
          }}
        >
          <FollowSwitch on={follow} onChange={setFollow} />
          <span className="mono xs q cut ver-name">{row.filename}</span>
        </Viewer>
      </section>
      <section className="ver-fields" aria-label={t('results.values')}>
        <Troubles row={state.row} state={state} />
        {overtaken.length > 0 && (
          <Note kind="person">
            {t('verify.overtaken', { fields: overtaken.map((part) => part.field.label).join(', ') })}
          </Note>
        )}
        {review.records.map((record, i, all) => (
          <Fragment key={record[0]?.record ?? i}>
            {all.length > 1 && (
              <h2 className="h-part vf-rec">{t('results.record', { current: i + 1, total: all.length })}</h2>
            )}
            {record.map((part) => (
              <VerifyField
                key={part.key}
                part={part}
                editor={editor}
                state={state}
                active={part.key === activeKey}
                editing={part.key === activeKey && review.editing}
                url={imageUrl(batch.name, row.filename, 'access', take * 100)}
                words={boxes(lit.words)}
                unsure={boxes(lit.unsure)}
                onActive={() => review.arrive(part.key)}
                onEdit={() => review.editHere(part.key)}
              />
            ))}
          </Fragment>
        ))}
        {batch.fields.length === 0 && (
          <div className="vf">
            <div className="vf-lab">{t('results.text')}</div>
            <p className="v fulltext">
              {state.row.text === null || state.row.text === '' ? t('results.noText') : state.row.text}
            </p>
          </div>
        )}
      </section>
      {helping && <KeysDialog onClose={() => onHelp(false)} />}
    </Frame>
  );
}
