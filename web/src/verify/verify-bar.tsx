import type { Batch } from '@cardmill/contracts';
import { ArrowLeft, Check, ChevronDown, Keyboard } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { DrawerStrip } from '../drawer/drawer-strip.tsx';
import { drawerOf, EMPTY } from '../drawer/marks.ts';
import { useFormat } from '../i18n/use-format.ts';
import { Menu } from '../parts/menu.tsx';
import { ExpectedButton } from './expected.tsx';
import { ORDERS, type Order, type Queue, QUEUES } from './queue.ts';
import type { QueueState } from './use-queue.ts';

interface VerifyBarProps {
  batch: Batch;
  state: QueueState;
  order: Order;
  /** The card that is looked at. */
  position: number;
  onCard: (position: number) => void;
  onQueue: (queue: Queue) => void;
  onOrder: (order: Order) => void;
  onKeys: () => void;
}

/** Where the review stands: way back, title, the drawer, what is reviewed in which order, and what to expect if it stops here. */
export function VerifyBar(props: VerifyBarProps) {
  const { batch, state, order, position } = props;
  const { queue, counts, positions, done } = state;
  const { t } = useTranslation();
  const format = useFormat();
  const tick = (on: boolean) => (
    <Check className="i" aria-hidden style={{ visibility: on ? 'visible' : 'hidden' }} />
  );
  const { drawer: cards, index } = state;
  const drawer = useMemo(
    () => (cards === null || index === null ? EMPTY : drawerOf({ ...cards, ...index })),
    [cards, index],
  );
  const at = positions.indexOf(position) + 1;
  const total = positions.length;
  // A card asked for by its address may be none of the queue.
  const card =
    at === 0 ? t('verify.cardOnly', { current: position }) : t('verify.card', { current: at, total });
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
      <DrawerStrip
        drawer={drawer}
        height={24}
        label={t('drawer.label')}
        position={position}
        open={['verified', 'read', 'check']}
        raised={['check']}
        onMove={props.onCard}
        onPick={props.onCard}
      />
      <div className="ver-figures">
        <span className="num sm nw">{t('verify.progress', { current: done, count: total })}</span>
        <ExpectedButton state={state} />
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
