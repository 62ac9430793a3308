import type { ExpectedErrors } from '@cardmill/contracts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useFormat } from '../i18n/use-format.ts';
import { Dialog } from '../parts/dialog.tsx';
import type { QueueState } from './use-queue.ts';

/** Places to stop at that are worth a row, each with its figures in whole errors. */
const STOPS = [50, 60, 70, 80, 90, 100];

/** “About n errors expected if you stop here”, how sure that is, and behind it on what it rests. */
export function ExpectedButton({ state }: { state: QueueState }) {
  const say = useWords();
  const [open, setOpen] = useState(false);
  const { expected } = state;
  if (expected === null) return null;
  const left = openOf(state);
  const sentence = say(expected, left);
  return (
    <>
      <button type="button" className="ver-expected" onClick={() => setOpen(true)}>
        <span className="only-wide">
          {sentence.long}
          {sentence.sure !== '' && ` · ${sentence.sure}`}
        </span>
        <span className="only-small">{sentence.short}</span>
      </button>
      {open && <ExpectedDialog state={state} expected={expected} onClose={() => setOpen(false)} />}
    </>
  );
}

interface Open {
  readonly all: number;
  /** Where nothing was read: of those nothing is known until some were verified. */
  readonly empty: number;
  readonly emptyChecked: number;
}

/** Values that nobody looked at. */
function openOf({ review }: QueueState): Open {
  const groups = review?.groups ?? [];
  const empty = groups.filter(({ value }) => value === 'empty');
  const sum = (some: typeof groups, of: 'open' | 'checked'): number =>
    some.reduce((count, group) => count + group[of], 0);
  return { all: sum(groups, 'open'), empty: sum(empty, 'open'), emptyChecked: sum(empty, 'checked') };
}

const rangeOf = ({ low, high }: ExpectedErrors) => ({ low: Math.floor(low), high: Math.ceil(high) });

interface Sentence {
  readonly long: string;
  /** How sure that is; empty where there is nothing to be unsure of. */
  readonly sure: string;
  readonly short: string;
}

/**
 * What is to be expected, in a sentence: a range while it rests on other cards, a figure when it rests on verified ones.
 * Never “about 0”, and no figure of what nothing is known of.
 */
function useWords(): (expected: ExpectedErrors, open: Open) => Sentence {
  const { t } = useTranslation();
  const plain = (long: string): Sentence => ({ long, sure: '', short: long });
  return (expected, open) => {
    const { low, high } = rangeOf(expected);
    const count = Math.round(expected.errors);
    if (open.all === 0) return plain(t('verify.expectedNone'));
    if (open.all === open.empty && open.emptyChecked === 0)
      return plain(t('verify.expectedEmpty', { count: open.empty }));
    if (expected.rests === 'first') {
      const words =
        low < 1 ? ({ how: 'UpTo', count: high } as const) : ({ how: 'Range', low, count: high } as const);
      return {
        long: t(`verify.expected${words.how}`, words),
        sure: t('verify.firstEstimate'),
        short: t(`verify.short${words.how}`, words),
      };
    }
    if (count === 0) return plain(t('verify.expectedLess'));
    return {
      long: t('verify.expected', { count }),
      sure: t('verify.range', { low, high }),
      short: t('verify.expectedShort', { count }),
    };
  };
}

interface DialogProps {
  state: QueueState;
  expected: ExpectedErrors;
  onClose: () => void;
}

function ExpectedDialog({ state, expected, onClose }: DialogProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const say = useWords();
  const { index, verified } = state;
  /** Cards still to be looked at that are less sure than this. */
  const below = (stopAt: number): number =>
    index?.cards.filter(([position, sureness]) => sureness < stopAt && !verified.has(position)).length ?? 0;
  const rows = STOPS.flatMap((stopAt) => {
    const point = expected.points.find((one) => one.stopAt === stopAt);
    return point === undefined ? [] : { stopAt, cards: below(stopAt), errors: Math.round(point.errors) };
  })
    // A row that asks for no card more than the one before says nothing new.
    .filter(({ cards }, i, all) => cards > (all[i - 1]?.cards ?? 0));
  const open = openOf(state);
  const read = open.all - open.empty;
  const checked = verified.size;
  const all = below(101);
  const inValues = read > 0 ? t('verify.inValues', { count: read }) : '';
  const rests =
    expected.rests === 'verified'
      ? [t('verify.between', rangeOf(expected)), t('verify.restsOnVerified', { count: checked })]
      : [checked === 0 ? t('verify.noneVerified') : '', t('verify.restsOnFirst')];
  return (
    <Dialog
      title={say(expected, open).long}
      onClose={onClose}
      buttons={
        <button type="button" className="btn" onClick={onClose}>
          {t('nav.close')}
        </button>
      }
    >
      <div className="ver-rests">
        <p>{[inValues, ...rests].join(' ')}</p>
        {open.empty > 0 && (
          <p>
            {t(open.emptyChecked > 0 ? 'verify.emptyLearned' : 'verify.emptyUnknown', { count: open.empty })}
          </p>
        )}
        {rows.length > 0 && (
          <table className="ver-stops sm">
            <thead>
              <tr>
                <th scope="col">{t('verify.stopCards')}</th>
                <th scope="col">{t('verify.stopErrors')}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map(({ stopAt, cards, errors }) => (
                <tr key={stopAt}>
                  <th scope="row">
                    {cards === all
                      ? t('verify.stopAll', { count: cards })
                      : t('verify.stopBelow', { count: cards, percent: format.percent(stopAt) })}
                  </th>
                  <td className="num">{t('verify.about', { count: errors })}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        <p className="q sm">{t('verify.restsOnBoth')}</p>
      </div>
    </Dialog>
  );
}
