import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';

import { makeField as makeReading, makeRow } from '../results/make-row.suite.ts';
import { BATCH, fakeApi, list, makeBatch, makeField, PATH } from '../testing/fake-api.suite.ts';
import { outcome, progress } from '../testing/fake-socket.suite.ts';
import { renderAt } from '../testing/render-at.suite.tsx';

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});
const WAIT = { timeout: 15_000 };
const open = () => renderAt(`/batches/${BATCH}/process`);
const quiet = { [`GET ${PATH}/files`]: () => list([]), [`GET ${PATH}/results`]: () => [] };

describe('watching a batch being read', () => {
  it('moves with every message, and shows the card read last with its values', async () => {
    const batch = makeBatch({ status: 'running', fields: [makeField('Titel')] }, { seq: 1, current: 1 });
    fakeApi({ ...quiet, [`GET ${PATH}`]: () => batch });
    const { wire } = open();
    wire.answer(() => ({ ok: true, progress: batch.progress, missed: [], truncated: false }));
    act(() => wire.fire('connect'));
    await screen.findByRole('progressbar', undefined, WAIT);
    const reading = { value: 'Missa brevis', confidence: 90, source: 'label', verdict: 'ok' } as const;
    const last = { ...outcome(2), batch: BATCH, fields: { titel: reading } };
    act(() => {
      wire.fire('card', last);
      wire.fire(
        'progress',
        progress(2, { batch: BATCH, total: 3, current: 2, percentage: 66, lastResult: last }),
      );
    });
    await waitFor(
      () => expect(screen.getByRole('progressbar').getAttribute('aria-valuetext')).toBe('2 of 3'),
      WAIT,
    );
    expect(await screen.findByText('Missa brevis', undefined, WAIT)).toBeDefined();
  });

  it('raises what asks for a check in the drawer, also what is heard only now, and leads there by arrows', async () => {
    const batch = makeBatch({ status: 'running' }, { seq: 3, total: 4, current: 3, succeeded: 2, failed: 1 });
    const ids = [1, 2, 3, 4].map((n): [number, string] => [n, outcome(n).cardId]);
    const calls = fakeApi({
      ...quiet,
      [`GET ${PATH}`]: () => batch,
      [`GET ${PATH}/review/cards`]: () => ({
        cards: [
          [1, 90],
          [2, 40],
        ],
        check: [2],
        verified: [],
        notRead: [3],
        waiting: [4],
        run: { cards: ids, open: [4], cancelled: [] },
      }),
    });
    const { wire, router } = open();
    wire.answer(() => ({ ok: true, progress: batch.progress, missed: [], truncated: false }));
    act(() => wire.fire('connect'));
    const strip = await screen.findByRole('slider', { name: /drawer/i }, WAIT);
    expect(await screen.findByText(/To check/, undefined, WAIT)).toBeDefined();
    const unsure = { value: 'Bach', confidence: 12, source: 'label', verdict: 'ok' } as const;
    const last = { ...outcome(4), batch: BATCH, fields: { titel: unsure } };
    act(() => wire.fire('card', last));
    await waitFor(() => {
      fireEvent.keyDown(strip, { key: 'End' });
      expect(strip.getAttribute('aria-valuetext')).toBe('Card 4: to check');
    }, WAIT);
    fireEvent.keyDown(strip, { key: 'ArrowLeft' });
    expect(strip.getAttribute('aria-valuetext')).toBe('Card 3: not read');
    fireEvent.keyDown(strip, { key: 'ArrowLeft' });
    expect(strip.getAttribute('aria-valuetext')).toBe('Card 2: to check');
    fireEvent.keyDown(strip, { key: 'Enter' });
    await waitFor(() => expect(router.state.location.search).toBe('?card=2'), WAIT);
    // One question for the whole drawer, not one for every few hundred cards.
    expect(calls.filter(({ path }) => path.endsWith('/review/cards'))).toHaveLength(1);
  });

  it('says that the line is lost, and keeps the figures', async () => {
    const batch = makeBatch({ status: 'running' }, { current: 2 });
    fakeApi({ ...quiet, [`GET ${PATH}`]: () => batch });
    const { wire } = open();
    await screen.findByRole('progressbar', undefined, WAIT);
    act(() => wire.fire('connect'));
    act(() => wire.fire('disconnect'));
    expect(await screen.findByText(/Live updates are reconnecting/)).toBeDefined();
    expect(screen.getByRole('progressbar').getAttribute('aria-valuetext')).toBe('2 of 3');
  });

  it('shows an end also when nothing could be read, with its reason', async () => {
    const error = { code: 'model_missing', message: '' } as const;
    fakeApi({
      ...quiet,
      [`GET ${PATH}`]: () => makeBatch({ status: 'failed' }, { error, cancelled: 3, percentage: 100 }),
    });
    open();
    expect(await screen.findByText('Stopped', undefined, WAIT)).toBeDefined();
    expect(screen.getByText(/A language of this batch is not installed/)).toBeDefined();
    expect(screen.getByRole('button', { name: 'Resume' })).toBeDefined();
  });

  it('says that no worker is running, while anything is left to read', async () => {
    fakeApi({ ...quiet, [`GET ${PATH}`]: () => makeBatch({ status: 'queued' }, { workers: 0 }) });
    open();
    expect(await screen.findByText(/No worker is running/, undefined, WAIT)).toBeDefined();
  });

  it('takes a failed card again in its place, and says there how it went', async () => {
    const failed = makeRow({
      position: 2,
      seq: 2,
      status: 'failed',
      error: { code: 'image_corrupt', message: '' },
    });
    let rows = [failed];
    const batch = makeBatch({ status: 'running', run: 1 }, { seq: 2, current: 2, failed: 1 });
    fakeApi({
      ...quiet,
      [`GET ${PATH}`]: () => batch,
      [`GET ${PATH}/results`]: ({ query }) => (query.get('status') === 'failed' ? rows : []),
      [`POST ${PATH}/retry-image/card-2.jpg`]: () => {
        rows = [];
        return { batch: BATCH, changed: 1 };
      },
    });
    const { wire } = open();
    wire.answer(() => ({ ok: true, progress: batch.progress, missed: [], truncated: false }));
    act(() => wire.fire('connect'));
    fireEvent.click(await screen.findByRole('button', { name: 'Read card-2.jpg again' }, WAIT));
    const list = screen.getByRole('region', { name: 'Not read' });
    expect(await within(list).findByText('Waiting', undefined, WAIT)).toBeDefined();
    // The number at which it failed is no answer; the next one is.
    act(() =>
      wire.fire('card', { ...outcome(3), batch: BATCH, cardId: failed.cardId, filename: 'card-2.jpg' }),
    );
    expect(await within(list).findByText('Read', undefined, WAIT)).toBeDefined();
    expect(within(list).getByText('card-2.jpg')).toBeDefined();
  });

  it('holds the feed while somebody reads in it, and counts what is new', async () => {
    const batch = makeBatch({ status: 'running', fields: [makeField('Titel')] }, { seq: 1, current: 1 });
    const reading = (value: string) =>
      ({ titel: { value, confidence: 90, source: 'label', verdict: 'ok' } }) as const;
    fakeApi({
      ...quiet,
      [`GET ${PATH}`]: () => batch,
      [`GET ${PATH}/results`]: ({ query }) =>
        query.get('until') === '1'
          ? [makeRow({ seq: 1, fields: { titel: makeReading({ value: 'Missa brevis' }) } })]
          : [],
    });
    const { wire } = open();
    wire.answer(() => ({ ok: true, progress: batch.progress, missed: [], truncated: false }));
    act(() => wire.fire('connect'));
    const feed = await screen.findByRole('region', { name: 'Latest cards' }, WAIT);
    fireEvent.pointerEnter(feed.closest('.proc-side') ?? feed, { pointerType: 'mouse' });
    act(() => {
      for (const seq of [2, 3])
        wire.fire('card', { ...outcome(seq), batch: BATCH, fields: reading(`Nr. ${seq}`) });
    });
    fireEvent.click(await screen.findByRole('button', { name: '2 new' }, WAIT));
    await waitFor(() => expect(screen.queryByRole('button', { name: '2 new' })).toBeNull(), WAIT);
  });

  it('says what is waited for', async () => {
    fakeApi({
      ...quiet,
      [`GET ${PATH}`]: () => makeBatch({ status: 'running' }, { waiting: 'storage_unavailable' }),
    });
    open();
    expect(await screen.findByText(/The image store does not answer/, undefined, WAIT)).toBeDefined();
  });

  it('stops the run that the person is looking at, without a question', async () => {
    const calls = fakeApi({
      ...quiet,
      [`GET ${PATH}`]: () => makeBatch({ status: 'running', run: 4 }),
      [`POST ${PATH}/cancel`]: () => ({ batch: BATCH, changed: 3 }),
    });
    open();
    fireEvent.click(await screen.findByRole('button', { name: 'Stop reading' }, WAIT));
    await waitFor(
      () => expect(calls.find(({ method }) => method === 'POST')?.body).toEqual({ run: 4 }),
      WAIT,
    );
  });
});
