import type { ProblemCode, UploadReply } from '@cardmill/contracts';
import { describe, expect, it, vi } from 'vitest';

import { ProblemError } from '../api/problem.ts';
import type { Given } from './items.ts';
import { keyOf, markOf, type OutcomeNote, pastOf } from './past.ts';
import { createUploader, type UploaderDeps } from './uploader.ts';

const given = (name: string, type = 'image/jpeg', bytes = 'x'): Given => ({
  path: `drawer/${name}`,
  file: new File([bytes], name, { type, lastModified: 1 }),
  size: bytes.length,
  modified: 1,
});
const many = (count: number, from = 1): Given[] =>
  Array.from({ length: count }, (_, n) => given(`${n + from}.jpg`));
const names = (files: readonly Given[]): string[] => files.map(({ file }) => file.name);
const problem = (code: ProblemCode, status: number) =>
  new ProblemError({ type: 'about:blank', title: code, status, code });

/** A server that puts cards in their place as the contract says, and answers when it is told to. */
function server() {
  const drawer: string[] = [];
  const held: (() => void)[] = [];
  let inFlight = 0;
  let most = 0;
  let holds = false;
  let before: (name: string) => Promise<void> = () => Promise.resolve();
  const send: UploaderDeps['send'] = async ({ name, size }, how): Promise<UploadReply> => {
    inFlight += 1;
    most = Math.max(most, inFlight);
    try {
      await before(name);
      if (holds) await new Promise<void>((go) => held.push(go));
      how.onSent(size);
      const duplicate = drawer.includes(name);
      const place = drawer.findIndex((there) => how.before.includes(there));
      if (!duplicate) drawer.splice(place === -1 ? drawer.length : place, 0, name);
      const outcome = duplicate ? ('duplicate' as const) : ('accepted' as const);
      const files = [{ filename: name, outcome, cardId: `id of ${name}` }];
      return { batch: 'b', files, accepted: 0, duplicates: 0, rejected: 0 };
    } finally {
      inFlight -= 1;
    }
  };
  return {
    drawer,
    send,
    most: () => most,
    inFlight: () => inFlight,
    hold: () => (holds = true),
    /** Lets the last of those that wait go first: the worst order there is. */
    async release() {
      holds = false;
      for (let go = held.pop(); go !== undefined; go = held.pop()) {
        go();
        await Promise.resolve();
      }
    },
    releaseOne: (which: number) => held.splice(which, 1)[0]?.(),
    heldNow: () => held.length,
    beforeEach: (next: typeof before) => (before = next),
  };
}
function begin(send: UploaderDeps['send'], wait: UploaderDeps['wait'] = () => Promise.resolve()) {
  const outcomes: OutcomeNote[] = [];
  const uploader = createUploader({
    send,
    wait,
    gather: (tell) => tell(),
    noteOutcome: (note) => outcomes.push(note),
  });
  const states = () => uploader.state().items.map(({ state }) => state);
  const phase = (wanted: string) => vi.waitFor(() => expect(uploader.state().phase).toBe(wanted));
  return { uploader, outcomes, states, phase };
}

