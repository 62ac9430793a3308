import type { Field } from '@cardmill/contracts';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { useProblem } from '../i18n/use-fault.ts';
import { useFormat } from '../i18n/use-format.ts';
import { CardStateMark } from '../parts/status.tsx';
import { Thumb } from '../parts/thumb.tsx';
import { Value } from '../parts/value.tsx';
import { needsCheck } from '../results/check.ts';
import { AgainButton } from './again-button.tsx';
import type { FeedItem } from './feed-items.ts';

interface FeedRowProps {
  batch: string;
  fields: readonly Field[];
  item: FeedItem;
  place: number | undefined;
  waits: boolean;
  onAgain: (card: FeedItem) => void;
}

/** One outcome: the card, its first values or its reason, its state, and how sure and how long the reading was. */
export const FeedRow = memo(function FeedRow({ batch, fields, item, place, waits, onAgain }: FeedRowProps) {
  const { t } = useTranslation();
  const problem = useProblem();
  const { status, filename, error } = item;
  const look = place === undefined ? `q=${encodeURIComponent(filename)}` : `card=${place}`;
  const failed = status === 'failed';
  return (
    <div className="feed-row">
      <Thumb batch={batch} filename={filename} width={56} take={item.seq} />
      <div style={{ minWidth: 0 }}>
        <div className="cut" hidden={fields.length === 0 && !failed}>
          {failed ? problem(error?.code ?? 'ocr_failed') : <Leads fields={fields} item={item} />}
        </div>
        <Link
          className="mono xs q cut"
          style={{ display: 'block' }}
          aria-label={t('process.openCard', { name: filename })}
          to={`/batches/${batch}/results?${look}`}
        >
          {filename}
        </Link>
      </div>
      <div className="feed-state">
        <CardStateMark
          mark={waits ? 'queued' : failed ? 'failed' : needsCheck(item) ? 'check' : 'succeeded'}
        />
        <Measured item={item} />
      </div>
      {failed && <AgainButton name={filename} waits={waits} onAgain={() => onAgain(item)} />}
    </div>
  );
});

function Leads({ fields, item }: { fields: readonly Field[]; item: FeedItem }) {
  const { t } = useTranslation();
  const values = fields
    .map(({ key }) => item.fields?.[key]?.value ?? '')
    .filter((value) => value !== '')
    .slice(0, 2);
  if (values.length === 0) return <span className="q">{t('process.noValue')}</span>;
  return values.map((value, at) => (
    <span key={at} className={at === 0 ? 'feed-lead' : 'q'}>
      <Value machine={value} edit={null} />
    </span>
  ));
}

function Measured({ item: { confidence, durationMs } }: { item: FeedItem }) {
  const format = useFormat();
  const parts = [
    ...(confidence === null ? [] : [format.percent(confidence)]),
    ...(durationMs === null ? [] : [format.seconds(durationMs)]),
  ];
  return <div className="num xs q">{parts.join(' · ')}</div>;
}
