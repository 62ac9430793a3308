import type { Field, ResultRow } from '@cardmill/contracts';
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { I18nextProvider } from 'react-i18next';
import { afterEach, describe, expect, it, vi } from 'vitest';

import { createI18n } from '../i18n/i18n.ts';
import { createFormat } from '../i18n/use-format.ts';
import { BATCH, fakeApi, makeField as makeBatchField, PATH, problem } from '../testing/fake-api.suite.ts';
import { makeField, makeRow } from './make-row.suite.ts';
import { createResultsStore } from './results-store.ts';
import { Row } from './row.tsx';

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});
const FIELDS = ['Komponist', 'Signatur', 'Titel', 'Verlag'].map((label) => makeBatchField(label));

function show(row: ResultRow, fields: readonly Field[] = FIELDS, again = false) {
  const store = createResultsStore(() => Promise.resolve([]));
  const refresh = vi.fn(() => Promise.resolve());
  const i18n = createI18n('en');
  const words = { t: i18n.t, format: createFormat('en-GB') };
  render(
    <I18nextProvider i18n={i18n}>
      <Row {...{ batch: BATCH, fields, row, again, store, refresh, words }} onOpen={() => undefined} />
    </I18nextProvider>,
  );
  return { store, refresh };
}

describe('a row', () => {
  it('shows every record of its card, the further ones under the first', () => {
    const of = (value: string) => makeField({ value });
    show(
      makeRow({
        fields: {
          komponist: of('Bach'),
          titel: of('Fuge'),
          'komponist#2': of('Haydn'),
          'verlag#2': of('Artaria'),
          'titel#3': of('Messe'),
        },
      }),
    );
    expect(screen.getByRole('group', { name: 'Record 2' }).textContent).toContain('Haydn');
    expect(screen.getByRole('group', { name: 'Record 2' }).textContent).toContain('VerlagArtaria');
    expect(screen.getByRole('group', { name: 'Record 3' }).textContent).toContain('Messe');
  });

  it('is text, whatever stands on the card', () => {
    const value = '<img src=x onerror="alert(1)">';
    show(makeRow({ fields: { komponist: makeField({ value }) } }));
    expect(screen.getByText(value)).toBeDefined();
  });

  it('is taken again in its place, and the button stays under the finger', async () => {
    const failed = makeRow({ status: 'failed', text: null, error: { code: 'image_corrupt', message: '' } });
    const calls = fakeApi({
      [`POST ${PATH}/retry-image/card-1.jpg`]: () => ({ batch: BATCH, changed: 1 }),
    });
    const { store, refresh } = show(failed);
    fireEvent.click(screen.getByRole('button', { name: 'Read again' }));
    await waitFor(() => expect(refresh).toHaveBeenCalledOnce());
    expect(calls).toHaveLength(1);
    expect([...store.state().again]).toEqual([1]);
  });

  it('says that it is being read again, and cannot be taken twice', () => {
    const calls = fakeApi({});
    show(
      makeRow({ status: 'failed', text: null, error: { code: 'image_corrupt', message: '' } }),
      FIELDS,
      true,
    );
    expect(screen.getByText('This card is being read again.')).toBeDefined();
    fireEvent.click(screen.getByRole('button', { name: 'Being read' }));
    expect(calls).toEqual([]);
  });

  it('says why it is not taken again', async () => {
    fakeApi({ [`POST ${PATH}/retry-image/card-1.jpg`]: () => problem('state_forbids', 409) });
    show(makeRow({ status: 'failed', text: null, error: { code: 'image_corrupt', message: '' } }));
    fireEvent.click(screen.getByRole('button', { name: 'Read again' }));
    expect((await screen.findByRole('alert')).textContent).toMatch(/not possible/);
  });
});