describe('sending in the background', () => {
  it('shows every file at once, sends three side by side and keeps the order of the drawer', async () => {
    const at = server();
    // Each file takes another time, so they arrive out of turn.
    at.beforeEach((name) => new Promise((go) => setTimeout(go, (Number.parseInt(name, 10) * 7) % 5)));
    const { uploader, states, phase } = begin(at.send);
    uploader.add(many(60));
    expect(states()).toHaveLength(60);
    expect(states().filter((state) => state === 'sending')).toHaveLength(3);
    uploader.add([given('later.jpg')]);
    await phase('idle');
    expect(at.drawer).toEqual([...names(many(60)), 'later.jpg']);
    expect(at.most()).toBe(3);
    expect(uploader.state()).toMatchObject({ total: 61, settled: 61, bytes: 61, bytesSent: 61 });
  });

  it('lets none overtake a slow one further than its names reach', async () => {
    const at = server();
    let slow = (): void => undefined;
    at.beforeEach((name) =>
      name === '1.jpg' ? new Promise((go) => (slow = () => go())) : Promise.resolve(),
    );
    const { uploader, phase } = begin(at.send);
    uploader.add(many(40));
    await vi.waitFor(() => expect(at.inFlight()).toBe(1));
    expect(at.drawer.length).toBeLessThan(20);
    slow();
    await phase('idle');
    expect(at.drawer).toEqual(names(many(40)));
  });

  it('puts a file that is sent again later in its place', async () => {
    const at = server();
    let refused = true;
    const { uploader, phase, states } = begin(async (file, how) =>
      file.name === '5.jpg' && refused
        ? {
            batch: 'b',
            files: [{ filename: file.name, outcome: 'rejected', code: 'empty_file' }],
            accepted: 0,
            duplicates: 0,
            rejected: 1,
          }
        : at.send(file, how),
    );
    uploader.add(many(30));
    await phase('idle');
    expect(states()[4]).toBe('rejected');
    refused = false;
    uploader.againAll();
    await phase('idle');
    expect(uploader.state()).toMatchObject({ total: 1, settled: 1 });
    expect(at.drawer).toEqual(names(many(30)));
  });

  it('goes on by itself after the line was lost, without calling its own files duplicates', async () => {
    const at = server();
    let calls = 0;
    const phases: string[] = [];
    const { uploader, phase, states } = begin(async (file, how) => {
      calls += 1;
      const lost = calls <= 3;
      const reply = await at.send(file, how);
      // The first three arrive, but their answers do not.
      if (lost) throw new TypeError('line lost');
      return reply;
    });
    uploader.subscribe(() => phases.push(uploader.state().phase));
    uploader.add(many(8));
    await phase('idle');
    expect(phases).toContain('lost');
    expect(at.drawer).toEqual(names(many(8)));
    expect(new Set(states())).toEqual(new Set(['accepted']));
  });

  it('pauses after what is on its way, and goes on', async () => {
    const at = server();
    at.hold();
    const { uploader, phase, states } = begin(at.send);
    uploader.add(many(9));
    await vi.waitFor(() => expect(at.heldNow()).toBe(3));
    uploader.pause();
    expect(uploader.state()).toMatchObject({ phase: 'paused', sending: 3, waiting: 6 });
    await at.release();
    await vi.waitFor(() => expect(uploader.state()).toMatchObject({ phase: 'paused', sending: 0 }));
    expect(at.drawer).toHaveLength(3);
    uploader.leave(8);
    uploader.goOn();
    await phase('idle');
    expect(at.drawer).toEqual(names(many(8)));
    expect(states()[8]).toBe('left');
  });

  it('stops with its reason when waiting does not help, and goes on when told', async () => {
    const at = server();
    at.beforeEach(() => Promise.reject(problem('storage_full', 507)));
    const { uploader, phase } = begin(at.send);
    uploader.add(many(5));
    await phase('stopped');
    expect(uploader.state().error).toMatchObject({ problem: { code: 'storage_full' } });
    expect(uploader.busy()).toBe(true);
    at.beforeEach(() => Promise.resolve());
    uploader.goOn();
    await phase('idle');
    expect(at.drawer).toEqual(names(many(5)));
  });

  it('sets aside one file over which the server stumbles, and stops when it stumbles over all', async () => {
    const at = server();
    at.beforeEach((name) =>
      name === '2.jpg' ? Promise.reject(problem('internal', 500)) : Promise.resolve(),
    );
    const { uploader, phase, states } = begin(at.send);
    uploader.add(many(5));
    await phase('idle');
    expect(states()).toEqual(['accepted', 'rejected', 'accepted', 'accepted', 'accepted']);
    at.beforeEach(() => Promise.reject(problem('internal', 500)));
    uploader.add(many(20, 50));
    await phase('stopped');
    expect(states().filter((state) => state === 'waiting').length).toBeGreaterThan(15);
  });

  it('names a file that vanished from this computer, and sends the others', async () => {
    const at = server();
    const vanished = given('gone.jpg');
    vi.spyOn(vanished.file, 'slice').mockReturnValue(
      Object.assign(new Blob(), {
        arrayBuffer: () => Promise.reject(new DOMException('gone', 'NotReadableError')),
      }),
    );
    const { uploader, phase } = begin((file, how) =>
      file === vanished.file ? Promise.reject(new TypeError('cannot read')) : at.send(file, how),
    );
    uploader.add([given('a.jpg'), vanished, given('b.jpg')]);
    await phase('idle');
    expect(at.drawer).toEqual(['a.jpg', 'b.jpg']);
    expect(uploader.state().items[1]).toMatchObject({ state: 'rejected', code: 'multipart_broken' });
  });

  it('lists duplicates and what is no image, and skips nothing in silence', async () => {
    const at = server();
    const { uploader, phase, states } = begin(at.send);
    uploader.add([given('a.jpg'), given('notes.pdf', 'application/pdf')]);
    await phase('idle');
    uploader.add([given('a.jpg')]);
    await phase('idle');
    expect(states()).toEqual(['accepted', 'rejected', 'here']);
    expect(uploader.state().items[1]).toMatchObject({ code: 'unsupported_type' });
  });
});

