import type { SearchHit } from '@cardmill/contracts';
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';

import { BATCH, fakeApi, list, problem } from '../testing/fake-api.suite.ts';
import { renderAt } from '../testing/render-at.suite.tsx';

vi.mock('../viewer/viewer.tsx', () => ({
  Viewer: ({ words, lit }: { words: readonly { text: string }[]; lit: { words: readonly number[] } }) => (
    <div data-testid="viewer">{lit.words.map((place) => words[place]?.text).join(' ')}</div>
  ),
}));
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});
const WAIT = { timeout: 15_000 };
const SEARCH = 'GET /api/v1/search';

const makeHit = (n: number, change: Partial<SearchHit> = {}): SearchHit => ({
  cardId: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
  batch: { name: BATCH, title: 'Drawer 14', station: 'Desk 2', createdAt: '2026-11-21T08:00:00.000Z' },
  filename: `${n}.jpg`,
  name: [{ text: `${n}.jpg`, hit: false }],
  page: 1,
  position: n,
  seq: n,
  status: 'succeeded',
  match: 'exact',
  snippet: [
    { text: 'by ', hit: false },
    { text: `Müller ${n}`, hit: true },
  ],
  fields: [
    {
      key: 'title',
      label: 'Title',
      parts: [{ text: '<img src=x onerror=alert(1)>', hit: false }],
      edited: true,
      hit: false,
    },
  ],
  boxes: [{ text: `Müller ${n}`, x: 1, y: 2, width: 3, height: 4 }],
  ...change,
});
const links = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>('[data-hit]')];

