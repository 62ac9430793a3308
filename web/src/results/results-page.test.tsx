import { cleanup, fireEvent, screen } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';

import { BATCH, fakeApi, makeBatch, PATH } from '../testing/fake-api.suite.ts';
import { renderAt } from '../testing/render-at.suite.tsx';
import { makeRow } from './make-row.suite.ts';

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});
const WAIT = { timeout: 15_000 };
const rows = Array.from({ length: 40 }, (_, n) => makeRow({ position: n + 1 }));

it('says that no card fits only when every card was searched', async () => {
  const never = new Promise<unknown>(() => undefined);
  fakeApi({
    [`GET ${PATH}`]: () => makeBatch({ status: 'completed' }),
    [`GET ${PATH}/results`]: ({ query }) => (query.get('after') === '0' ? rows : never),
  });
  renderAt(`/batches/${BATCH}/results?q=nowhere`);
  expect(await screen.findByRole('button', { name: 'All 40' }, WAIT)).toBeDefined();
  expect(screen.getByRole('status', { name: 'Loading' })).toBeDefined();
  expect(screen.queryByText('No card fits this search.')).toBeNull();
});

it('begins with the choice of the address, and clears it in one go', async () => {
  fakeApi({
    [`GET ${PATH}`]: () => makeBatch({ status: 'completed' }),
    [`GET ${PATH}/results`]: ({ query }) => (query.get('after') === '0' ? rows.slice(0, 3) : []),
  });
  const { router } = renderAt(`/batches/${BATCH}/results?q=nowhere&filter=edited&sort=name`);
  fireEvent.click(await screen.findByRole('button', { name: 'Clear search and filter' }, WAIT));
  await vi.waitFor(() => expect(router.state.location.search).toBe('?sort=name'), WAIT);
});
