import type { ResultRow } from '@cardmill/contracts';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { BatchLive } from '../live/use-batch-live.ts';
import { CHECK_BELOW } from '../results/check.ts';
import { Frame } from '../shell/frame.tsx';
import { Viewer, type ViewerHandle } from '../viewer/viewer.tsx';
import { FollowSwitch } from './follow-switch.tsx';
import { KeysDialog } from './keys-dialog.tsx';
import type { Command } from './keys.ts';
import { ReviewFields } from './review-fields.tsx';
import { ReviewFooter } from './review-footer.tsx';
import { takeOf } from './use-card.ts';
import { useCommands } from './use-commands.ts';
import { useEditor } from './use-editor.ts';
import { useReview } from './use-review.ts';

interface ReviewProps {
  live: BatchLive;
  /** With its words. */
  row: ResultRow;
  /** Another card was asked for and is not there yet: this one stays in view and takes no keys. */
  waiting: boolean;
  /** Positions around this card in the queue, and the next that nobody verified; null when there is none. */
  previous: number | null;
  next: number | null;
  open: number | null;
  /** Every card of the queue is verified. */
  done: boolean;
  onRow: (row: ResultRow) => void;
  helping: boolean;
  onHelp: (open: boolean) => void;
  onCard: (position: number) => void;
  /** The bar above. */
  children: ReactNode;
}

const NONE: NonNullable<ResultRow['words']> = [];
/** What may be done while the card that was asked for is on its way. */
const ALWAYS: readonly Command[] = ['skip', 'back', 'help'];

/** One card under review: its image beside its fields, and everything by keyboard. */
export function Review(props: ReviewProps) {
  const { live, row, waiting, open, onCard, onHelp } = props;
  const { t } = useTranslation();
  const { batch } = live;
  const { editor, state } = useEditor(batch.name, row, props.onRow);
  const review = useReview(batch.fields, editor, state);
  const words = row.words ?? NONE;
  const [follow, setFollow] = useState(true);
  const viewer = useRef<ViewerHandle>(null);
  const primary = useRef<HTMLElement | null>(null);

  const { activeKey } = review;
  const found = activeKey === null ? undefined : state.row.fields[activeKey]?.words;
  const foundKey = JSON.stringify(found ?? []);
  const lit = useMemo(() => {
    const places: number[] = JSON.parse(foundKey);
    return { words: places, unsure: places.filter((one) => (words[one]?.confidence ?? 100) < CHECK_BELOW) };
  }, [foundKey, words]);

  const go = (to: number | null): void => {
    if (to !== null) onCard(to);
  };
  const onward = (): void => {
    if (open === null) primary.current?.focus();
    else onCard(open);
  };
  // A reply of a card that was left meanwhile turns no page.
  const here = useRef(row.cardId);
  useEffect(() => {
    here.current = waiting ? '' : row.cardId;
  }, [row.cardId, waiting]);
  // Whoever presses twice means it once: the second would run into the first one's change.
  const busy = useRef(false);
  const verify = async (): Promise<void> => {
    if (busy.current) return undefined;
    if (state.row.verified !== null && state.phase === 'saved') return onward();
    const of = row.cardId;
    busy.current = true;
    try {
      if ((await editor.verify(true)) && here.current === of) onward();
    } finally {
      busy.current = false;
    }
    return undefined;
  };
  useCommands(review.editing, (command) => {
    if (waiting && !ALWAYS.includes(command)) return true;
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
      case 'unverify':
        void editor.verify(false);
        return true;
      case 'skip':
        go(props.next);
        return true;
      case 'back':
        go(props.previous);
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

  return (
    <Frame
      title={`${t('verify.title')}, ${batch.title}`}
      className="ver"
      footer={
        <ReviewFooter
          batch={batch.name}
          state={state}
          primary={(element) => {
            primary.current = element;
          }}
          first={props.previous === null}
          last={props.next === null}
          done={props.done}
          onStep={(by) => go(by === 1 ? props.next : props.previous)}
          onVerify={() => void verify()}
        />
      }
    >
      {props.children}
      <section className="ver-img" aria-label={t('results.card')} aria-busy={waiting}>
        <Viewer
          batch={batch.name}
          filename={row.filename}
          take={takeOf(row)}
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
      <ReviewFields
        batch={batch}
        editor={editor}
        state={state}
        review={review}
        words={words}
        lit={lit}
        done={props.done}
      />
      {props.helping && <KeysDialog onClose={() => onHelp(false)} />}
    </Frame>
  );
}
