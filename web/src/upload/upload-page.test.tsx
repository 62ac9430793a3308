import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';

import { BATCH, fakeApi, list, makeBatch, PATH } from '../testing/fake-api.suite.ts';
import { renderAt } from '../testing/render-at.suite.tsx';

afterEach(() => {
  cleanup();
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

describe('uploading', () => {
  it('makes the batch with the first images, and lists what was not taken with its reason', async () => {
    const cards: object[] = [];
    const calls = fakeApi({
      'POST /api/v1/batches': () => makeBatch(),
      [`GET ${PATH}`]: () => makeBatch(),
      [`GET ${PATH}/files`]: () => list(cards),
      [`POST ${PATH}/files`]: () => {
        cards.push(card(1));
        const files = [
          { filename: 'fa-1.jpg', outcome: 'accepted' },
          { filename: 'fa-2.jpg', outcome: 'rejected', code: 'empty_file' },
        ];
        return { batch: BATCH, files, accepted: 1, duplicates: 0, rejected: 1 };
      },
    });
    const { router } = renderAt('/new');
    fireEvent.change(await screen.findByPlaceholderText('What stands on the drawer', undefined, WAIT), {
      target: { value: 'Drawer 14' },
    });
    fireEvent.change(screen.getByTestId('files'), {
      target: { files: [image('fa-1.jpg'), image('fa-2.jpg')] },
    });
    await waitFor(() => expect(router.state.location.pathname).toBe(`/batches/${BATCH}/upload`), WAIT);
    expect(calls.find(({ method }) => method === 'POST')?.body).toMatchObject({ title: 'Drawer 14' });
    expect(
      await screen.findByText(/The file is empty\. Scan this card again\./, undefined, WAIT),
    ).toBeDefined();
    expect(await screen.findByText('1 card', undefined, WAIT)).toBeDefined();
  });

  it('shows the same files after a reload, warns of a bad scan, and removes it', async () => {
    let cards = [card(1), card(2, { flags: ['blurred'] })];
    const calls = fakeApi({
      [`GET ${PATH}`]: () => makeBatch(),
      [`GET ${PATH}/files`]: () => list(cards),
      [`DELETE ${PATH}/files/fa-2.jpg`]: () => {
        cards = [card(1)];
        return undefined;
      },
    });
    renderAt(`/batches/${BATCH}/upload`);
    expect(await screen.findAllByText(/Blurred\. Scan this card again\./, undefined, WAIT)).not.toHaveLength(
      0,
    );
    fireEvent.click(screen.getByRole('button', { name: 'Remove fa-2.jpg' }));
    await waitFor(() => expect(screen.queryByRole('button', { name: 'Remove fa-2.jpg' })).toBeNull(), WAIT);
    expect(calls.filter(({ method }) => method === 'DELETE')).toHaveLength(1);
    expect(screen.getByText('1 card')).toBeDefined();
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
