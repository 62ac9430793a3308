import type { Batch } from '@cardmill/contracts';
import { ArrowLeft, Check, ChevronDown, Keyboard } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { useFormat } from '../i18n/use-format.ts';
import { Menu } from '../parts/menu.tsx';
import { ProgressBar } from '../parts/progress-bar.tsx';
import { ORDERS, type Order, type Queue, QUEUES } from './queue.ts';

interface VerifyBarProps {
  batch: Batch;
  queue: Queue;
  order: Order;
  /** Cards in each queue. */
  counts: Record<Queue, number>;
  /** Place in the queue, counted from 1; 0 when the card is not in it. */
  at: number;
  total: number;
  verified: number;
  onQueue: (queue: Queue) => void;
  onOrder: (order: Order) => void;
  onKeys: () => void;
}

/** Where the review stands: way back, title, progress, what is reviewed and in which order. */
export function VerifyBar(props: VerifyBarProps) {
  const { batch, queue, order, counts, total, verified } = props;
  const { t } = useTranslation();
  const format = useFormat();
  const tick = (on: boolean) => (
    <Check className="i" aria-hidden style={{ visibility: on ? 'visible' : 'hidden' }} />
  );
  // A card asked for by its address may be none of the queue.
  const card = props.at === 0 ? '' : t('verify.card', { current: props.at, total });
  const progress = t('verify.progress', { current: verified, count: total });
  const chosen = `${t(`verify.${queue}`)} ${format.number(counts[queue])}`;
  return (
    <header className="ver-bar">
      <Link className="btn ghost" to={`/batches/${batch.name}/results`} aria-label={t('step.results')}>
        <ArrowLeft className="i" aria-hidden />
        <span className="only-wide">{t('step.results')}</span>
      </Link>
      <div className="ver-title">
        <h1 className="cut" title={batch.title}>
          <span className="only-wide">{batch.title}</span>
          <span className="num only-small">{card}</span>
        </h1>
      </div>
      <div className="ver-progress">
        <ProgressBar
          percent={total === 0 ? 0 : (100 * verified) / total}
          label={t('verify.title')}
          text={progress}
        />
        <span className="sm num nw q">{progress}</span>
      </div>
      <span className="num nw only-wide ver-at">{card}</span>
      <Menu
        label={`${t('verify.which')}: ${chosen}`}
        className="btn ghost ver-which"
        items={[
          ...QUEUES.map((each) => ({
            key: each,
            label: `${t(`verify.${each}`)} · ${format.number(counts[each])}`,
            icon: tick(each === queue),
            onPick: () => props.onQueue(each),
          })),
          ...ORDERS.map((each) => ({
            key: each,
            label: t(`verify.${each}`),
            icon: tick(each === order),
            onPick: () => props.onOrder(each),
          })),
        ]}
      >
        <span className="only-wide num">{chosen}</span>
        <ChevronDown className="i" aria-hidden />
      </Menu>
      <button
        type="button"
        className="btn ghost icon only-wide"
        aria-label={t('verify.keys')}
        title={`${t('verify.keys')} (?)`}
        onClick={props.onKeys}
      >
        <Keyboard className="i" aria-hidden />
      </button>
    </header>
  );
}
