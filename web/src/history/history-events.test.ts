import type { BatchEvent } from '@cardmill/contracts';
import { describe, expect, it } from 'vitest';

import type { HistoryFilter } from '../api/batches.ts';
import { makeBatch } from '../testing/fake-api.suite.ts';
import { applyEvents, type Pages } from './history-events.ts';

const NEWEST: HistoryFilter = { q: '', status: '', station: '', sort: 'newest' };
const batch = (name: string, change: Parameters<typeof makeBatch>[0] = {}) => ({
  ...makeBatch(change),
  name,
  createdAt: `2026-11-21T08:00:0${name.length}.000Z`,
});
const pages = (names: string[], next: string | null = null): Pages => ({
  pages: [{ items: names.map((name) => batch(name)), next, draftDays: 0 }],
  pageParams: [undefined],
});
const heard = (...events: BatchEvent[]) => new Map(events.map((event) => [event.name, event]));
const names = (after: { pages: Pages }) =>
  after.pages.pages.flatMap(({ items }) => items.map(({ name }) => name));

describe('news of batches', () => {
  it('change their own row only', () => {
    const before = pages(['aaa', 'aa']);
    const after = applyEvents(before, heard(batch('aa', { title: 'Renamed' })), NEWEST);
    expect(after.behind).toBe(false);
    expect(after.pages.pages[0]?.items[0]).toBe(before.pages[0]?.items[0]);
    expect(after.pages.pages[0]?.items[1]?.title).toBe('Renamed');
  });

  it('put a new batch on top without asking the server, unless the filter leaves it out', () => {
    expect(names(applyEvents(pages(['aa']), heard(batch('aaa')), NEWEST))).toEqual(['aaa', 'aa']);
    const other = applyEvents(pages(['aa']), heard(batch('aaa')), { ...NEWEST, q: 'tape' });
    expect(names(other)).toEqual(['aa']);
    expect(other.behind).toBe(false);
  });

  it('leave a batch alone that comes with a later page', () => {
    const after = applyEvents(pages(['aaaa', 'aaa'], 'aaa'), heard(batch('a')), NEWEST);
    expect(names(after)).toEqual(['aaaa', 'aaa']);
    expect(after.behind).toBe(false);
  });

  it('ask the server where a batch belongs in another order', () => {
    expect(applyEvents(pages(['aa']), heard(batch('aaa')), { ...NEWEST, sort: 'title' }).behind).toBe(true);
  });

  it('take a deleted batch away', () => {
    expect(names(applyEvents(pages(['aa', 'a']), heard({ name: 'aa', deleted: true }), NEWEST))).toEqual([
      'a',
    ]);
  });
});
