import type { Batch } from '@cardmill/contracts';
import { act, cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';

import { BATCH, fakeApi, list, makeBatch, makeField, PATH, problem } from '../../testing/fake-api.suite.ts';
import { progress } from '../../testing/fake-socket.suite.ts';
import { renderAt } from '../../testing/render-at.suite.tsx';

afterEach(() => {
  cleanup();
  sessionStorage.clear();
  vi.unstubAllGlobals();
});

const WAIT = { timeout: 15_000 };

/** A draft on a server that keeps versions, and somebody else who may change it. */
function open(batch = makeBatch({ fields: [makeField('A')] })) {
  let now: Batch = batch;
  const change = (part: Partial<Batch>): void => {
    now = { ...now, ...part, version: now.version + 1 };
  };
  const calls = fakeApi({
    [`GET ${PATH}`]: () => now,
    [`PATCH ${PATH}`]: ({ body, headers }) => {
      const match = headers.get('if-match');
      if (match !== null && match !== `"${now.version}"`) return problem('version_changed', 412);
      const { fields = [], ...rest } = body as { fields?: { label: string }[] };
      change({ ...rest, fields: fields.map((field) => makeField(field.label, field)) });
      return now;
    },
    [`GET ${PATH}/files`]: () => list([]),
    'GET /api/v1/templates': () => list([]),
    'GET /api/v1/languages': () =>
      list([
        { code: 'deu', name: 'German' },
        { code: 'eng', name: 'English' },
      ]),
  });
  const shown = renderAt(`/batches/${BATCH}/configure`);
  return { ...shown, calls, change, now: () => now };
}
const add = async (name: string) => {
  fireEvent.click(await screen.findByRole('button', { name: 'Add field' }, WAIT));
  fireEvent.change(screen.getByLabelText('Name'), { target: { value: name } });
};
const note = async () => {
  await screen.findByText(/^Somebody else has changed this set-up meanwhile/, undefined, WAIT);
  fireEvent.click(screen.getByRole('button', { name: 'Compare and choose' }));
};
const labels = (batch: Batch) => batch.fields.map(({ label }) => label);

describe('two people setting up the same draft', () => {
  it('see that somebody was first; neither goes over the other, and what was typed stays', async () => {
    const house = open();
    await screen.findByRole('button', { name: 'Edit A' }, WAIT);
    house.change({ fields: [makeField('A'), makeField('Theirs')], languages: ['eng'] });
    await add('Mine');
    await note();
    expect(screen.getByText('also Theirs; without Mine')).toBeDefined();
    expect(screen.getByText('English', { selector: 'dd' })).toBeDefined();
    expect(labels(house.now())).toEqual(['A', 'Theirs']);
    expect(screen.getByLabelText('Name')).toHaveProperty('value', 'Mine');
    // Whatever is typed on meanwhile stays here too, and starting waits for the choice.
    fireEvent.change(screen.getByLabelText('Name'), { target: { value: 'Mine2' } });
    fireEvent.click(screen.getByRole('button', { name: 'Start reading' }));
    await waitFor(() => expect(screen.getByText('Not saved')).toBeDefined(), WAIT);
    expect(house.calls.some(({ path }) => path.endsWith('/start'))).toBe(false);
    expect(labels(house.now())).toEqual(['A', 'Theirs']);
    fireEvent.click(screen.getByRole('button', { name: 'Keep mine' }));
    await screen.findByText('Saved', undefined, WAIT);
    expect(labels(house.now())).toEqual(['A', 'Mine2']);
    expect(screen.queryByRole('button', { name: 'Keep mine' })).toBeNull();
  });

  it('may take over what the other made of it, and take that back', async () => {
    const house = open();
    await screen.findByRole('button', { name: 'Edit A' }, WAIT);
    house.change({ title: 'Their title' });
    await add('Mine');
    await note();
    fireEvent.click(screen.getByRole('button', { name: 'Take theirs' }));
    expect(screen.queryByRole('button', { name: 'Edit Mine' })).toBeNull();
    expect(screen.getByLabelText('Title of the batch')).toHaveProperty('value', 'Their title');
    expect(house.now().title).toBe('Their title');
    fireEvent.click(screen.getByRole('button', { name: 'Undo' }));
    await waitFor(() => expect(labels(house.now())).toEqual(['A', 'Mine']), WAIT);
    expect(house.now().title).toBe('Drawer 14');
  });

  it('are asked again when the other goes on before one has chosen', async () => {
    const house = open();
    await screen.findByRole('button', { name: 'Edit A' }, WAIT);
    house.change({ title: 'First' });
    await add('Mine');
    await note();
    house.change({ title: 'Second' });
    fireEvent.click(screen.getByRole('button', { name: 'Keep mine' }));
    await note();
    await screen.findByText('Second', undefined, WAIT);
    expect(house.now().title).toBe('Second');
  });

  it('see at once what the other changed while nothing was typed, the open field still open', async () => {
    const house = open();
    fireEvent.click(await screen.findByRole('button', { name: 'Edit A' }, WAIT));
    house.change({ fields: [makeField('New'), makeField('A', { required: true })] });
    // Every change of a batch is told to who watches it.
    const told = progress(0, {
      batch: BATCH,
      status: 'draft',
      total: 3,
      updatedAt: '2026-11-21T09:00:01.000Z',
    });
    house.wire.answer(() => ({ ok: true, progress: told, missed: [], truncated: false }));
    act(() => house.wire.fire('connect'));
    await screen.findByRole('button', { name: 'Edit New' }, WAIT);
    expect(screen.getByText('Somebody else has changed this set-up. This is how it is now.')).toBeDefined();
    expect(screen.getByLabelText('Name')).toHaveProperty('value', 'A');
    expect(house.calls.some(({ method }) => method === 'PATCH')).toBe(false);
  });

  it('are asked also after a reload with something that was not saved', async () => {
    const house = open();
    await screen.findByRole('button', { name: 'Edit A' }, WAIT);
    house.change({ title: 'Their title' });
    await add('Mine');
    await note();
    cleanup();
    const later = open(house.now());
    await note();
    expect(screen.getByRole('button', { name: 'Edit Mine' })).toBeDefined();
    expect(later.now().title).toBe('Their title');
  });
});
