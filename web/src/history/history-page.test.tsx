import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { BATCH, fakeApi, list, makeBatch, PATH, problem } from '../testing/fake-api.suite.ts';
import { progress } from '../testing/fake-socket.suite.ts';
import { renderAt } from '../testing/render-at.suite.tsx';

beforeEach(() => {
  // Nothing has a size here; without one the list would show no row.
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(800);
  vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(79);
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
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
    fireEvent.click(screen.getByRole('button', { name: 'Resume: Drawer 14' }));
    await waitFor(
      () => expect(calls.find(({ method }) => method === 'POST')?.body).toEqual({ run: 1 }),
      WAIT,
    );
  });

  it('shows a title as the text it is', async () => {
    const title = '<img src=x onerror=alert(1)>';
    fakeApi({ [LIST]: () => list([makeBatch({ title, station: '<b>Desk</b>' })]) });
    renderAt('/history');
    expect(await screen.findByRole('link', { name: title }, WAIT)).toBeDefined();
    expect(screen.getAllByText('<b>Desk</b>').length).toBeGreaterThan(0);
    expect(document.querySelector('img[src="x"], main b')).toBeNull();
  });

  it('says how many there are of each status, whatever the list is kept to', async () => {
    const counts = { draft: 2, queued: 1, running: 3, completed: 1_200, failed: 0, cancelled: 4 };
    const calls = fakeApi({
      [LIST]: ({ query }) => ({
        items: [],
        next: null,
        ...(query.get('include') === 'counts' ? { counts } : {}),
      }),
    });
    renderAt('/history?status=failed&q=Bach');
    const states = within(await screen.findByRole('group', { name: 'Status' }, WAIT));
    expect(await states.findByRole('button', { name: 'All 1,210' }, WAIT)).toBeDefined();
    expect(states.getByRole('button', { name: 'Failed 0' }).getAttribute('aria-pressed')).toBe('true');
    const asked = calls.filter(({ query }) => query.get('include') === 'counts');
    expect(asked.map(({ query }) => [query.get('q'), query.get('status')])).toEqual([['Bach', null]]);
  });

  describe('deleting', () => {
    const remove = async (): Promise<void> => {
      fireEvent.click(await screen.findByRole('button', { name: /^More: Drawer 14/ }, WAIT));
      fireEvent.click(screen.getByRole('menuitem', { name: 'Delete' }));
    };
    const setUp = (answer: () => unknown = () => undefined) => {
      const calls = fakeApi({ [LIST]: () => list([makeBatch()]), [`DELETE ${PATH}`]: answer });
      const shown = renderAt('/history');
      return { ...shown, deletions: () => calls.filter(({ method }) => method === 'DELETE').length };
    };

    it('takes the row away at once, and gives it back on “Undo” without having deleted anything', async () => {
      const { deletions } = setUp();
      await remove();
      expect(await screen.findByText('“Drawer 14” deleted')).toBeDefined();
      expect(screen.queryByRole('link', { name: 'Drawer 14' })).toBeNull();
      fireEvent.click(screen.getByRole('button', { name: 'Undo' }));
      expect(await screen.findByRole('link', { name: 'Drawer 14' })).toBeDefined();
      expect(screen.queryByText('“Drawer 14” deleted')).toBeNull();
      await remove();
      fireEvent.keyDown(document.body, { key: 'z', ctrlKey: true });
      expect(await screen.findByRole('link', { name: 'Drawer 14' })).toBeDefined();
      expect(deletions()).toBe(0);
    });

    it('leaves the focus at the row that came in its place', async () => {
      const other = { ...makeBatch({ title: 'Drawer 13' }), name: BATCH.replace('14', '13') };
      fakeApi({ [LIST]: () => list([makeBatch(), other]) });
      renderAt('/history');
      const more = await screen.findByRole('button', { name: /^More: Drawer 14/ }, WAIT);
      more.focus();
      await remove();
      await waitFor(() =>
        expect(document.activeElement).toBe(screen.getByRole('link', { name: 'Drawer 13' })),
      );
    });

    it('is done when its time is over, and not before', async () => {
      const { deletions } = setUp();
      await screen.findByRole('link', { name: 'Drawer 14' }, WAIT);
      vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
      try {
        fireEvent.click(screen.getByRole('button', { name: /^More: Drawer 14/ }));
        fireEvent.click(screen.getByRole('menuitem', { name: 'Delete' }));
        act(() => void vi.advanceTimersByTime(5_000));
        // Whoever rests on it is given time.
        fireEvent.focus(screen.getByRole('button', { name: 'Undo' }));
        act(() => void vi.advanceTimersByTime(60_000));
        expect(deletions()).toBe(0);
        fireEvent.blur(screen.getByRole('button', { name: 'Undo' }));
        act(() => void vi.advanceTimersByTime(1_100));
        expect(deletions()).toBe(1);
      } finally {
        vi.useRealTimers();
      }
    });

    it('is done at once when the page is closed or left', async () => {
      const { deletions, router } = setUp();
      await remove();
      act(() => void dispatchEvent(new Event('pagehide')));
      expect(deletions()).toBe(1);
      cleanup();
      const second = setUp();
      await remove();
      await act(() => second.router.navigate('/nowhere'));
      await waitFor(() => expect(second.deletions()).toBe(1), WAIT);
      expect(screen.queryByRole('button', { name: 'Undo' })).toBeNull();
      expect(router.state.location.pathname).toBe('/history');
    });

    it('shows the batch again when it was refused, and why', async () => {
      setUp(() => problem('database_unavailable', 503));
      await remove();
      act(() => void dispatchEvent(new Event('pagehide')));
      expect(await screen.findByRole('link', { name: 'Drawer 14' }, WAIT)).toBeDefined();
      expect(screen.getByRole('alert').textContent).toMatch(/database/i);
    });
  });

  it('says of a draft that was left lying since when, and when it will be deleted', async () => {
    const touched = new Date(Date.now() - 3 * 86_400_000);
    const draft = makeBatch({ status: 'draft' }, { status: 'draft', updatedAt: touched.toISOString() });
    fakeApi({ [LIST]: () => ({ items: [draft], next: null, draftDays: 30 }) });
    renderAt('/history');
    const day = (date: Date): string =>
      new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long' }).format(date);
    expect(await screen.findByText(`left since ${day(touched)}`, undefined, WAIT)).toBeDefined();
    expect(screen.getByText(/if nobody touches it/)).toBeDefined();
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
    const lists = () => calls.filter(({ query }) => query.get('status') === 'failed');
    expect(lists()).toHaveLength(1);
    fireEvent.change(screen.getByRole('searchbox'), { target: { value: 'tape' } });
    await waitFor(() => expect(lists().at(-1)?.query.get('q')).toBe('tape'), WAIT);
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
