import type { Batch, BatchPatch, Problem } from '@cardmill/contracts';
import { describe, expect, it } from 'vitest';

import { ProblemError } from '../../api/problem.ts';
import { makeBatch, makeField } from '../../testing/fake-api.suite.ts';
import { createDraftSaver, OtherWasFirst } from './draft-saver.ts';

const changed: Problem = { type: 'about:blank', title: 'x', status: 412, code: 'version_changed' };
const A: BatchPatch = { title: 'A' };
const B: BatchPatch = { title: 'B' };

/** A server that checks the version; `lose` says whose answers do not arrive. */
function house(lose: (patch: BatchPatch) => boolean = () => false) {
  let now = makeBatch({ fields: [makeField('Titel')] });
  const saved: string[] = [];
  const put = (patch: BatchPatch): void => {
    now = { ...now, title: patch.title ?? now.title, version: now.version + 1 };
    saved.push(now.title);
  };
  const saver = createDraftSaver({
    send: async (patch, version): Promise<Batch> => {
      if (version !== now.version) throw new ProblemError(changed);
      put(patch);
      if (lose(patch)) throw new TypeError('no line');
      return now;
    },
    read: async () => now,
    version: 1,
    inDoubt: [],
    onChange: () => undefined,
  });
  return { saver, put, saved, now: () => now };
}

describe('saving a draft', () => {
  it('goes on from version to version', async () => {
    const { saver, saved } = house();
    await saver.save(A);
    await saver.save(B);
    expect(saved).toEqual(['A', 'B']);
    expect(saver.version()).toBe(3);
  });

  it('is refused where somebody else was first, and gives what they made of it', async () => {
    const { saver, put, saved } = house();
    put({ title: 'other' });
    const refused = await saver.save(A).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(OtherWasFirst);
    expect(refused instanceof OtherWasFirst && refused.theirs.title).toBe('other');
    await expect(saver.save(A)).rejects.toBeInstanceOf(OtherWasFirst);
    expect(saved).toEqual(['other']);
    saver.see(2);
    await saver.save(A);
    expect(saved).toEqual(['other', 'A']);
  });

  it('knows its own change again whose answer was lost, also under a newer one', async () => {
    const lost = house((patch) => patch === A);
    await expect(lost.saver.save(A)).rejects.toThrow('no line');
    await lost.saver.save(A);
    expect(lost.saved).toEqual(['A']);
    const under = house((patch) => patch === A);
    await expect(under.saver.save(A)).rejects.toThrow('no line');
    await under.saver.save(B);
    expect(under.saved).toEqual(['A', 'B']);
  });

  it('does not take for its own what the server once said it did not take', async () => {
    const { saver, put, saved } = house();
    put({ title: 'other' });
    await expect(saver.save(A)).rejects.toBeInstanceOf(OtherWasFirst);
    expect(saver.inDoubt()).toEqual([]);
    // The other one now writes what was refused here: what stands here next is still not to go over it unseen.
    put(A);
    await expect(saver.save(B)).rejects.toBeInstanceOf(OtherWasFirst);
    expect(saved).toEqual(['other', 'A']);
  });

  it('does not count as seen what somebody changed right after it', async () => {
    const all = house();
    const saver = createDraftSaver({
      send: async () => ({ ...all.now(), version: 5, title: 'theirs' }),
      read: async () => all.now(),
      version: 3,
      inDoubt: [],
      onChange: () => undefined,
    });
    expect((await saver.save(A)).version).toBe(5);
    expect(saver.version()).toBe(4);
  });
});
