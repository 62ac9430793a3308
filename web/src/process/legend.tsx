import type { Batch } from '@cardmill/contracts';
import { useTranslation } from 'react-i18next';

import type { Mark } from '../drawer/marks.ts';
import { useFormat } from '../i18n/use-format.ts';

/** How many bars of each kind there are; the cards that are to be checked, or verified, are not among those only read. */
export function Legend({ batch, marks }: { batch: Batch; marks: readonly Mark[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { progress, counts } = batch;
  const of = (mark: Mark): number => marks.filter((one) => one === mark).length;
  const [check, verified] = [of('check'), of('verified')];
  const parts = [
    {
      word: t('process.read'),
      count: Math.max(0, progress.succeeded - check - verified),
      color: '--strip-1',
      height: 9,
    },
    { word: t('process.toCheck'), count: check, color: '--warn-fill', height: 12 },
    { word: t('process.verified'), count: verified, color: '--good-fill', height: 9 },
    { word: t('process.notRead'), count: progress.failed, color: '--bad-fill', height: 15 },
    { word: t('process.beingRead'), count: counts.processing, color: '--ink', height: 11 },
    { word: t('process.waiting'), count: counts.queued + counts.ready, color: '--strip-0', height: 9 },
    { word: t('process.cancelled'), count: progress.cancelled, color: '--strip-0', height: 5 },
  ];
  return (
    <div className="leg">
      {parts
        .filter(({ count }, place) => count > 0 || place === 0)
        .map(({ word, count, color, height }) => (
          <span key={word}>
            <i style={{ height, background: `var(${color})` }} />
            {word} <b>{format.number(count)}</b>
          </span>
        ))}
    </div>
  );
}
