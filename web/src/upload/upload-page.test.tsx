import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { BATCH, fakeApi, list, makeBatch, PATH, problem } from '../testing/fake-api.suite.ts';
import { renderAt } from '../testing/render-at.suite.tsx';

beforeEach(() => {
  localStorage.clear();
  // Without a layout everything would have no height, and the list no rows.
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(800);
  vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(57);
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});
const WAIT = { timeout: 15_000 };
const card = (position: number, change: object = {}) => ({
  cardId: String(position),
  filename: `fa-${position}.jpg`,
  page: 1,
  position,
  state: 'ready',
  inspectedAt: '2026-11-21T08:15:00.000Z',
  width: 1480,
  height: 888,
  flags: [],
  error: null,
  ...change,
});
const image = (name: string): File => new File(['x'], name, { type: 'image/jpeg' });
const entry = (filename: string, change: object = {}) => ({
  batch: BATCH,
  files: [{ filename, outcome: 'accepted', cardId: crypto.randomUUID(), ...change }],
  accepted: 1,
  duplicates: 0,
  rejected: 0,
});
const nameSent = (body: unknown): string => {
  const file = body instanceof FormData ? body.get('files') : null;
  return file instanceof File ? file.name : '';
};
const give = async (...names: string[]) =>
  fireEvent.change(await screen.findByTestId('files', undefined, WAIT), {
    target: { files: names.map(image) },
  });

describe('uploading', () => {
  it('makes the batch with the first images, and lists what was not taken with its reason', async () => {
    const cards: object[] = [];
    const calls = fakeApi({
      'POST /api/v1/batches': () => makeBatch(),
      [`GET ${PATH}`]: () => makeBatch(),
      [`GET ${PATH}/files`]: () => list(cards),
      [`POST ${PATH}/files`]: ({ body }) => {
        const name = nameSent(body);
        if (name === 'fa-2.jpg') return entry(name, { outcome: 'rejected', code: 'empty_file' });
        cards.push(card(1));
        return entry(name);
      },
    });
    const { router } = renderAt('/new');
    fireEvent.change(await screen.findByPlaceholderText('What stands on the drawer', undefined, WAIT), {
      target: { value: 'Drawer 14' },
    });
    await give('fa-2.jpg', 'fa-1.jpg');
    await waitFor(() => expect(router.state.location.pathname).toBe(`/batches/${BATCH}/upload`), WAIT);
    expect(calls.find(({ method }) => method === 'POST')?.body).toMatchObject({ title: 'Drawer 14' });
    expect(
      await screen.findByText(/The file is empty\. Scan this card again\./, undefined, WAIT),
    ).toBeDefined();
    expect(await screen.findByText('1 card', undefined, WAIT)).toBeDefined();
    // The place goes with each file.
    const first = calls.find(({ body }) => nameSent(body) === 'fa-1.jpg')?.body;
    expect(first instanceof FormData && first.get('before')).toBe('["fa-2.jpg"]');
  });

  it('sends one file again, and all that failed', async () => {
    let works = false;
    fakeApi({
      [`GET ${PATH}`]: () => makeBatch(),
      [`GET ${PATH}/files`]: () => list([card(1)]),
      [`POST ${PATH}/files`]: ({ body }) =>
        works
          ? entry(nameSent(body))
          : entry(nameSent(body), { outcome: 'rejected', code: 'filename_taken' }),
    });
    renderAt(`/batches/${BATCH}/upload`);
    await give('a.jpg', 'b.jpg', 'c.jpg');
    const chip = await screen.findByRole('button', { name: 'Not taken 3' }, WAIT);
    works = true;
    fireEvent.click(await screen.findByRole('button', { name: 'Send a.jpg again' }, WAIT));
    await screen.findByRole('button', { name: 'Not taken 2' }, WAIT);
    fireEvent.click(chip);
    fireEvent.click(await screen.findByRole('button', { name: 'Send 2 again' }, WAIT));
    await screen.findByRole('button', { name: 'Not taken 0' }, WAIT);
  });

  it('says why it waits, pauses, and lets a waiting file be taken off the list', async () => {
    let away = true;
    const sent: string[] = [];
    fakeApi({
      [`GET ${PATH}`]: () => makeBatch(),
      [`GET ${PATH}/files`]: () => list([]),
      [`POST ${PATH}/files`]: ({ body }) => {
        if (away) return problem('storage_unavailable', 503);
        sent.push(nameSent(body));
        return entry(nameSent(body));
      },
    });
    renderAt(`/batches/${BATCH}/upload`);
    await give('1.jpg', '2.jpg', '3.jpg', '4.jpg', '5.jpg');
    await screen.findByText(
      /The image store does not answer\..*Sending goes on by itself\./,
      undefined,
      WAIT,
    );
    expect(screen.getByRole('progressbar').getAttribute('aria-valuetext')).toContain('Sending 0 of 5');
    fireEvent.click(screen.getByRole('button', { name: 'Take 5.jpg off this list' }));
    fireEvent.click(screen.getByRole('button', { name: 'Pause' }));
    away = false;
    dispatchEvent(new Event('online'));
    await screen.findByText('Paused.', undefined, WAIT);
    fireEvent.click(screen.getByRole('button', { name: 'Go on' }));
    await screen.findByText(/4 images sent/, undefined, WAIT);
    expect(sent.toSorted()).toEqual(['1.jpg', '2.jpg', '3.jpg', '4.jpg']);
  });

  it('draws only the rows in view of ten thousand files', async () => {
    fakeApi({
      [`GET ${PATH}`]: () => makeBatch(),
      [`GET ${PATH}/files`]: () => list([]),
      [`POST ${PATH}/files`]: () => new Promise(() => undefined),
    });
    renderAt(`/batches/${BATCH}/upload`);
    await give(...Array.from({ length: 10_000 }, (_, n) => `${n}.jpg`));
    await screen.findByText(/Sending 0 of 10,000/, undefined, WAIT);
    const rows = within(screen.getByRole('list', { name: 'Files, newest first' })).getAllByRole('listitem');
    expect(rows.length).toBeLessThan(60);
    expect(rows[0]?.getAttribute('aria-setsize')).toBe('10000');
  });
});