describe('after a reload', () => {
  const folder = many(6);
  const noted = { folder: 'drawer', files: folder.map(markOf), handles: [] };
  const outcome = (n: number, change: Partial<OutcomeNote> = {}): OutcomeNote => ({
    key: keyOf(markOf(folder[n - 1] ?? given('none'))),
    outcome: 'accepted',
    cardId: `id of ${n}.jpg`,
    ...change,
  });

  it('goes on where it stopped when the same folder is given: no second card, none missing, in order', async () => {
    const at = server();
    // 4 arrived without its answer; 2 is a card, 3 was taken off the list.
    at.drawer.push('1.jpg', '2.jpg', '4.jpg');
    const sent: string[] = [];
    const { uploader, phase, states } = begin((file, how) => {
      sent.push(file.name);
      return at.send(file, how);
    });
    uploader.remember(
      pastOf([noted], [outcome(1), outcome(2), outcome(3, { outcome: 'left', cardId: null })]),
    );
    expect(uploader.state().past.unsent.map(({ path }) => path)).toEqual(
      [4, 5, 6].map((n) => `drawer/${n}.jpg`),
    );
    uploader.add(folder, new Set(['id of 1.jpg', 'id of 2.jpg', 'id of 4.jpg']));
    await phase('idle');
    expect(sent.toSorted()).toEqual(['4.jpg', '5.jpg', '6.jpg']);
    expect(at.drawer).toEqual(['1.jpg', '2.jpg', '4.jpg', '5.jpg', '6.jpg']);
    expect(states()).toEqual(['accepted', 'accepted', 'left', 'accepted', 'accepted', 'accepted']);
    expect(uploader.state().past.unsent).toEqual([]);
  });

  it('sends a file again whose card is not there any more, or which has other bytes', async () => {
    const at = server();
    const { uploader, phase } = begin(at.send);
    uploader.remember(pastOf([noted], [outcome(1), outcome(2)]));
    const changed = given('2.jpg', 'image/jpeg', 'other bytes');
    uploader.add([folder[0] ?? changed, changed, ...folder.slice(2)], new Set(['id of 2.jpg']));
    await phase('idle');
    expect(at.drawer).toEqual(names(folder));
  });

  it('takes a folder that was sent whole as given anew: the server says what it has', async () => {
    const at = server();
    at.drawer.push(...names(folder));
    const { uploader, phase, states } = begin(at.send);
    uploader.remember(
      pastOf(
        [noted],
        folder.map((_, n) => outcome(n + 1)),
      ),
    );
    uploader.add(folder, new Set(folder.map(({ file }) => `id of ${file.name}`)));
    await phase('idle');
    expect(new Set(states())).toEqual(new Set(['here']));
  });

  it('keeps what became of each file, so that the next page knows', async () => {
    const at = server();
    const { uploader, phase, outcomes } = begin(at.send);
    uploader.add([...many(2), given('notes.pdf', 'application/pdf')]);
    await phase('idle');
    uploader.removed('id of 2.jpg');
    expect(outcomes.map((note) => note.outcome).toSorted()).toEqual([
      'accepted',
      'accepted',
      'left',
      'rejected',
    ]);
    const past = pastOf([{ ...noted, files: many(2).map(markOf) }], outcomes);
    expect(past.unsent).toEqual([]);
  });
});
