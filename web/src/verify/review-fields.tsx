import type { Batch, Word } from '@cardmill/contracts';
import { BadgeCheck, Undo2 } from 'lucide-react';
import { Fragment, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';

import { imageUrl } from '../api/urls.ts';
import { useFormat } from '../i18n/use-format.ts';
import { Note } from '../parts/note.tsx';
import type { CardEditor, EditorState } from '../results/card-editor.ts';
import { Troubles } from '../results/open-row.tsx';
import type { LitWords } from '../viewer/word-boxes.tsx';
import { takeOf } from './use-card.ts';
import type { ReviewState } from './use-review.ts';
import { VerifyField } from './verify-field.tsx';

interface ReviewFieldsProps {
  batch: Batch;
  editor: CardEditor;
  state: EditorState;
  review: ReviewState;
  words: readonly Word[];
  lit: LitWords;
  /** Every card of the queue is verified. */
  done: boolean;
}

/** All values of the card, record by record, under what has to be said about it first. */
export function ReviewFields({ batch, editor, state, review, words, lit, done }: ReviewFieldsProps) {
  const { t } = useTranslation();
  const { row } = state;
  const overtaken = review.records.flat().filter((part) => state.overtaken.includes(part.key));
  const boxes = (places: readonly number[]) => places.flatMap((one) => words[one] ?? []);
  const panel = useRef<HTMLElement>(null);
  // Another card is read from its beginning, unless what asks for a person stands further down: that is scrolled to.
  const { cardId } = row;
  useEffect(() => {
    const element = panel.current;
    if (element !== null && element.dataset['card'] !== cardId) element.scrollTop = 0;
    if (element !== null) element.dataset['card'] = cardId;
  }, [cardId]);
  return (
    <section ref={panel} className="ver-fields" aria-label={t('results.values')}>
      <Troubles row={row} state={state} />
      {overtaken.length > 0 && (
        <Note kind="person">
          {t('verify.overtaken', { fields: overtaken.map((part) => part.field.label).join(', ') })}
        </Note>
      )}
      {done && (
        <p className="ver-done" role="status">
          {t('verify.allDone')}
        </p>
      )}
      {row.verified !== null && (
        <Verified at={row.verified.at} onTakeBack={() => void editor.verify(false)} />
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
              active={part.key === review.activeKey}
              editing={part.key === review.activeKey && review.editing}
              before={review.before}
              url={imageUrl(batch.name, row.filename, 'access', takeOf(row) * 100)}
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
            {row.text === null || row.text === '' ? t('results.noText') : row.text}
          </p>
        </div>
      )}
    </section>
  );
}

/** That a person stands behind the card, since when, and the way back. */
function Verified({ at, onTakeBack }: { at: string; onTakeBack: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <div className="ver-said">
      <BadgeCheck className="i" aria-hidden />
      <span className="grow">{t('verify.verifiedAt', { when: format.dateAndClock(new Date(at)) })}</span>
      <button type="button" className="btn sml on-sheet" aria-keyshortcuts="X" onClick={onTakeBack}>
        <Undo2 className="i" aria-hidden />
        {t('results.unverify')}
      </button>
    </div>
  );
}