describe('finding cards', () => {
  it('begins with what can be searched for; an example is a search', async () => {
    const calls = fakeApi({ [SEARCH]: () => list([makeHit(1)]) });
    const { router } = renderAt('/find');
    const input = await screen.findByRole('searchbox', { name: 'Find cards' }, WAIT);
    await waitFor(() => expect(document.activeElement).toBe(input), WAIT);
    expect(calls.some(({ path }) => path.includes('/search'))).toBe(false);
    fireEvent.click(screen.getByRole('button', { name: 'Müller' }));
    expect(await screen.findByText('Müller 1', { selector: 'mark' }, WAIT)).toBeDefined();
    expect(router.state.location.search).toBe('?q=M%C3%BCller');
  });

  it('asks once after a pause, and never sends what cannot be typed', async () => {
    const calls = fakeApi({ [SEARCH]: () => list([]) });
    renderAt('/find');
    const input = await screen.findByRole('searchbox', undefined, WAIT);
    for (const value of ['B', 'Ba', 'Bac', 'Bach\u0000\n']) fireEvent.change(input, { target: { value } });
    expect(await screen.findByText(/No card has “Bach/, undefined, WAIT)).toBeDefined();
    const asked = calls.filter(({ path }) => path.includes('/search'));
    expect(asked).toHaveLength(1);
    expect(asked[0]?.query.get('q')?.trim()).toBe('Bach');
  });

  it('goes by keyboard: down to the hits, Enter opens with the words lit, Esc goes back to the row', async () => {
    fakeApi({ [SEARCH]: () => list([makeHit(1), makeHit(2), makeHit(3, { match: 'similar' })]) });
    const { router } = renderAt('/find?q=M%C3%BCller');
    await screen.findByText('Müller 2', undefined, WAIT);
    expect(screen.getByRole('heading', { name: 'May have been misread' })).toBeDefined();
    fireEvent.keyDown(screen.getByRole('searchbox'), { key: 'ArrowDown' });
    expect(document.activeElement).toBe(links()[0]);
    fireEvent.keyDown(links()[0] ?? document.body, { key: 'ArrowDown' });
    expect(document.activeElement).toBe(links()[1]);
    // Enter on a link is a click.
    fireEvent.click(links()[1] ?? document.body);
    expect((await screen.findByTestId('viewer')).textContent).toBe('Müller 2');
    expect(router.state.location.search).toContain(`hit=${makeHit(2).cardId}`);
    expect(screen.getByRole('link', { name: 'Verify this card' }).getAttribute('href')).toBe(
      `/batches/${BATCH}/verify?card=2&queue=all`,
    );
    fireEvent.keyDown(links()[1] ?? document.body, { key: 'ArrowDown' });
    await waitFor(() => expect(screen.getByTestId('viewer').textContent).toBe('Müller 3'));
    fireEvent.keyDown(screen.getByRole('region', { name: /Card 3/ }), { key: 'Escape' });
    await waitFor(() => expect(screen.queryByTestId('viewer')).toBeNull());
    expect(document.activeElement).toBe(links()[2]);
  });

  it('shows a hit that a reload finds beyond the first page, and says when it is gone', async () => {
    const calls = fakeApi({
      [SEARCH]: ({ query }) => list(query.get('card') === null ? [makeHit(1)] : [makeHit(77)]),
    });
    renderAt(`/find?q=M%C3%BCller&hit=${makeHit(77).cardId}`);
    expect((await screen.findByTestId('viewer', undefined, WAIT)).textContent).toBe('Müller 77');
    expect(calls.some(({ query }) => query.get('card') === makeHit(77).cardId)).toBe(true);
    cleanup();
    fakeApi({ [SEARCH]: ({ query }) => list(query.get('card') === null ? [makeHit(1)] : []) });
    renderAt(`/find?q=M%C3%BCller&hit=${makeHit(78).cardId}`);
    expect(await screen.findByText('These words are no longer on this card.', undefined, WAIT)).toBeDefined();
  });

  it('is kept to the cards in one state, and shows one that could not be read by its file name', async () => {
    const failed = makeHit(4, {
      status: 'failed',
      snippet: [],
      fields: [],
      boxes: [],
      name: [{ text: 'lade-4.jpg', hit: true }],
    });
    const calls = fakeApi({ [SEARCH]: () => list([failed]) });
    const { router } = renderAt('/find?q=lade-4');
    const states = await screen.findByRole('combobox', { name: 'State' }, WAIT);
    fireEvent.change(states, { target: { value: 'failed' } });
    await waitFor(() => expect(calls.at(-1)?.query.get('state')).toBe('failed'), WAIT);
    expect(router.state.location.search).toContain('state=failed');
    expect(await screen.findByText('lade-4.jpg', { selector: 'mark' }, WAIT)).toBeDefined();
    expect(screen.getAllByText('Not read').length).toBeGreaterThan(1);
    fireEvent.click(links()[0] ?? document.body);
    expect(await screen.findByRole('link', { name: 'Show in results' }, WAIT)).toBeDefined();
    // There is nothing to verify on it.
    expect(screen.queryByRole('link', { name: 'Verify this card' })).toBeNull();
  });

  it('gives more on demand, each card once', async () => {
    fakeApi({
      [SEARCH]: ({ query }) =>
        query.get('after') === null
          ? { items: [makeHit(1), makeHit(2)], next: 'exact.x.2' }
          : list([makeHit(2), makeHit(3)]),
    });
    renderAt('/find?q=M%C3%BCller');
    fireEvent.click(await screen.findByRole('button', { name: 'Show more hits' }, WAIT));
    await waitFor(() => expect(links()).toHaveLength(3), WAIT);
  });

  it('says what went wrong', async () => {
    fakeApi({ [SEARCH]: () => problem('internal', 500) });
    renderAt('/find?q=Bach');
    expect(await screen.findByRole('alert', undefined, WAIT)).toBeDefined();
    expect(screen.getByRole('button', { name: 'Try again' })).toBeDefined();
  });

  it('shows a value as the text it is', async () => {
    fakeApi({ [SEARCH]: () => list([makeHit(1)]) });
    renderAt('/find?q=Bach', 'de');
    expect(await screen.findByText('<img src=x onerror=alert(1)>', undefined, WAIT)).toBeDefined();
    expect(document.querySelector('img[src="x"]')).toBeNull();
    expect(screen.getByRole('heading', { name: 'Suchen' })).toBeDefined();
    expect(screen.getByRole('heading', { name: 'Wie eingegeben' })).toBeDefined();
  });
});
