import type { Batch } from '@cardmill/contracts';
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';

import {
  BATCH,
  fakeApi,
  list,
  makeBatch,
  makeField,
  makeTemplate,
  PATH,
} from '../../testing/fake-api.suite.ts';
import { renderAt } from '../../testing/render-at.suite.tsx';

afterEach(() => {
  cleanup();
  sessionStorage.clear();
  vi.unstubAllGlobals();
});

const WAIT = { timeout: 15_000 };
const refusedStart = () =>
  Response.json(
    {
      type: 'about:blank',
      title: 'x',
      status: 422,
      code: 'pattern_invalid',
      errors: [{ path: 'body.options.records.pattern', message: 'missing )' }],
    },
    { status: 422 },
  );

function open(batch: Batch, { handwriting = false, refuse = false } = {}) {
  let now = batch;
  const calls = fakeApi({
    [`GET ${PATH}`]: () => now,
    [`PATCH ${PATH}`]: ({ body }) => {
      if (refuse) return refusedStart();
      const { fields = [], ...rest } = body as { fields?: { label: string }[] };
      now = { ...now, ...rest, fields: fields.map((field) => makeField(field.label, field)) };
      return now;
    },
    [`GET ${PATH}/files`]: () => list([]),
    'GET /api/v1/templates': () =>
      list([{ ...makeTemplate('Music', [makeField('Titel')]), options: { secondLook: false } }]),
    'GET /api/v1/languages': () => ({ items: [{ code: 'deu', name: 'German' }], next: null, handwriting }),
  });
  renderAt(`/batches/${BATCH}/configure`);
  const saved = () => calls.findLast(({ method }) => method === 'PATCH')?.body;
  return { calls, saved };
}
const unfold = async () =>
  fireEvent.click(await screen.findByRole('button', { name: 'How cards are read' }, WAIT));
const two = [makeField('Komponist'), makeField('Titel')];

