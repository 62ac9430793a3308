import { emptyWatch } from '@cardmill/contracts';
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { I18nextProvider } from 'react-i18next';
import { MemoryRouter } from 'react-router';
import { afterEach, describe, expect, it, vi } from 'vitest';

import { createI18n } from '../i18n/i18n.ts';
import { fakeApi, makeBatch, makeField as makeBatchField, PATH, problem } from '../testing/fake-api.suite.ts';
import { makeField, makeRow } from './make-row.suite.ts';
import { OpenRow } from './open-row.tsx';
import { createResultsStore } from './results-store.ts';

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});
const WAIT = { timeout: 15_000 };
const field = makeField({ value: 'Missa brevls', verdict: 'ok' });
const row = makeRow({ version: 7, fields: { titel: field } });
const edited = (value: string, version: number) =>
  makeRow({
    version,
    fields: { titel: { ...field, edit: { value, by: null, at: '2026-11-21T09:14:00.000Z' } } },
  });

function open(given = row) {
  const batch = makeBatch({ status: 'completed', fields: [makeBatchField('Titel')] });
  const live = { batch, watch: emptyWatch, refresh: () => Promise.resolve(), take: () => undefined };
  const store = createResultsStore(() => Promise.resolve([]));
  const onClose = vi.fn<() => void>();
  render(
    <I18nextProvider i18n={createI18n('en')}>
      <MemoryRouter>
        <OpenRow live={live} row={given} again={false} store={store} onClose={onClose} />
      </MemoryRouter>
    </I18nextProvider>,
  );
  return { onClose, box: screen.getAllByLabelText('Titel')[0] ?? document.body };
}

describe('an opened card', () => {
  it('is saved at once on the version that was seen, with the reading kept below', async () => {
    const calls = fakeApi({ [`PATCH ${PATH}/results/card-1.jpg`]: () => edited('Missa brevis', 8) });
    const { box } = open();
    fireEvent.change(box, { target: { value: 'Missa brevis' } });
    expect(screen.getByText('Saving')).toBeDefined();
    await screen.findByText('Saved', undefined, WAIT);
    expect(calls[0]?.headers.get('if-match')).toBe('"7"');
    expect(calls[0]?.body).toEqual({ fields: { titel: 'Missa brevis' } });
    // The letter that differs stands in an element of its own.
    expect(screen.getByText('Read as').parentElement?.textContent).toBe('Read asMissa brevls');
  });

  it('shows both values when someone else was first', async () => {
    fakeApi({
      [`PATCH ${PATH}/results/card-1.jpg`]: () => problem('version_changed', 412),
      [`GET ${PATH}/results`]: () => [edited('Missa solemnis', 8)],
    });
    const { box } = open();
    fireEvent.change(box, { target: { value: 'Missa brevis' } });
    expect(
      await screen.findByText(/Someone else changed this card meanwhile/, undefined, WAIT),
    ).toBeDefined();
    expect(screen.getByText('Missa solemnis')).toBeDefined();
    expect(screen.getByDisplayValue('Missa brevis')).toBeDefined();
  });

  it('keeps the text when it cannot be saved, and says why', async () => {
    fakeApi({ [`PATCH ${PATH}/results/card-1.jpg`]: () => problem('database_unavailable', 503) });
    const { box } = open();
    fireEvent.change(box, { target: { value: 'Missa brevis' } });
    expect(
      await screen.findByText(/Not saved yet: The database does not answer/, undefined, WAIT),
    ).toBeDefined();
    expect(screen.getByDisplayValue('Missa brevis')).toBeDefined();
  });

  it('is verified by Ctrl+Enter and closed by Esc', async () => {
    const calls = fakeApi({
      [`PATCH ${PATH}/results/card-1.jpg`]: () => ({
        ...row,
        version: 8,
        verified: { by: null, at: '2026-11-21T09:14:00.000Z' },
      }),
    });
    const { box, onClose } = open();
    fireEvent.keyDown(box, { key: 'Enter', ctrlKey: true });
    await waitFor(() => expect(calls[0]?.body).toEqual({ verified: true }), WAIT);
    expect(await screen.findByText('Take verification back', undefined, WAIT)).toBeDefined();
    fireEvent.keyDown(box, { key: 'Escape' });
    expect(onClose).toHaveBeenCalledOnce();
  });

  it('shows every record of the card, each edited under its own key', async () => {
    const second = makeField({ value: 'Fugue' });
    const calls = fakeApi({
      [`PATCH ${PATH}/results/card-1.jpg`]: () =>
        makeRow({ version: 8, fields: { titel: field, 'titel#2': second } }),
    });
    open(makeRow({ version: 7, fields: { titel: field, 'titel#2': second } }));
    expect(screen.getByText('Record 1 of 2')).toBeDefined();
    const box = screen.getByDisplayValue('Fugue');
    fireEvent.change(box, { target: { value: 'Fuge' } });
    fireEvent.blur(box);
    await waitFor(() => expect(calls[0]?.body).toEqual({ fields: { 'titel#2': 'Fuge' } }), WAIT);
  });
});
