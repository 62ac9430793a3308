import type { Batch } from '@cardmill/contracts';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';

import { useBatch } from '../batch/batch-context.ts';
import { Empty, Loading, PageError } from '../parts/page-states.tsx';
import { Back, Frame } from '../shell/frame.tsx';
import { nextOpen, ORDERS, QUEUES } from './queue.ts';
import { Review } from './review.tsx';
import { useCard } from './use-card.ts';
import { type QueueState, useQueue } from './use-queue.ts';
import { VerifyBar } from './verify-bar.tsx';

/** The review of a batch, card by card. Which card, queue and order live in the address: a reload shows the same. */
export function VerifyPage() {
  const { t } = useTranslation();
  const live = useBatch();
  const { batch } = live;
  const [search, setSearch] = useSearchParams();
  const [helping, setHelping] = useState(false);
  const order = ORDERS.find((one) => one === search.get('order')) ?? 'unsure';
  const chosen = QUEUES.find((one) => one === search.get('queue'));
  const state = useQueue(live, chosen, order);
  const { index, positions, verified, queue } = state;
  // The card that was begun with stays until somebody turns it, also when it is verified or read again meanwhile.
  const [begun, setBegun] = useState(0);
  const readable = (position: number): number | null =>
    index?.cards.some(([one]) => one === position) === true ? position : null;
  const position =
    readable(Number(search.get('card') ?? 0)) ??
    readable(begun) ??
    nextOpen(positions, -1, verified) ??
    positions[0];
  if (position !== undefined && begun !== position) setBegun(position);
  const change = (part: Record<string, string>): void =>
    setSearch(
      (before) => {
        const next = new URLSearchParams(before);
        for (const [key, value] of Object.entries(part)) next.set(key, value);
        return next;
      },
      { replace: true, preventScrollReset: true },
    );

  if (index === null) {
    return (
      <Plain batch={batch}>
        {state.error === null ? <Loading /> : <PageError error={state.error} onAgain={state.refetch} />}
      </Plain>
    );
  }
  if (position === undefined) {
    const others = state.counts.all > 0;
    return (
      <Plain batch={batch}>
        <Empty
          title={t('verify.noneTitle')}
          text={others ? t(queue === 'open' ? 'verify.allDone' : 'verify.noneToCheck') : t('verify.none')}
          action={
            others ? (
              <button type="button" className="btn" onClick={() => change({ queue: 'all' })}>
                {t('verify.reviewAll')}
              </button>
            ) : (
              <Link className="btn" to={`/batches/${batch.name}/process`}>
                {t('step.process')}
              </Link>
            )
          }
        />
      </Plain>
    );
  }
  return (
    <Card
      position={position}
      state={state}
      onCard={(to) => change({ card: String(to), queue, order })}
      helping={helping}
      onHelp={setHelping}
      bar={
        <VerifyBar
          batch={batch}
          state={state}
          order={order}
          position={position}
          onCard={(to) => change({ card: String(to), queue, order })}
          onQueue={(next) => change({ queue: next })}
          onOrder={(next) => change({ order: next })}
          onKeys={() => setHelping(true)}
        />
      }
    />
  );
}

interface CardProps {
  position: number;
  state: QueueState;
  onCard: (position: number) => void;
  helping: boolean;
  onHelp: (open: boolean) => void;
  bar: ReactNode;
}

function Card({ position, state, onCard, helping, onHelp, bar }: CardProps) {
  const { t } = useTranslation();
  const live = useBatch();
  const { positions, verified } = state;
  const place = positions.indexOf(position);
  const next = positions[place + 1] ?? null;
  const open = nextOpen(positions, place, verified);
  const card = useCard({
    batch: live.batch.name,
    position,
    ahead: [next, open, place > 0 ? (positions[place - 1] ?? null) : null],
  });
  const { row } = card;
  if (row === undefined || row === null) {
    return (
      <Plain batch={live.batch}>
        {row === null && <Empty title={t('verify.gone')} action={<Again onAgain={state.refetch} />} />}
        {row === undefined && card.error === null && <Loading />}
        {row === undefined && card.error !== null && <PageError error={card.error} onAgain={card.again} />}
      </Plain>
    );
  }
  return (
    <Review
      live={live}
      row={row}
      waiting={card.waiting}
      previous={place > 0 ? (positions[place - 1] ?? null) : null}
      next={next}
      open={open}
      done={state.done === positions.length}
      onRow={(after) => {
        const before = card.put(after);
        if (before !== null) state.moved(before, after);
      }}
      helping={helping}
      onHelp={onHelp}
      onCard={onCard}
    >
      {bar}
    </Review>
  );
}

function Again({ onAgain }: { onAgain: () => void }) {
  const { t } = useTranslation();
  return (
    <button type="button" className="btn" onClick={onAgain}>
      {t('page.again')}
    </button>
  );
}

function Plain({ batch, children }: { batch: Batch; children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <Frame
      title={`${t('verify.title')}, ${batch.title}`}
      className="pad"
      footer={<Back to={`/batches/${batch.name}/results`}>{t('step.results')}</Back>}
    >
      {children}
    </Frame>
  );
}