describe('how cards are read', () => {
  it('is one line that says what is not as usual, with the form below it when opened', async () => {
    open(makeBatch({ fields: two, options: { secondLook: false, imaging: { light: false, rules: false } } }));
    await screen.findByText(
      'without evening out the light, taking out lines · one look only',
      undefined,
      WAIT,
    );
    expect(screen.queryByLabelText('Layout')).toBeNull();
    await unfold();
    expect(screen.getByRole('checkbox', { name: 'Straighten' })).toHaveProperty('checked', true);
    expect(screen.getByRole('checkbox', { name: 'Even out the light' })).toHaveProperty('checked', false);
    fireEvent.click(screen.getByRole('button', { name: 'As usual again' }));
    expect(screen.getByText('As usual')).toBeDefined();
    expect(screen.queryByRole('button', { name: 'As usual again' })).toBeNull();
  });

  it('is saved, only what is not so anyway', async () => {
    const { saved } = open(makeBatch({ fields: two }));
    await unfold();
    fireEvent.change(screen.getByLabelText('Layout'), { target: { value: 'sparse' } });
    fireEvent.click(screen.getByRole('checkbox', { name: 'Straighten' }));
    fireEvent.click(screen.getByRole('checkbox', { name: /^Cards that are hard to read/ }));
    await waitFor(
      () =>
        expect(saved()).toHaveProperty('options', {
          segmentation: 'sparse',
          imaging: { straighten: false },
          secondLook: false,
        }),
      WAIT,
    );
    fireEvent.change(screen.getByLabelText('Layout'), { target: { value: '' } });
    fireEvent.click(screen.getByRole('checkbox', { name: 'Straighten' }));
    fireEvent.click(screen.getByRole('checkbox', { name: /^Cards that are hard to read/ }));
    await waitFor(() => expect(saved()).toHaveProperty('options', {}), WAIT);
  });

  it('is measured against the template, and goes back to it', async () => {
    const { saved } = open(makeBatch({ fields: [makeField('Titel')], templateId: 'music' }));
    await screen.findByText('since “Music”', undefined, WAIT);
    await unfold();
    fireEvent.click(await screen.findByRole('button', { name: 'As in “Music” again' }, WAIT));
    await waitFor(() => expect(saved()).toHaveProperty('options', { secondLook: false }), WAIT);
    expect(screen.queryByText('since “Music”')).toBeNull();
  });

  it('tells records apart by a field, which keeps doing so under another name', async () => {
    const { saved } = open(makeBatch());
    fireEvent.click(await screen.findByRole('button', { name: 'Add field' }, WAIT));
    fireEvent.change(screen.getByLabelText('Name'), { target: { value: 'Titel' } });
    await unfold();
    fireEvent.change(screen.getByLabelText('Records on a card'), { target: { value: 'field' } });
    fireEvent.change(screen.getByLabelText('Name'), { target: { value: '' } });
    fireEvent.change(screen.getByLabelText('Name'), { target: { value: 'Werk' } });
    await waitFor(
      () =>
        expect(saved()).toMatchObject({
          fields: [{ label: 'Werk', key: 'titel' }],
          options: { records: { field: 'titel' } },
        }),
      WAIT,
    );
  });

  it('asks for another field when the one that begins a record is removed, and does not start before', async () => {
    const { calls } = open(makeBatch({ fields: two, options: { records: { field: 'titel' } } }));
    fireEvent.click(await screen.findByRole('button', { name: 'Edit Titel' }, WAIT));
    fireEvent.click(screen.getByRole('button', { name: 'Remove field' }));
    expect(screen.getByText('Field missing')).toBeDefined();
    fireEvent.click(screen.getByRole('button', { name: 'Start reading' }));
    await screen.findByText(/^Choose the field with which each record on a card begins/, undefined, WAIT);
    expect(calls.some(({ path }) => path.endsWith('/start'))).toBe(false);
    await unfold();
    fireEvent.change(screen.getByLabelText('Field with which each record begins'), {
      target: { value: 'komponist' },
    });
    expect(screen.queryByText('Field missing')).toBeNull();
  });

  it('tells records apart by a line; nothing is sent while that is empty', async () => {
    const { saved } = open(makeBatch({ fields: two, options: { records: { field: 'titel' } } }));
    await unfold();
    fireEvent.change(screen.getByLabelText('Records on a card'), { target: { value: 'line' } });
    const pattern = screen.getByLabelText('How a line begins that starts a record');
    await waitFor(() => expect(saved()).toHaveProperty('options', {}), WAIT);
    fireEvent.change(pattern, { target: { value: '\\d+\\.' } });
    await waitFor(() => expect(saved()).toHaveProperty('options', { records: { pattern: '\\d+\\.' } }), WAIT);
    fireEvent.change(pattern, { target: { value: '' } });
    await waitFor(() => expect(saved()).toHaveProperty('options', {}), WAIT);
    expect(screen.getByLabelText('How a line begins that starts a record')).toBeDefined();
  });

  it('says where it stands that the server does not take such a line', async () => {
    open(makeBatch({ fields: two }), { refuse: true });
    await unfold();
    fireEvent.change(screen.getByLabelText('Records on a card'), { target: { value: 'line' } });
    const pattern = screen.getByLabelText('How a line begins that starts a record');
    fireEvent.change(pattern, { target: { value: '(' } });
    await waitFor(() => expect(pattern.getAttribute('aria-invalid')).toBe('true'), WAIT);
    await unfold();
    expect(screen.getByText('Pattern not valid')).toBeDefined();
  });

  it('offers handwriting only where the house can read it, and lets go of it where it no longer can', async () => {
    const name = /^Read by the house’s model/;
    open(makeBatch({ fields: two }));
    await unfold();
    expect(screen.queryByRole('checkbox', { name })).toBeNull();
    cleanup();

    const { saved } = open(makeBatch({ fields: two }), { handwriting: true });
    await unfold();
    fireEvent.click(await screen.findByRole('checkbox', { name }, WAIT));
    await waitFor(() => expect(saved()).toHaveProperty('options', { handwriting: true }), WAIT);
    expect(screen.queryByRole('checkbox', { name: /^Cards that are hard to read/ })).toBeNull();
    cleanup();

    open(makeBatch({ fields: two, options: { handwriting: true } }));
    await unfold();
    expect(screen.getByText(/^Handwriting cannot be read here at the moment/)).toBeDefined();
    fireEvent.click(screen.getByRole('checkbox', { name }));
    expect(screen.queryByRole('checkbox', { name })).toBeNull();
  });

  it('is shown of a started batch as it was read', async () => {
    open(makeBatch({ status: 'completed', fields: two, options: { segmentation: 'block' } }));
    await screen.findByText('One block of even lines', undefined, WAIT);
    expect(screen.queryByRole('button', { name: 'How cards are read' })).toBeNull();
  });
});
