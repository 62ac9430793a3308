import type { ResultPatch, ResultRow } from '@cardmill/contracts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { ProblemError } from '../api/problem.ts';
import { createCardEditor } from './card-editor.ts';
import { makeField, makeRow } from './make-row.suite.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const changed = () =>
  new ProblemError({
    type: 'about:blank',
    title: 'Someone else changed this first.',
    status: 412,
    code: 'version_changed',
  });

/** One card on a server that keeps versions as the contract says. */
function cardOnServer() {
  let row: ResultRow = makeRow({
    fields: { title: makeField({ value: 'Missa brevls' }), place: makeField({ value: 'Berlin' }) },
  });
  const write = (patch: ResultPatch): ResultRow => {
    const fields = { ...row.fields };
    for (const [key, value] of Object.entries(patch.fields ?? {})) {
      fields[key] = {
        ...(fields[key] ?? makeField()),
        edit: value === null ? null : { value, by: null, at: '2026-11-21T09:00:00.000Z' },
      };
    }
    const verified = patch.verified === true ? { by: null, at: '2026-11-21T09:00:00.000Z' } : null;
    row = { ...row, version: row.version + 1, fields, verified };
    return row;
  };
  const patches: ResultPatch[] = [];
  const editor = createCardEditor({
    row,
    patch: (version, patch) => {
      if (version !== row.version) return Promise.reject(changed());
      patches.push(patch);
      return Promise.resolve(write(patch));
    },
    reread: () => Promise.resolve(row),
    onRow: () => undefined,
  });
  const settled = () => vi.advanceTimersByTimeAsync(1_000);
  return { editor, patches, elsewhere: write, now: () => row, settled };
}

describe('a card being edited', () => {
  it('is saved at once, beside what the machine read', async () => {
    const { editor, now, settled } = cardOnServer();
    editor.type('title', 'Missa brevis');
    await settled();
    expect(now().fields['title']).toMatchObject({ value: 'Missa brevls', edit: { value: 'Missa brevis' } });
    expect(editor.state()).toMatchObject({ phase: 'saved', drafts: {} });
  });

  it('does not take a newline at the end for data', async () => {
    const { editor, patches, settled } = cardOnServer();
    editor.type('title', 'Missa brevis\n');
    await settled();
    expect(patches).toEqual([{ fields: { title: 'Missa brevis' } }]);
  });

  it('has no edit when the text is what the machine read', async () => {
    const { editor, patches, settled } = cardOnServer();
    editor.type('place', 'Berlin');
    await settled();
    expect(patches).toEqual([{ fields: { place: null } }]);
  });

  it('is saved although someone else changed another field', async () => {
    const { editor, elsewhere, now, settled } = cardOnServer();
    elsewhere({ fields: { place: 'Leipzig' } });
    editor.type('title', 'Missa brevis');
    await settled();
    expect(now().fields['title']?.edit?.value).toBe('Missa brevis');
    expect(now().fields['place']?.edit?.value).toBe('Leipzig');
    expect(editor.state().conflicts).toEqual({});
  });

  it('shows both values when someone else changed the same field, and overwrites nothing', async () => {
    const { editor, elsewhere, now, settled } = cardOnServer();
    elsewhere({ fields: { title: 'Missa solemnis' } });
    editor.type('title', 'Missa brevis');
    await settled();
    expect(editor.state()).toMatchObject({
      conflicts: { title: 'Missa solemnis' },
      drafts: { title: 'Missa brevis' },
    });
    expect(now().fields['title']?.edit?.value).toBe('Missa solemnis');
  });

  it('keeps mine or theirs as the person chooses', async () => {
    const mine = cardOnServer();
    mine.elsewhere({ fields: { title: 'Missa solemnis' } });
    mine.editor.type('title', 'Missa brevis');
    await mine.settled();
    await mine.editor.keepMine('title');
    expect(mine.now().fields['title']?.edit?.value).toBe('Missa brevis');

    const theirs = cardOnServer();
    theirs.elsewhere({ fields: { title: 'Missa solemnis' } });
    theirs.editor.type('title', 'Missa brevis');
    await theirs.settled();
    theirs.editor.keepTheirs('title');
    expect(theirs.now().fields['title']?.edit?.value).toBe('Missa solemnis');
    expect(theirs.editor.state()).toMatchObject({ conflicts: {}, drafts: {} });
  });

  it('is not confirmed over a change that nobody here has seen', async () => {
    const { editor, elsewhere, now, settled } = cardOnServer();
    elsewhere({ fields: { place: 'Leipzig' } });
    await editor.verify(true);
    await settled();
    expect(now().verified).toBeNull();
    expect(editor.state().row.fields['place']?.edit?.value).toBe('Leipzig');
    await editor.verify(true);
    expect(now().verified).not.toBeNull();
  });

  it('saves what was typed before it is confirmed', async () => {
    const { editor, now } = cardOnServer();
    editor.type('title', 'Missa brevis');
    await editor.verify(true);
    expect(now()).toMatchObject({ verified: {}, fields: { title: { edit: { value: 'Missa brevis' } } } });
  });
});

describe('a field accepted', () => {
  it('is confirmed in the same call as what was typed in it', async () => {
    const { editor, patches, settled } = cardOnServer();
    editor.type('title', 'Missa brevis');
    void editor.accept('title');
    void editor.accept('place');
    await settled();
    expect(patches).toEqual([
      { fields: { title: 'Missa brevis' }, verifiedFields: ['title'] },
      { verifiedFields: ['place'] },
    ]);
  });

  it('is not confirmed when someone else changed it unseen', async () => {
    const { editor, patches, elsewhere, settled } = cardOnServer();
    elsewhere({ fields: { title: 'Missa solemnis' } });
    void editor.accept('title');
    await settled();
    expect(patches).toEqual([]);
    expect(editor.state()).toMatchObject({ overtaken: ['title'], phase: 'saved' });
    expect(await editor.verify(true)).toBe(false);
    void editor.accept('title');
    await settled();
    expect(patches).toEqual([{ verifiedFields: ['title'] }]);
  });

  it('is confirmed although someone else changed another field', async () => {
    const { editor, patches, elsewhere, settled } = cardOnServer();
    elsewhere({ fields: { place: 'Leipzig' } });
    void editor.accept('title');
    await settled();
    expect(patches).toEqual([{ verifiedFields: ['title'] }]);
  });

  it('is not confirmed with a value that somebody must choose first', async () => {
    const { editor, patches, elsewhere, settled } = cardOnServer();
    editor.type('title', 'Missa brevis');
    elsewhere({ fields: { title: 'Missa solemnis' } });
    void editor.accept('title');
    await settled();
    expect(editor.state().conflicts).toEqual({ title: 'Missa solemnis' });
    expect(patches).toEqual([]);
  });
});
