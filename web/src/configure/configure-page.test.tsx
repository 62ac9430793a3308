import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
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
  sessionStorage.clear();
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
    expect(screen.getByText('B is now number 1 of 2')).toBeDefined();
  });

  it('lifts a field by Space, moves it by arrows, and puts it back by Esc', async () => {
    const calls = server(makeBatch({ fields: [makeField('A'), makeField('B'), makeField('C')] }));
    open();
    const order = () => screen.getAllByRole('button', { name: /^Edit/ }).map((button) => button.textContent);
    const grip = await screen.findByRole('button', { name: 'Move A' }, WAIT);
    fireEvent.keyDown(grip, { key: ' ' });
    expect(screen.getByText(/^A lifted, number 1 of 3/)).toBeDefined();
    expect(grip.getAttribute('aria-pressed')).toBe('true');
    fireEvent.keyDown(grip, { key: 'ArrowDown' });
    fireEvent.keyDown(grip, { key: 'ArrowDown' });
    expect(order()).toEqual(['B', 'C', 'A']);
    expect(document.activeElement).toBe(grip);
    fireEvent.keyDown(grip, { key: 'Escape' });
    expect(order()).toEqual(['A', 'B', 'C']);
    expect(screen.getByText('A put back, number 1 of 3')).toBeDefined();
    fireEvent.keyDown(grip, { key: ' ' });
    fireEvent.keyDown(grip, { key: 'ArrowDown' });
    fireEvent.keyDown(grip, { key: ' ' });
    expect(screen.getByText('A dropped, number 2 of 3')).toBeDefined();
    fireEvent.keyDown(grip, { key: 'ArrowDown' });
    expect(order()).toEqual(['B', 'A', 'C']);
    await waitFor(
      () =>
        expect(calls.filter(({ method }) => method === 'PATCH').at(-1)?.body).toMatchObject({
          fields: [{ label: 'B' }, { label: 'A' }, { label: 'C' }],
        }),
      WAIT,
    );
  });

  it('names the field whose pattern is refused', async () => {
    server(makeBatch({ fields: [makeField('A'), makeField('B')] }), {
      [`PATCH ${PATH}`]: () =>
        Response.json(
          {
            type: 'about:blank',
            title: 'x',
            status: 422,
            code: 'pattern_invalid',
            errors: [{ path: 'body.fields.1.pattern', message: 'missing )' }],
          },
          { status: 422 },
        ),
    });
    open();
    fireEvent.click(await screen.findByRole('button', { name: 'Edit B' }, WAIT));
    fireEvent.change(screen.getByLabelText('Pattern'), { target: { value: '(' } });
    await waitFor(
      () => expect(screen.getByLabelText('Pattern').getAttribute('aria-invalid')).toBe('true'),
      WAIT,
    );
    expect(screen.getByText(/^This is not a valid expression/)).toBeDefined();
  });

  it('keeps what was typed and not saved when the page is left and opened again', async () => {
    const refused = { [`PATCH ${PATH}`]: () => problem('database_unavailable', 503) };
    server(makeBatch({ fields: [makeField('A')] }), refused);
    open();
    fireEvent.click(await screen.findByRole('button', { name: 'Add field' }, WAIT));
    fireEvent.change(screen.getByLabelText('Name'), { target: { value: 'Neu' } });
    await screen.findByText('Not saved', undefined, WAIT);
    cleanup();
    const calls = server(makeBatch({ fields: [makeField('A')] }));
    open();
    await screen.findByRole('button', { name: 'Edit Neu' }, WAIT);
    await waitFor(
      () =>
        expect(calls.find(({ method }) => method === 'PATCH')?.body).toMatchObject({
          fields: [{ label: 'A' }, { label: 'Neu' }],
        }),
      WAIT,
    );
    await waitFor(() => expect(sessionStorage.length).toBe(0), WAIT);
  });

  it('saves a title, and asks for one when it is empty', async () => {
    const calls = server(makeBatch({ fields: [signature] }));
    open();
    const title = await screen.findByLabelText('Title of the batch', undefined, WAIT);
    fireEvent.change(title, { target: { value: ' ' } });
    fireEvent.click(await start());
    expect(screen.getAllByText('Give the batch a title.').length).toBeGreaterThan(0);
    fireEvent.change(title, { target: { value: 'Drawer 15' } });
    await waitFor(
      () =>
        expect(calls.findLast(({ method }) => method === 'PATCH')?.body).toMatchObject({
          title: 'Drawer 15',
        }),
      WAIT,
    );
    expect(calls.some(({ path }) => path.endsWith('/start'))).toBe(false);
  });

  it('keeps on which lines of the card a value stands', async () => {
    const calls = server(makeBatch({ fields: [makeField('A', { lines: { from: 2, to: -1 } })] }));
    open();
    await screen.findByText('line 2 to last line', undefined, WAIT);
    fireEvent.click(screen.getByRole('button', { name: 'Edit A' }));
    const saved = () => calls.findLast(({ method }) => method === 'PATCH')?.body;
    const from = within(screen.getByRole('group', { name: 'From line' }));
    expect(from.getByLabelText('Number of the line')).toHaveProperty('value', '2');
    fireEvent.change(from.getByLabelText('Number of the line'), { target: { value: '3' } });
    await waitFor(() => expect(saved()).toMatchObject({ fields: [{ lines: { from: 3, to: -1 } }] }), WAIT);
    fireEvent.change(from.getByLabelText('Counted'), { target: { value: '-1' } });
    await waitFor(() => expect(saved()).toMatchObject({ fields: [{ lines: { from: -1, to: -1 } }] }), WAIT);
    fireEvent.change(screen.getByLabelText('Lines'), { target: { value: 'first' } });
    expect(screen.getByText('first line')).toBeDefined();
    fireEvent.change(screen.getByLabelText('Lines'), { target: { value: 'any' } });
    await waitFor(() => expect(saved()).toHaveProperty('fields', [makeField('A')]), WAIT);
    expect(screen.getByText('after its name')).toBeDefined();
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
    expect(screen.queryByRole('button', { name: 'Move Signatur' })).toBeNull();
    expect(screen.queryByRole('button', { name: 'Start reading' })).toBeNull();
  });
});
