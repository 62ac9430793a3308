import {
  type CardOutcome,
  type ClientToServerEvents,
  type ServerToClientEvents,
  SOCKET_PATH,
} from '@cardmill/contracts';
import { io, type Socket } from 'socket.io-client';

// Many watchers in one process, as so many browsers: they come back by themselves with Socket.IO's own delays, say what
// they know and page until nothing is missing. Started by `startWatchers`; talks over the process's channel.

/** One watcher: which batch, and up to which number it knows it whenever it connects. */
export interface Wanted {
  batch: string;
  since: number;
}

export type Order = { kind: 'watch'; url: string; wanted: Wanted[] } | { kind: 'report' };

export interface Report {
  /** Sockets whose present connection has had everything that was missing. */
  back: number;
  /** When the last of them had; milliseconds of a clock that all processes of the machine share. */
  lastAt: number;
  /** Numbers that came out of order, twice, or not at all. */
  faults: string[];
  /** Replies that asked to try again, or did not come. */
  refused: string[];
  /** The number at which each socket is. */
  seqs: number[];
  /** By number: when each socket had that card. */
  receipts: Record<number, number[]>;
}

/** Milliseconds of the monotonic clock, the same in all processes. */
export const clock = (): number => Number(process.hrtime.bigint()) / 1e6;

const watchers: ReturnType<typeof createBrowser>[] = [];
const receipts: Record<number, number[]> = {};

function createBrowser(url: string, { batch, since }: Wanted) {
  const socket: Socket<ServerToClientEvents, ClientToServerEvents> = io(url, {
    path: SOCKET_PATH,
    transports: ['websocket'],
    forceNew: true,
  });
  const faults: string[] = [];
  const refused: string[] = [];
  let seq = since;
  let backAt: number | null = null;

  function ask(): void {
    // By callback: messages that came in with the reply are dealt with before a promise of it is.
    const { id } = socket;
    socket.timeout(8_000).emit('subscribe', { batch, since: seq }, (late, reply) => {
      if (!socket.connected || socket.id !== id) return;
      const refusal = late?.message ?? (reply.ok ? null : reply.problem.code);
      if (refusal !== null || !reply.ok) {
        refused.push(refusal);
        setTimeout(ask, 500);
        return;
      }
      for (const outcome of reply.missed) take(outcome);
      if (reply.truncated) {
        ask();
        return;
      }
      if (seq !== reply.progress.seq) faults.push(`reply of ${reply.progress.seq} ends at ${seq}`);
      seq = reply.progress.seq;
      backAt = clock();
    });
  }

  function take(outcome: CardOutcome): void {
    if (outcome.seq !== seq + 1) faults.push(`${outcome.seq} after ${seq}`);
    seq = outcome.seq;
  }

  socket.on('connect', () => {
    seq = since;
    ask();
  });
  socket.on('disconnect', () => {
    backAt = null;
  });
  socket.on('card', (outcome) => {
    (receipts[outcome.seq] ??= []).push(clock());
    // What is sent to the room while a further part is asked for comes with that part.
    if (backAt !== null) take(outcome);
  });
  return { backAt: () => backAt, seq: () => seq, faults, refused };
}

process.on('message', (order: Order) => {
  switch (order.kind) {
    case 'watch':
      watchers.push(...order.wanted.map((wanted) => createBrowser(order.url, wanted)));
      break;
    case 'report': {
      const backAt = watchers.map((watcher) => watcher.backAt()).filter((at) => at !== null);
      const report: Report = {
        back: backAt.length,
        lastAt: backAt.reduce((last, at) => Math.max(last, at), 0),
        faults: watchers.flatMap((watcher) => watcher.faults),
        refused: watchers.flatMap((watcher) => watcher.refused),
        seqs: watchers.map((watcher) => watcher.seq()),
        receipts,
      };
      process.send?.(report);
      break;
    }
  }
});
