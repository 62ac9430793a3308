import {
  type CardOutcome,
  type ClientToServerEvents,
  createWatcher,
  hasEnded,
  type Problem,
  type ServerToClientEvents,
  SOCKET_PATH,
  type SubscribeAck,
  type Watcher,
} from '@cardmill/contracts';
import { io, type ManagerOptions, type Socket, type SocketOptions } from 'socket.io-client';

export type ClientSocket = Socket<ServerToClientEvents, ClientToServerEvents>;

/** A connection of its own, as a browser on another machine has one. */
export const connect = (url: string, options: Partial<ManagerOptions & SocketOptions> = {}): ClientSocket =>
  io(url, { path: SOCKET_PATH, transports: ['websocket'], forceNew: true, reconnection: false, ...options });

/** What one connection brought about one batch, in order. */
export type Heard =
  | { kind: 'ack'; since: number | undefined; reply: Extract<SubscribeAck, { ok: true }> }
  | { kind: 'card'; seq: number }
  | { kind: 'progress'; seq: number };

/** A watcher that moves between notifiers and keeps what each connection brought. */
export function createClient(batch: string, since: { since?: number } = { since: 0 }) {
  const connections: Heard[][] = [];
  const refusals: Problem[] = [];
  let socket: ClientSocket | null = null;

  const watcher: Watcher = createWatcher({
    batch,
    ...since,
    onChange: () => undefined,
    onRefused: (problem) => refusals.push(problem),
    subscribe: async (request) => {
      const heard = connections.at(-1);
      if (socket === null || heard === undefined) throw new Error('not connected');
      const reply = await socket.timeout(8_000).emitWithAck('subscribe', request);
      if (reply.ok) heard.push({ kind: 'ack', since: request.since, reply });
      return reply;
    },
  });

  function leave(): void {
    watcher.disconnected();
    socket?.disconnect();
    socket = null;
  }

  return {
    watcher,
    refusals,
    connections: (): readonly (readonly Heard[])[] => connections,
    ended: (): boolean => hasEnded(watcher.state()),
    leave,
    visit(url: string, options: Partial<ManagerOptions & SocketOptions> = {}): ClientSocket {
      leave();
      const heard: Heard[] = [];
      connections.push(heard);
      const fresh = connect(url, options);
      socket = fresh;
      fresh.on('connect', () => watcher.connected());
      fresh.on('disconnect', () => watcher.disconnected());
      fresh.on('card', (outcome) => {
        if (outcome.batch === batch) heard.push({ kind: 'card', seq: outcome.seq });
        watcher.card(outcome);
      });
      fresh.on('progress', (progress) => {
        if (progress.batch === batch) heard.push({ kind: 'progress', seq: progress.seq });
        watcher.progress(progress);
      });
      fresh.on('batch', watcher.batch);
      return fresh;
    },
    close: (): void => {
      leave();
      watcher.close();
    },
  };
}
export type Client = ReturnType<typeof createClient>;

/** Every number that reached the client, by whatever way. */
function numbersOf(client: Client): Set<number> {
  const numbers = new Set<number>();
  for (const heard of client.connections().flat()) {
    if (heard.kind === 'ack') {
      for (const outcome of heard.reply.missed) numbers.add(outcome.seq);
      numbers.add(heard.reply.progress.seq);
    } else numbers.add(heard.seq);
  }
  return numbers;
}

/** The numbers from 1 to `last` that did not reach the client. */
export function numbersMissing(client: Client, last: number): number[] {
  const numbers = numbersOf(client);
  return Array.from({ length: last }, (_, n) => n + 1).filter((seq) => !numbers.has(seq));
}

/**
 * What is wrong with a connection by the contract: nothing before the reply; after it only higher numbers, in order
 * and without gap; a card before any progress with its number; a replay in order, of distinct cards, within its limits.
 */
export function faultsOf(connection: readonly Heard[]): string[] {
  const faults: string[] = [];
  let floor: number | null = null;
  let last = 0;
  for (const [n, heard] of connection.entries()) {
    if (heard.kind === 'ack') {
      const { progress, missed, truncated } = heard.reply;
      if (progress.seq < last) faults.push(`${n}: reply at ${progress.seq} after ${last}`);
      faults.push(...replayFaults(missed, heard.since, progress.seq).map((fault) => `${n}: ${fault}`));
      if (truncated !== missed.length >= 1_000 && truncated)
        faults.push(`${n}: truncated at ${missed.length}`);
      floor = last = progress.seq;
      continue;
    }
    const { seq, kind } = heard;
    const again = kind === 'progress' && seq === last && floor !== null && seq > floor;
    if (floor === null) faults.push(`${n}: ${kind} ${seq} before the reply`);
    else if (seq !== last + 1 && !again) faults.push(`${n}: ${kind} ${seq} after ${last}, reply at ${floor}`);
    last = Math.max(last, seq);
  }
  return faults;
}

function replayFaults(missed: readonly CardOutcome[], since: number | undefined, upTo: number): string[] {
  const faults: string[] = [];
  if (missed.length > 1_000) faults.push(`${missed.length} missed`);
  if (since === undefined && missed.length > 0) faults.push('missed without since');
  if (new Set(missed.map((outcome) => outcome.cardId)).size !== missed.length) faults.push('a card twice');
  let last = since ?? 0;
  for (const { seq } of missed) {
    if (seq <= last || seq > upTo) faults.push(`missed ${seq} after ${last}, up to ${upTo}`);
    last = seq;
  }
  return faults;
}
