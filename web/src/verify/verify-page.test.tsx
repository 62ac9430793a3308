import { groupsOf, sureness } from '@cardmill/extraction/evaluation';
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { needsCheck } from '../results/check.ts';
import { makeField as makeReading, makeRow } from '../results/make-row.suite.ts';
import { BATCH, type Call, fakeApi, makeBatch, makeField, PATH, problem } from '../testing/fake-api.suite.ts';
import { renderAt } from '../testing/render-at.suite.tsx';

beforeEach(() => {
  Element.prototype.scrollIntoView = () => undefined;
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});
const WAIT = { timeout: 15_000 };
const mark = { by: null, at: '2026-11-21T09:14:00.000Z' };
const word = (text: string, x: number, confidence = 90) => ({
  text,
  confidence,
  x,
  y: 10,
  width: 90,
  height: 20,
});
const first = makeRow({
  position: 1,
  version: 3,
  words: [word('Missa', 10), word('brevls', 110, 41)],
  fields: {
    titel: makeReading({ value: 'Missa brevls', confidence: 41, words: [0, 1] }),
    jahr: makeReading({ value: '1749' }),
  },
});
const second = makeRow({
  position: 2,
  fields: {
    titel: makeReading({ value: 'Fuge', confidence: 50 }),
    'titel#2': makeReading({ value: 'Toccata' }),
  },
});
const sure = makeRow({ position: 3, fields: { titel: makeReading({ value: 'Die Schöpfung' }) } });

function open(
  patch: (call: Call) => unknown,
  rows = [second, first, sure],
  fields = [makeField('Titel'), makeField('Jahr')],
) {
  const calls = fakeApi({
    [`GET ${PATH}`]: () =>
      makeBatch({ status: 'completed', fields }, { current: 3, succeeded: 3, percentage: 100 }),
    [`GET ${PATH}/results`]: ({ query }) => {
      const after = Number(query.get('after') ?? 0);
      const asked = rows.filter((row) => row.position > after).toSorted((a, b) => a.position - b.position);
      return asked.slice(0, Number(query.get('limit') ?? 500));
    },
    [`GET ${PATH}/review/cards`]: () => ({
      cards: rows
        .toSorted((a, b) => a.position - b.position)
        .map((row) => [row.position, Math.round(sureness(row))]),
      check: rows.filter(needsCheck).map((row) => row.position),
      verified: rows.filter((row) => row.verified !== null).map((row) => row.position),
      notRead: [4],
      waiting: [],
    }),
    [`GET ${PATH}/review`]: () => ({
      cards: rows.length,
      verified: 0,
      toCheck: 2,
      values: { open: 6, checked: 0 },
      expected: null,
      groups: rows.flatMap(groupsOf),
    }),
    [`PATCH ${PATH}/results/card-1.jpg`]: patch,
    [`PATCH ${PATH}/results/card-2.jpg`]: patch,
  });
  renderAt(`/batches/${BATCH}/verify`);
  return { patches: () => calls.filter((call) => call.method === 'PATCH').map((call) => call.body) };
}
const press = (key: string, change = {}) =>
  fireEvent.keyDown(document.activeElement ?? document.body, { key, ...change });
const allVerified = (row: typeof first) =>
  Object.fromEntries(Object.entries(row.fields).map(([key, field]) => [key, { ...field, verified: mark }]));
const confirmed = { ...first, version: 5, verified: mark, fields: allVerified(first) };

