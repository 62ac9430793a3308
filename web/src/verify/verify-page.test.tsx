import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

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

function open(patch: (call: Call) => unknown, rows = [second, first, sure]) {
  const calls = fakeApi({
    [`GET ${PATH}`]: () =>
      makeBatch(
        { status: 'completed', fields: [makeField('Titel'), makeField('Jahr')] },
        { current: 3, succeeded: 3, percentage: 100 },
      ),
    [`GET ${PATH}/results`]: ({ query }) => {
      const after = Number(query.get('after') ?? 0);
      const asked = rows.filter((row) => row.position > after).toSorted((a, b) => a.position - b.position);
      return asked.slice(0, Number(query.get('limit') ?? 500));
    },
    [`PATCH ${PATH}/results/card-1.jpg`]: patch,
    [`PATCH ${PATH}/results/card-2.jpg`]: patch,
  });
  renderAt(`/batches/${BATCH}/verify`);
  return { patches: () => calls.filter((call) => call.method === 'PATCH').map((call) => call.body) };
}
const press = (key: string, change = {}) =>
  fireEvent.keyDown(document.activeElement ?? document.body, { key, ...change });
const confirmed = { ...first, version: 4, verified: mark };

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
});
