import { cleanup, renderHook, waitFor } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';

import { makeRow } from './make-row.suite.ts';
import { useOrder } from './use-order.ts';
import { chooseRows, type Sort } from './view.ts';

afterEach(cleanup);
const collator = new Intl.Collator('en', { numeric: true });
const row = (position: number, filename: string) => makeRow({ position, filename });

it('keeps the order there is until the texts of the next are placed, and places what comes later', async () => {
  const rows = [row(1, 'b10.jpg'), row(2, 'b9.jpg'), row(3, 'a.jpg')];
  const { result, rerender } = renderHook(({ some, sort }) => useOrder(some, sort, collator), {
    initialProps: { some: rows, sort: 'confidence' as Sort },
  });
  expect(result.current.sort).toBe('confidence');
  rerender({ some: rows, sort: 'name' });
  expect(result.current.sort).toBe('confidence');
  const names = (some: typeof rows) =>
    chooseRows(some, { filter: 'all', q: '' }, result.current).map(({ filename }) => filename);
  await waitFor(() => expect(result.current.sort).toBe('name'));
  expect(names(rows)).toEqual(['a.jpg', 'b9.jpg', 'b10.jpg']);
  const more = [...rows, row(4, 'b1.jpg')];
  rerender({ some: more, sort: 'name' });
  await waitFor(() => expect(names(more)).toEqual(['a.jpg', 'b1.jpg', 'b9.jpg', 'b10.jpg']));
  rerender({ some: more, sort: 'position' });
  expect(result.current.sort).toBe('position');
});
