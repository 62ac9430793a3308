import type { UploadReply } from '@cardmill/contracts';
import { describe, expect, it, vi } from 'vitest';

import { ProblemError } from '../api/problem.ts';
import { createUploader } from './uploader.ts';

const file = (name: string, type = 'image/jpeg'): File => new File(['x'], name, { type });
const files = (count: number): File[] => Array.from({ length: count }, (_, n) => file(`${n + 1}.jpg`));

/** A server that knows names it has, and answers as the contract says. */
function server() {
  const taken: string[] = [];
  let inFlight = 0;
  let most = 0;
  let before: () => Promise<void> = () => Promise.resolve();
  const send = async (some: readonly File[]): Promise<UploadReply> => {
    inFlight += 1;
    most = Math.max(most, inFlight);
    try {
      await before();
      const entries = some.map(({ name }) => {
        if (taken.includes(name)) return { filename: name, outcome: 'duplicate' as const };
        taken.push(name);
        return { filename: name, outcome: 'accepted' as const };
      });
      return { batch: 'b', files: entries, accepted: 0, duplicates: 0, rejected: 0 };
    } finally {
      inFlight -= 1;
    }
  };
  return { taken, send, most: () => most, beforeEach: (next: typeof before) => (before = next) };
}
const wait = () => Promise.resolve();
const idle = (uploader: ReturnType<typeof createUploader>) =>
  vi.waitFor(() => expect(uploader.state().phase).toBe('idle'));

describe('sending in the background', () => {
  it('keeps the order of the drawer, files added meanwhile too', async () => {
    const { taken, send, most } = server();
    const uploader = createUploader({ send, wait });
    uploader.add(files(20));
    uploader.add([file('later.jpg')]);
    await idle(uploader);
    expect(taken).toEqual([...files(20).map(({ name }) => name), 'later.jpg']);
    expect(most()).toBe(1);
    expect(uploader.state()).toMatchObject({ total: 21, settled: 21, remarks: [] });
  });

  it('goes on by itself after the line was lost, without calling its own files duplicates', async () => {
    const { taken, send, beforeEach } = server();
    const phases: string[] = [];
    let calls = 0;
    const uploader = createUploader({
      send: async (some) => {
        calls += 1;
        const reply = await send(some);
        // The first request arrives, but its answer does not.
        if (calls === 1) throw new TypeError('line lost');
        return reply;
      },
      wait,
    });
    beforeEach(() => Promise.resolve());
    uploader.subscribe(() => phases.push(uploader.state().phase));
    uploader.add(files(3));
    await idle(uploader);
    expect(phases).toContain('lost');
    expect(taken).toHaveLength(3);
    expect(uploader.state()).toMatchObject({ settled: 3, remarks: [] });
  });

  it('lists duplicates and what is no image, and skips nothing in silence', async () => {
    const { send } = server();
    const uploader = createUploader({ send, wait });
    uploader.add([file('a.jpg'), file('notes.pdf', 'application/pdf')]);
    await idle(uploader);
    uploader.add([file('a.jpg')]);
    await idle(uploader);
    expect(uploader.state().remarks).toMatchObject([
      { filename: 'a.jpg', outcome: 'duplicate' },
      { filename: 'notes.pdf', outcome: 'rejected', code: 'unsupported_type' },
    ]);
  });

  it('stops with its reason when waiting does not help, and goes on when told', async () => {
    const { taken, send, beforeEach } = server();
    const refusal = new ProblemError({
      type: 'about:blank',
      title: 'full',
      status: 507,
      code: 'storage_full',
    });
    beforeEach(() => Promise.reject(refusal));
    const uploader = createUploader({ send, wait });
    uploader.add(files(2));
    await vi.waitFor(() => expect(uploader.state()).toMatchObject({ phase: 'stopped', error: refusal }));
    expect(uploader.busy()).toBe(true);
    beforeEach(() => Promise.resolve());
    uploader.again();
    await idle(uploader);
    expect(taken).toHaveLength(2);
  });

  it('names a file that vanished from this computer, and sends the others', async () => {
    const { taken, send } = server();
    const vanished = file('gone.jpg');
    const unreadable = Object.assign(new Blob(), {
      arrayBuffer: () => Promise.reject(new DOMException('gone', 'NotReadableError')),
    });
    vi.spyOn(vanished, 'slice').mockReturnValue(unreadable);
    const uploader = createUploader({
      send: (some) => (some.includes(vanished) ? Promise.reject(new TypeError('cannot read')) : send(some)),
      wait,
    });
    uploader.add([file('a.jpg'), vanished, file('b.jpg')]);
    await idle(uploader);
    expect(taken).toEqual(['a.jpg', 'b.jpg']);
    expect(uploader.state().remarks).toMatchObject([{ filename: 'gone.jpg', code: 'multipart_broken' }]);
  });
});
