import type { WatchState } from '@cardmill/contracts';
import { describe, expect, it, vi } from 'vitest';

import { fakeSocket, outcome, progress } from '../testing/fake-socket.suite.ts';
import { createLive } from './socket.ts';

describe('the live connection', () => {
  it('asks for what was missed after a lost line, and ends gapless', async () => {
    const { socket, asked, answer, fire } = fakeSocket();
    const live = createLive(socket);
    let state: WatchState | null = null;
    live.watchBatch({ batch: 'b', since: 0, onChange: (next) => (state = next) });
    fire('connect');
    await vi.waitFor(() => expect(asked).toHaveLength(1));
    fire('card', outcome(1));
    fire('card', outcome(2));
    fire('disconnect');
    expect(live.line()).toBe('lost');
    answer(({ since }) => ({
      ok: true,
      progress: progress(4),
      missed: [outcome(3), outcome(4)].filter(({ seq }) => seq > (since ?? 0)),
      truncated: false,
    }));
    fire('connect');
    await vi.waitFor(() => expect(asked).toHaveLength(2));
    expect(asked[1]).toEqual({ batch: 'b', since: 2 });
    await vi.waitFor(() => expect(state).toMatchObject({ seq: 4, behind: false, outcomes: { size: 4 } }));
    expect(live.line()).toBe('up');
  });

  it('hears of every batch again after a lost line', () => {
    const { socket, sent, fire } = fakeSocket();
    const live = createLive(socket);
    const heard: string[] = [];
    const stop = live.watchAll((batch) => heard.push(batch.name));
    fire('connect');
    fire('disconnect');
    fire('connect');
    expect(sent.filter((name) => name === 'subscribeAll')).toHaveLength(2);
    fire('batch', { name: 'gone', deleted: true });
    stop();
    fire('batch', { name: 'later', deleted: true });
    expect(heard).toEqual(['gone']);
  });

  it('tells the server when a batch is left', async () => {
    const { socket, sent, asked, fire } = fakeSocket();
    const live = createLive(socket);
    const stop = live.watchBatch({ batch: 'b', onChange: () => undefined });
    fire('connect');
    await vi.waitFor(() => expect(asked).toHaveLength(1));
    stop();
    expect(sent).toContain('unsubscribe');
  });

  it('asks over the line after a sleep; a line that does not answer is made anew', async () => {
    const { socket, sent, asked, fire, die } = fakeSocket();
    const live = createLive(socket);
    live.watchBatch({ batch: 'b', onChange: () => undefined });
    fire('connect');
    await vi.waitFor(() => expect(asked).toHaveLength(1));
    live.check();
    expect(asked).toHaveLength(2);
    expect(sent).toEqual([]);
    die();
    live.check();
    expect(sent).toEqual(['disconnect', 'connect']);
    fire('disconnect');
    live.check();
    expect(sent).toEqual(['disconnect', 'connect', 'connect']);
    live.close();
  });
});
