import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';

import {
  BATCH,
  type Call,
  fakeApi,
  list,
  makeBatch,
  makeField,
  makeTemplate,
  PATH,
  problem,
} from '../testing/fake-api.suite.ts';
import { renderAt } from '../testing/render-at.suite.tsx';

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const WAIT = { timeout: 15_000 };
const signature = makeField('Signatur', { required: true, synonyms: ['Sign.'] });

function server(batch = makeBatch(), more: Parameters<typeof fakeApi>[0] = {}): Call[] {
  let now = batch;
  return fakeApi({
    [`GET ${PATH}`]: () => now,
    [`PATCH ${PATH}`]: ({ body }) => {
      const { fields = [], ...rest } = body as { fields?: { label: string }[] };
      now = { ...now, ...rest, fields: fields.map((field) => makeField(field.label, field)) };
      return now;
    },
    [`GET ${PATH}/files`]: () => list([]),
    'GET /api/v1/templates': () => list([makeTemplate('Music', [signature])]),
    'GET /api/v1/languages': () => list([{ code: 'deu', name: 'German' }]),
    ...more,
  });
}
const open = () => renderAt(`/batches/${BATCH}/configure`);
const start = () => screen.findByRole('button', { name: 'Start reading' }, WAIT);

describe('configuring a batch', () => {
  it('says what is missing instead of switching Next off', async () => {
    const calls = server();
    open();
    fireEvent.click(await start());
    expect(await screen.findByText(/choose a template or add a field/)).toBeDefined();
    expect(calls.some(({ path }) => path.endsWith('/start'))).toBe(false);
  });

  it('saves a field as it is typed, and starts with what was typed last', async () => {
    const calls = server(makeBatch(), { [`POST ${PATH}/start`]: () => ({ batch: BATCH, changed: 3 }) });
    const { router } = open();
    await start();
    fireEvent.click(screen.getByRole('button', { name: 'Add field' }));
    fireEvent.change(screen.getByLabelText('Name'), { target: { value: 'Komponist' } });
    fireEvent.click(await start());
    await waitFor(() => expect(router.state.location.pathname).toBe(`/batches/${BATCH}/process`), WAIT);
    const saved = calls.filter(({ method }) => method === 'PATCH').at(-1)?.body;
    expect(saved).toMatchObject({ fields: [{ label: 'Komponist', kind: 'text', required: false }] });
    expect(calls.findIndex(({ path }) => path.endsWith('/start'))).toBeGreaterThan(
      calls.findIndex(({ method }) => method === 'PATCH'),
    );
  });

  it('takes over every part of a template', async () => {
    const calls = server();
    open();
    await screen.findByRole('option', { name: /Music/ }, WAIT);
    fireEvent.change(screen.getByLabelText('Template'), { target: { value: 'music' } });
    await waitFor(() => expect(calls.some(({ method }) => method === 'PATCH')).toBe(true), WAIT);
    expect(calls.find(({ method }) => method === 'PATCH')?.body).toMatchObject({
      templateId: 'music',
      fields: [{ key: 'signatur', required: true, synonyms: ['Sign.'] }],
    });
  });

  it('moves a field with the keyboard', async () => {
    const calls = server(makeBatch({ fields: [makeField('A'), makeField('B')] }));
    open();
    fireEvent.keyDown(await screen.findByRole('button', { name: 'Edit B' }, WAIT), {
      key: 'ArrowUp',
      altKey: true,
    });
    await waitFor(() => expect(calls.some(({ method }) => method === 'PATCH')).toBe(true), WAIT);
    expect(calls.find(({ method }) => method === 'PATCH')?.body).toMatchObject({
      fields: [{ label: 'B' }, { label: 'A' }],
    });
    expect(screen.getByText('B is now number 1')).toBeDefined();
  });

  it('says why the server refused, and stays', async () => {
    server(makeBatch({ fields: [signature] }), {
      [`POST ${PATH}/start`]: () => problem('language_missing', 422),
    });
    const { router } = open();
    fireEvent.click(await start());
    expect(await screen.findByText(/A language chosen cannot be read here/, undefined, WAIT)).toBeDefined();
    expect(router.state.location.pathname).toBe(`/batches/${BATCH}/configure`);
  });

  it('shows a started batch with its own fields, and nothing to change', async () => {
    server(makeBatch({ status: 'completed', fields: [signature] }));
    open();
    await screen.findByText('Signatur', undefined, WAIT);
    expect(screen.queryByRole('button', { name: 'Add field' })).toBeNull();
    expect(screen.queryByRole('button', { name: 'Start reading' })).toBeNull();
  });
});
