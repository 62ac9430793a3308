import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';

import {
  BATCH,
  fakeApi,
  list,
  makeBatch,
  makeField,
  makeTemplate,
  PATH,
  problem,
} from '../../testing/fake-api.suite.ts';
import { renderAt } from '../../testing/render-at.suite.tsx';

afterEach(() => {
  cleanup();
  sessionStorage.clear();
  vi.unstubAllGlobals();
});

const WAIT = { timeout: 15_000 };
const music = {
  ...makeTemplate('Music', [makeField('Titel')]),
  languages: ['deu'],
  options: { records: { field: 'titel' } },
};
const shipped = { ...makeTemplate('Shipped', [makeField('Name')]), builtIn: true };

function open(batch = makeBatch(), more: Parameters<typeof fakeApi>[0] = {}) {
  let now = batch;
  const calls = fakeApi({
    [`GET ${PATH}`]: () => now,
    [`PATCH ${PATH}`]: ({ body }) => {
      const { fields = [], ...rest } = body as { fields?: { label: string }[] };
      now = { ...now, ...rest, fields: fields.map((field) => makeField(field.label, field)) };
      return now;
    },
    [`GET ${PATH}/files`]: () => list([]),
    'GET /api/v1/templates': () => list([music, shipped]),
    'GET /api/v1/languages': () => list([{ code: 'deu', name: 'German' }]),
    ...more,
  });
  renderAt(`/batches/${BATCH}/configure`);
  return calls;
}
const choose = async (value: string) => {
  await screen.findByRole('option', { name: /Music/ }, WAIT);
  fireEvent.change(screen.getByLabelText('Template'), { target: { value } });
};
const ofMusic = makeBatch({ templateId: 'music', fields: music.fields, options: music.options });

