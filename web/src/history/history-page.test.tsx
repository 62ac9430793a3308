import { act, cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';

import { BATCH, fakeApi, list, makeBatch, PATH, problem } from '../testing/fake-api.suite.ts';
import { progress } from '../testing/fake-socket.suite.ts';
import { renderAt } from '../testing/render-at.suite.tsx';

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});
const WAIT = { timeout: 15_000 };
const LIST = 'GET /api/v1/batches';

describe('the history', () => {
  it('says why a batch stopped and what to do, and resumes it', async () => {
    const error = { code: 'storage_full', message: 'full' } as const;
    const batch = makeBatch({ status: 'cancelled' }, { error, cancelled: 2 });
    const calls = fakeApi({
      [LIST]: () => list([batch]),
      [`POST ${PATH}/resume`]: () => ({ batch: BATCH, changed: 2 }),
    });
    renderAt('/history');
    expect(
      await screen.findByText(/The disk is full\. Ask the operator to make room/, undefined, WAIT),
    ).toBeDefined();
    fireEvent.click(screen.getByRole('button', { name: 'Resume' }));
    await waitFor(
      () => expect(calls.find(({ method }) => method === 'POST')?.body).toEqual({ run: 1 }),
      WAIT,
    );
  });

  it('deletes only after a question whose harmless answer has the focus', async () => {
    let items = [makeBatch()];
    const calls = fakeApi({
      [LIST]: () => list(items),
      [`DELETE ${PATH}`]: () => {
        items = [];
        return undefined;
      },
    });
    renderAt('/history');
    const deletions = () => calls.filter(({ method }) => method === 'DELETE').length;
    const ask = async () => {
      fireEvent.click(await screen.findByRole('button', { name: /^More: Drawer 14/ }, WAIT));
      fireEvent.click(screen.getByRole('menuitem', { name: 'Delete' }));
    };
    await ask();
    expect(screen.getByText(/3 cards, their images and everything edited/)).toBeDefined();
    fireEvent.click(screen.getByRole('button', { name: 'Keep' }));
    expect(deletions()).toBe(0);
    await ask();
    fireEvent.click(screen.getByRole('button', { name: 'Delete batch' }));
    await waitFor(() => expect(deletions()).toBe(1), WAIT);
    expect(await screen.findByText('No batch yet', undefined, WAIT)).toBeDefined();
  });

  it('says a refusal where it happened', async () => {
    const batch = makeBatch({ status: 'running' });
    fakeApi({ [LIST]: () => list([batch]), [`POST ${PATH}/cancel`]: () => problem('run_changed', 409) });
    renderAt('/history');
    fireEvent.click(await screen.findByRole('button', { name: /^More: Drawer 14/ }, WAIT));
    fireEvent.click(screen.getByRole('menuitem', { name: 'Stop reading' }));
    expect(
      await screen.findByText(/Someone else started or stopped this batch/, undefined, WAIT),
    ).toBeDefined();
  });

  it('follows what happens elsewhere', async () => {
    fakeApi({ [LIST]: () => list([makeBatch({ status: 'running' }, { current: 1 })]) });
    const { wire } = renderAt('/history');
    await screen.findByText('1 of 3 cards', undefined, WAIT);
    const { fields: _, ...summary } = makeBatch({ status: 'running' });
    act(() =>
      wire.fire('batch', { ...summary, progress: progress(5, { batch: BATCH, total: 3, current: 2 }) }),
    );
    expect(await screen.findByText('2 of 3 cards', undefined, WAIT)).toBeDefined();
    act(() => wire.fire('batch', { name: BATCH, deleted: true }));
    await waitFor(() => expect(screen.queryByText('Drawer 14')).toBeNull());
  });

  it('keeps search and filter in the address', async () => {
    const calls = fakeApi({ [LIST]: () => list([]) });
    const { router } = renderAt('/history?status=failed');
    await screen.findByText('No batch fits this search.', undefined, WAIT);
    expect(calls.at(-1)?.query.get('status')).toBe('failed');
    fireEvent.change(screen.getByRole('searchbox'), { target: { value: 'tape' } });
    await waitFor(() => expect(calls.at(-1)?.query.get('q')).toBe('tape'), WAIT);
    expect(router.state.location.search).toBe('?q=tape&status=failed');
  });

  it('is German as a whole when German is chosen', async () => {
    fakeApi({ [LIST]: () => list([makeBatch()]) });
    renderAt('/history', 'de');
    expect(await screen.findByText('3 Bilder, nicht gestartet', undefined, WAIT)).toBeDefined();
    expect(screen.getByRole('heading', { name: 'Verlauf' })).toBeDefined();
    expect(screen.getByRole('link', { name: 'Neuer Stapel' })).toBeDefined();
  });
});