describe('the cards of a draft', () => {
  it('are the same after a reload; a bad scan is shown large and removed', async () => {
    let cards = [card(1), card(2, { flags: ['blurred'] }), card(3)];
    const calls = fakeApi({
      [`GET ${PATH}`]: () => makeBatch(),
      [`GET ${PATH}/files`]: () => list(cards),
      [`DELETE ${PATH}/files/fa-2.jpg`]: () => {
        cards = [card(1), card(3)];
        return undefined;
      },
    });
    renderAt(`/batches/${BATCH}/upload`);
    // Not the last one, and in front all the same: the card is still in the hand.
    const large = await screen.findByRole('region', { name: 'Last scan' }, WAIT);
    expect(await within(large).findByText(/Blurred\. Scan this card again\./, undefined, WAIT)).toBeDefined();
    fireEvent.click(screen.getByRole('button', { name: 'Remove fa-2.jpg' }));
    await waitFor(() => expect(screen.queryByRole('button', { name: 'Remove fa-2.jpg' })).toBeNull(), WAIT);
    expect(calls.filter(({ method }) => method === 'DELETE')).toHaveLength(1);
    expect(screen.getByText('2 cards')).toBeDefined();
    expect(within(large).getByText('fa-3.jpg')).toBeDefined();
  });

  it('keeps a flagged scan for good when told so', async () => {
    fakeApi({
      [`GET ${PATH}`]: () => makeBatch(),
      [`GET ${PATH}/files`]: () => list([card(1, { flags: ['blank'] }), card(2)]),
    });
    renderAt(`/batches/${BATCH}/upload`);
    fireEvent.click(await screen.findByRole('button', { name: 'Keep it' }, WAIT));
    const large = screen.getByRole('region', { name: 'Last scan' });
    expect(await within(large).findByText('fa-2.jpg', undefined, WAIT)).toBeDefined();
    cleanup();
    renderAt(`/batches/${BATCH}/upload`);
    await screen.findByText('2 cards', undefined, WAIT);
    expect(screen.queryByRole('button', { name: 'Keep it' })).toBeNull();
  });

  it('takes a new scan in the place of a flagged one', async () => {
    let cards = [card(1, { flags: ['blurred'] })];
    const calls = fakeApi({
      [`GET ${PATH}`]: () => makeBatch(),
      [`GET ${PATH}/files`]: () => list(cards),
      [`PUT ${PATH}/files/fa-1.jpg`]: () => {
        cards = [card(1)];
        return { filename: 'fa-1.jpg', outcome: 'accepted' };
      },
    });
    renderAt(`/batches/${BATCH}/upload`);
    await screen.findByRole('button', { name: 'New scan' }, WAIT);
    fireEvent.change(screen.getByTestId('replace'), { target: { files: [image('again.jpg')] } });
    await screen.findByText('New scan of fa-1.jpg is here', undefined, WAIT);
    expect(calls.filter(({ method }) => method === 'PUT')).toHaveLength(1);
    await waitFor(() => expect(screen.queryByText(/Blurred\./)).toBeNull(), WAIT);
  });

  it('has nothing to change in a started batch', async () => {
    fakeApi({
      [`GET ${PATH}`]: () => makeBatch({ status: 'completed' }),
      [`GET ${PATH}/files`]: () => list([card(1)]),
    });
    renderAt(`/batches/${BATCH}/upload`);
    await screen.findAllByText('fa-1.jpg', undefined, WAIT);
    expect(screen.queryByRole('button', { name: /^Remove/ })).toBeNull();
    expect(screen.queryByRole('button', { name: 'Files' })).toBeNull();
  });
});