describe('templates', () => {
  it('are taken over whole, also how cards are read', async () => {
    const calls = open();
    await choose('music');
    await waitFor(
      () =>
        expect(calls.find(({ method }) => method === 'PATCH')?.body).toMatchObject({
          templateId: 'music',
          languages: ['deu'],
          options: { records: { field: 'titel' } },
        }),
      WAIT,
    );
  });

  it('do not replace fields of one’s own without a question', async () => {
    const calls = open(makeBatch({ fields: [makeField('Eigenes')] }));
    await choose('music');
    const question = await screen.findByRole('dialog', { name: 'Take over “Music”?' }, WAIT);
    fireEvent.click(within(question).getByRole('button', { name: 'Keep the fields' }));
    expect(screen.getByRole('button', { name: 'Edit Eigenes' })).toBeDefined();
    await choose('music');
    fireEvent.click(await screen.findByRole('button', { name: 'Replace the fields' }, WAIT));
    await screen.findByRole('button', { name: 'Edit Titel' }, WAIT);
    await waitFor(() => expect(calls.some(({ method }) => method === 'PATCH')).toBe(true), WAIT);
  });

  it('say when the set-up differs, and are updated with all of it', async () => {
    const calls = open(ofMusic, {
      'PUT /api/v1/templates/music': ({ body }) => ({ ...music, ...(body as object) }),
    });
    await screen.findByRole('option', { name: /Music/ }, WAIT);
    expect(screen.queryByRole('button', { name: 'Update template' })).toBeNull();
    fireEvent.click(screen.getByRole('button', { name: 'Edit Titel' }));
    fireEvent.click(screen.getByRole('checkbox', { name: 'A card without it goes to “To check”.' }));
    expect(screen.getByText('since “Music”')).toBeDefined();
    fireEvent.click(screen.getByRole('button', { name: 'Update template' }));
    await screen.findByText('“Music” updated', undefined, WAIT);
    expect(calls.find(({ method }) => method === 'PUT')?.body).toMatchObject({
      name: 'Music',
      fields: [{ label: 'Titel', required: true }],
      languages: ['deu'],
      options: { records: { field: 'titel' } },
    });
    expect(screen.queryByRole('button', { name: 'Update template' })).toBeNull();
  });

  it('are renamed and deleted, the batch keeping its fields', async () => {
    const calls = open(ofMusic, {
      'PUT /api/v1/templates/music': ({ body }) => ({ ...music, ...(body as object) }),
      'DELETE /api/v1/templates/music': () => undefined,
    });
    const more = await screen.findByRole('button', { name: 'More for “Music”' }, WAIT);
    fireEvent.click(more);
    fireEvent.click(screen.getByRole('menuitem', { name: 'Rename' }));
    fireEvent.change(screen.getByRole('textbox', { name: 'Name' }), { target: { value: 'Noten' } });
    fireEvent.click(screen.getByRole('button', { name: 'Rename' }));
    await screen.findByText('Now called “Noten”', undefined, WAIT);
    fireEvent.click(screen.getByRole('button', { name: 'More for “Noten”' }));
    fireEvent.click(screen.getByRole('menuitem', { name: 'Delete template' }));
    fireEvent.click(screen.getByRole('button', { name: 'Delete template' }));
    await screen.findByText('“Noten” deleted', undefined, WAIT);
    expect(calls.findLast(({ method }) => method === 'PATCH')?.body).toMatchObject({
      templateId: null,
      fields: [{ label: 'Titel' }],
    });
    expect(screen.getByRole('button', { name: 'Edit Titel' })).toBeDefined();
  });

  it('that are built in can be duplicated only, and say so', async () => {
    const calls = open(makeBatch({ templateId: 'shipped', fields: shipped.fields }), {
      'POST /api/v1/templates': ({ body }) => ({ ...music, ...(body as object), id: 'copy', builtIn: false }),
    });
    await screen.findByText(/^Built in: it cannot be changed/, undefined, WAIT);
    fireEvent.click(screen.getByRole('button', { name: 'More for “Shipped”' }));
    expect(screen.getAllByRole('menuitem').map((item) => item.textContent)).toEqual(['Duplicate']);
    fireEvent.click(screen.getByRole('menuitem', { name: 'Duplicate' }));
    expect(screen.getByDisplayValue('Copy of Shipped')).toBeDefined();
    fireEvent.click(screen.getByRole('button', { name: 'Duplicate' }));
    await screen.findByText('“Copy of Shipped” saved', undefined, WAIT);
    expect(calls.find(({ method }) => method === 'POST')?.body).toMatchObject({
      fields: [{ label: 'Name' }],
    });
  });

  it('that the server does not take stay named with the reason', async () => {
    open(makeBatch({ fields: [makeField('A')] }), {
      'POST /api/v1/templates': () => problem('database_unavailable', 503),
    });
    fireEvent.click(await screen.findByRole('button', { name: 'Save as template' }, WAIT));
    fireEvent.change(screen.getByRole('textbox', { name: 'Name' }), { target: { value: 'Music' } });
    expect(screen.getByText(/There is a template of this name already/)).toBeDefined();
    fireEvent.click(screen.getByRole('button', { name: 'Save' }));
    expect(await screen.findByText(/database/i, undefined, WAIT)).toBeDefined();
  });

  it('that somebody deleted meanwhile are let go of, and the fields saved', async () => {
    let tries = 0;
    const calls = open(makeBatch({ templateId: 'gone', fields: [makeField('A')] }), {
      [`PATCH ${PATH}`]: () => {
        tries += 1;
        return tries === 1
          ? problem('template_unknown', 422)
          : makeBatch({ fields: [makeField('A', { required: true })] });
      },
    });
    fireEvent.click(await screen.findByRole('button', { name: 'Edit A' }, WAIT));
    fireEvent.click(screen.getByRole('checkbox', { name: 'A card without it goes to “To check”.' }));
    await waitFor(
      () =>
        expect(calls.findLast(({ method }) => method === 'PATCH')?.body).toMatchObject({ templateId: null }),
      WAIT,
    );
    await screen.findByText('Saved', undefined, WAIT);
  });
});