describe('the review of a batch', () => {
  it('begins with the least sure card and its doubtful field, of those that ask for a check', async () => {
    open(() => confirmed);
    const box = await screen.findByDisplayValue('Missa brevls', undefined, WAIT);
    expect(document.activeElement).toBe(box);
    expect(screen.getAllByText('Card 1 of 2').length).toBeGreaterThan(0);
    expect(screen.getByText('0 of 2 verified')).toBeDefined();
    expect(screen.getByText(/41% sure/)).toBeDefined();
  });

  it('is done by single keys: accept, next card, keys list, verify and go on', async () => {
    const { patches } = open((call) =>
      JSON.stringify(call.body).includes('verifiedFields')
        ? {
            ...first,
            version: 4,
            fields: { ...first.fields, titel: { ...first.fields['titel'], verified: mark } },
          }
        : confirmed,
    );
    await screen.findByDisplayValue('Missa brevls', undefined, WAIT);
    press('Enter');
    await waitFor(() => expect(patches()[0]).toEqual({ verifiedFields: ['titel'] }), WAIT);
    expect(document.activeElement).toBe(screen.getByDisplayValue('1749'));
    press('?');
    expect(await screen.findByText('Accept the field and go on', undefined, WAIT)).toBeDefined();
    fireEvent.click(screen.getByRole('button', { name: 'Close', hidden: true }));
    press('v');
    await waitFor(() => expect(patches()[1]).toEqual({ verified: true }), WAIT);
    // The next card that nobody has verified, with both its records.
    expect(await screen.findByDisplayValue('Toccata', undefined, WAIT)).toBeDefined();
    expect(screen.getByText('Record 2 of 2')).toBeDefined();
    expect(screen.getByText('1 of 2 verified')).toBeDefined();
  });

  it('keeps letters letters while a text is edited, and Esc brings back what was there', async () => {
    const { patches } = open(() => confirmed);
    const box = await screen.findByDisplayValue<HTMLTextAreaElement>('Missa brevls', undefined, WAIT);
    expect(box.readOnly).toBe(true);
    press('e');
    expect(box.readOnly).toBe(false);
    press('v');
    fireEvent.change(box, { target: { value: 'Missa brevis v' } });
    expect(screen.getByText('Read as')).toBeDefined();
    press('Escape');
    expect(box.value).toBe('Missa brevls');
    expect(box.readOnly).toBe(true);
    expect(patches()).not.toContainEqual({ verified: true });
  });

  it('takes a word of the image into the field, by keyboard', async () => {
    open(() => confirmed);
    const box = await screen.findByDisplayValue<HTMLTextAreaElement>('Missa brevls', undefined, WAIT);
    const onImage = await screen.findByRole('button', { name: 'Missa', hidden: true }, WAIT);
    expect(onImage.className).toContain('lit');
    expect(screen.getByRole('button', { name: 'brevls', hidden: true }).className).toContain('unsure');
    fireEvent.click(onImage);
    expect(box.value).toBe('Missa brevls Missa');
  });

  it('confirms nothing that someone else changed unseen, and says so', async () => {
    const theirs = {
      ...first,
      version: 9,
      fields: {
        ...first.fields,
        titel: makeReading({
          value: 'Missa brevls',
          confidence: 41,
          edit: { ...mark, value: 'Missa solemnis' },
        }),
      },
    };
    const rows = [first, second, sure];
    const { patches } = open(() => {
      rows[0] = theirs;
      return problem('version_changed', 412);
    }, rows);
    await screen.findByDisplayValue('Missa brevls', undefined, WAIT);
    press('Enter');
    expect(await screen.findByText(/Someone else changed Titel meanwhile/, undefined, WAIT)).toBeDefined();
    expect(screen.getByDisplayValue('Missa solemnis')).toBeDefined();
    expect(patches()).toEqual([{ verifiedFields: ['titel'] }]);
  });

  it('says how many errors to expect, counts a verified card at once, and on what the figure rests', async () => {
    open(() => confirmed);
    await screen.findByDisplayValue('Missa brevls', undefined, WAIT);
    const button = await screen.findByRole('button', { name: /errors? expected/ }, WAIT);
    const figure = (): number => Number(/\d+/.exec(button.textContent ?? '')?.[0] ?? 0);
    const before = figure();
    expect(before).toBeGreaterThan(0);
    expect(button.textContent).toContain('if you stop here · first estimate');
    fireEvent.click(button);
    expect(await screen.findByText(/This is a first estimate/, undefined, WAIT)).toBeDefined();
    fireEvent.click(screen.getByRole('button', { name: 'Close', hidden: true }));
    press('v');
    await screen.findByText('1 of 2 verified', undefined, WAIT);
    expect(figure()).toBeLessThan(before);
  });

  it('takes a verification back where it was made, and says when the list is done', async () => {
    let version = 3;
    const { patches } = open(
      ({ body }) => {
        version += 1;
        return JSON.stringify(body).includes('true')
          ? { ...confirmed, version }
          : { ...first, version, verified: null };
      },
      [first, sure],
    );
    await screen.findByDisplayValue('Missa brevls', undefined, WAIT);
    press('v');
    expect(await screen.findByText('Every card of this list is verified.', undefined, WAIT)).toBeDefined();
    // The way on, in the place of the button: back to the results.
    expect(screen.queryByRole('button', { name: /verify/i })).toBeNull();
    fireEvent.click(screen.getByRole('button', { name: 'Take verification back' }));
    await waitFor(() => expect(patches().at(-1)).toEqual({ verified: false }), WAIT);
    expect(await screen.findByText('0 of 1 card verified', undefined, WAIT)).toBeDefined();
    press('v');
    await screen.findByText('Every card of this list is verified.', undefined, WAIT);
  });

  it('offers the allowed values while one types, by keyboard, and says why a value does not fit', async () => {
    const choice = makeField('Titel', { kind: 'choice', vocabulary: ['Messe', 'Motette', 'Fuge'] });
    open(() => confirmed, [first], [choice, makeField('Jahr', { kind: 'date' })]);
    const box = await screen.findByDisplayValue<HTMLTextAreaElement>('Missa brevls', undefined, WAIT);
    expect(screen.queryByRole('listbox')).toBeNull();
    press('e');
    expect(screen.getAllByRole('option').map((each) => each.textContent)).toEqual([
      'Messe',
      'Motette',
      'Fuge',
    ]);
    fireEvent.change(box, { target: { value: 'mo' } });
    expect(screen.getAllByRole('option').map((each) => each.textContent)).toEqual(['Motette']);
    expect(screen.getByText('Not one of the 3 allowed values')).toBeDefined();
    press('ArrowDown');
    expect(box.getAttribute('aria-activedescendant')).toBe(screen.getByRole('option', { selected: true }).id);
    press('Enter');
    expect(box.value).toBe('Motette');
    expect(screen.queryByRole('listbox')).toBeNull();
    expect(screen.queryByText(/allowed values/)).toBeNull();
    // The list is gone, so Enter accepts and goes on.
    press('Enter');
    const year = screen.getByDisplayValue<HTMLTextAreaElement>('1749');
    await waitFor(() => expect(document.activeElement).toBe(year), WAIT);
    press('e');
    fireEvent.change(year, { target: { value: '3. Mai 1749' } });
    expect(screen.getByText('As a date 1749-05-03')).toBeDefined();
    fireEvent.change(year, { target: { value: 'um Ostern' } });
    expect(screen.getByText('Not a value of the kind Date')).toBeDefined();
  });

  it('reads two small lists and the card in hand, never the rows of the batch', async () => {
    const many = Array.from({ length: 600 }, (_, i) =>
      makeRow({ position: i + 1, fields: { titel: makeReading({ value: `Titel ${i}`, confidence: 50 }) } }),
    );
    const calls = vi.fn<(call: Call) => void>();
    open(() => confirmed, many);
    await screen.findByDisplayValue('Titel 0', undefined, WAIT);
    const { fetch: stubbed } = globalThis;
    vi.stubGlobal('fetch', (input: string, init?: RequestInit) => {
      calls({ method: 'GET', path: input, query: new URLSearchParams(), body: null, headers: new Headers() });
      return stubbed(input, init);
    });
    press('PageDown');
    await screen.findByDisplayValue('Titel 1', undefined, WAIT);
    press('PageDown');
    await screen.findByDisplayValue('Titel 2', undefined, WAIT);
    const paths = calls.mock.calls.map(([call]) => call.path).filter((path) => path.includes('/results'));
    expect(paths.every((path) => path.includes('limit=1&include=words'))).toBe(true);
    const strip = screen.getByRole('slider', { name: 'Drawer' });
    expect(strip.getAttribute('aria-valuetext')).toBe('Card 3: to check');
    expect(strip.getElementsByTagName('path').length).toBeLessThan(10);
    fireEvent.keyDown(strip, { key: 'End' });
    await screen.findByDisplayValue('Titel 599', undefined, WAIT);
  });
});
