import type { Batch } from '@cardmill/contracts';
import { type ReactNode, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';

import { useBatch } from '../batch/batch-context.ts';
import { Empty, Loading, PageError } from '../parts/page-states.tsx';
import { hasReading } from '../results/check.ts';
import { useResults } from '../results/use-results.ts';
import { Back, Frame } from '../shell/frame.tsx';
import { nextOpen, ORDERS, queueOf, QUEUES } from './queue.ts';
import { Review } from './review.tsx';
import { VerifyBar } from './verify-bar.tsx';

/** The review of a batch, card by card. Which card, queue and order live in the address: a reload shows the same. */
export function VerifyPage() {
  const { t } = useTranslation();
  const live = useBatch();
  const { batch } = live;
  const { state, store, reload } = useResults(live);
  const [search, setSearch] = useSearchParams();
  const [helping, setHelping] = useState(false);
  const order = ORDERS.find((one) => one === search.get('order')) ?? 'unsure';
  const check = useMemo(() => queueOf(state.rows, 'check', order), [state.rows, order]);
  const all = useMemo(() => queueOf(state.rows, 'all', order), [state.rows, order]);
  // Without a doubtful card the review is of all.
  const queue =
    QUEUES.find((one) => one === search.get('queue')) ?? (check.rows.length > 0 ? 'check' : 'all');
  const { rows, verified } = queue === 'check' ? check : all;
  // The card that was begun with stays until somebody turns it, also when it is verified or read again meanwhile.
  const [begun, setBegun] = useState(0);
  const readable = (position: number) =>
    state.rows.find((one) => one.position === position && hasReading(one));
  const row = readable(Number(search.get('card') ?? 0)) ?? readable(begun) ?? nextOpen(rows, -1) ?? rows[0];
  if (state.complete && row !== undefined && begun !== row.position) setBegun(row.position);
  const change = (part: Record<string, string>): void =>
    setSearch(
      (before) => {
        const next = new URLSearchParams(before);
        for (const [key, value] of Object.entries(part)) next.set(key, value);
        return next;
      },
      { replace: true, preventScrollReset: true },
    );

  if (state.error !== null && state.rows.length === 0) {
    return (
      <Plain batch={batch}>
        <PageError error={state.error} onAgain={() => void reload()} />
      </Plain>
    );
  }
  // All of it first: an order by confidence of half the rows would be another one a second later.
  if (!state.complete) {
    return (
      <Plain batch={batch}>
        <Loading />
      </Plain>
    );
  }
  if (row === undefined) {
    return (
      <Plain batch={batch}>
        <Empty
          title={t('verify.noneTitle')}
          text={queue === 'check' && all.rows.length > 0 ? t('verify.noneToCheck') : t('verify.none')}
          action={
            queue === 'check' && all.rows.length > 0 ? (
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
    <Review
      live={live}
      row={row}
      rows={rows}
      store={store}
      helping={helping}
      onHelp={setHelping}
      onCard={(to) => change({ card: String(to.position), queue, order })}
    >
      <VerifyBar
        batch={batch}
        queue={queue}
        order={order}
        counts={{ check: check.rows.length, all: all.rows.length }}
        at={rows.indexOf(row) + 1}
        total={rows.length}
        verified={verified}
        onQueue={(next) => change({ queue: next })}
        onOrder={(next) => change({ order: next })}
        onKeys={() => setHelping(true)}
      />
    </Review>
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
