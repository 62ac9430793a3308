import { connect, createServer, type Server, type Socket } from 'node:net';

import { stablePort } from './stable-port.ts';

/**
 * What a wire does to new connections and, where it can, to those that are there.
 * - `refuse`: nobody listens; open connections are cut in order.
 * - `reset`: every connection is reset.
 * - `blackhole`: connections stay, bytes of both ways vanish; those connections never come back.
 * - `slow`: each piece of data is `ms` late, plus up to `jitterMs`.
 */
export type WireMode =
  | { kind: 'pass' }
  | { kind: 'refuse' }
  | { kind: 'reset' }
  | { kind: 'blackhole' }
  | { kind: 'slow'; ms: number; jitterMs: number };

/** A wire in front of a server that can fail in the ways wires fail. */
export interface TcpProxy {
  readonly port: number;
  /** A server's address, by way of this wire. */
  through(url: string): string;
  set(mode: WireMode): Promise<void>;
  /** The connections there are now become silent for ever; new ones work. */
  blackholeOld(): void;
  /** The connections there are now are reset; new ones work. */
  resetOld(): void;
  /** Passes everything, and ends the connections that are silent: nobody need find out any more. */
  heal(): Promise<void>;
  /** Cuts the connection over which so many more bytes have gone to the server. */
  cutAfter(bytes: number): void;
  /** Cuts one connection when this text has gone to the server: what it answers is lost. Resolves when it happened. */
  cutOn(text: string): Promise<void>;
  /** Tells clients that the server says no more, and keeps listening to them. */
  halfClose(): void;
  /** The server moved. */
  retarget(port: number): void;
  connections(): number;
  close(): Promise<void>;
}

interface Wire {
  near: Socket;
  far: Socket;
  silent: boolean;
}

/** A wire on a port of its own to a server on the loopback address. */
export async function createTcpProxy(targetPort: number): Promise<TcpProxy> {
  const port = await stablePort();
  const wires = new Set<Wire>();
  let target = targetPort;
  let mode: WireMode = { kind: 'pass' };
  let bytesLeft: number | null = null;
  let cut: { text: string; happened: () => void } | null = null;
  let server: Server | null = await listen();

  function listen(): Promise<Server> {
    return new Promise((resolve, reject) => {
      const made = createServer({ allowHalfOpen: true }, accept);
      made.once('error', reject);
      made.listen(port, '127.0.0.1', () => resolve(made));
    });
  }

  function accept(near: Socket): void {
    near.on('error', () => undefined);
    if (mode.kind === 'reset') {
      near.resetAndDestroy();
      return;
    }
    if (mode.kind === 'blackhole') {
      const wire = { near, far: near, silent: true };
      wires.add(wire);
      near.resume();
      near.on('close', () => wires.delete(wire));
      return;
    }
    const far = connect({ port: target, host: '127.0.0.1', allowHalfOpen: true });
    far.on('error', () => undefined);
    const wire: Wire = { near, far, silent: false };
    wires.add(wire);
    carry(wire, near, far, (chunk) => spend(wire, chunk));
    carry(wire, far, near, () => false);
    near.on('close', () => {
      wires.delete(wire);
      far.destroy();
    });
    // A server that goes away says so to its client, unless the wire is dead.
    far.on('close', () => {
      if (!wire.silent) near.destroy();
    });
  }

  function carry(wire: Wire, from: Socket, to: Socket, last: (chunk: Buffer) => boolean): void {
    let dueAt = 0;
    const late = (what: () => void): void => {
      if (mode.kind !== 'slow' && dueAt <= performance.now()) return what();
      const delay = mode.kind === 'slow' ? mode.ms + Math.random() * mode.jitterMs : 0;
      // In order: nothing overtakes what was sent before it.
      dueAt = Math.max(dueAt, performance.now() + delay);
      setTimeout(what, dueAt - performance.now());
    };
    from.on('data', (chunk) => {
      if (wire.silent) return;
      late(() => {
        if (wire.silent || to.destroyed) return;
        const wasLast = last(chunk);
        if (!to.write(chunk)) from.pause();
        if (wasLast) loseReply(wire);
      });
    });
    to.on('drain', () => from.resume());
    from.on('end', () => late(() => void (wire.silent || to.end())));
  }

  /** Whether this was the last of the connection. */
  function spend(wire: Wire, chunk: Buffer): boolean {
    if (cut !== null && chunk.includes(cut.text)) {
      cut.happened();
      cut = null;
      return true;
    }
    if (bytesLeft === null) return false;
    bytesLeft -= chunk.length;
    if (bytesLeft > 0) return false;
    bytesLeft = null;
    wire.near.resetAndDestroy();
    return false;
  }

  /** What was sent arrives and is acted on; the client never hears of it. */
  function loseReply({ near, far }: Wire): void {
    near.removeAllListeners('close');
    far.removeAllListeners('data');
    far.resume();
    far.once('data', () => far.destroy());
    near.resetAndDestroy();
    for (const wire of wires) if (wire.near === near) wires.delete(wire);
  }

  const each = (what: (wire: Wire) => void): void => {
    for (const wire of wires) what(wire);
  };

  async function shut(): Promise<void> {
    const was = server;
    server = null;
    if (was === null) return;
    const closed = new Promise<void>((resolve) => was.close(() => resolve()));
    each(({ near, far }) => {
      near.destroy();
      far.destroy();
    });
    await closed;
  }

  return {
    port,
    through(url) {
      const by = new URL(url);
      by.host = `127.0.0.1:${port}`;
      return by.href;
    },
    async set(wanted) {
      mode = wanted;
      if (mode.kind === 'refuse') return shut();
      server ??= await listen();
      if (mode.kind === 'reset') each(({ near }) => near.resetAndDestroy());
      if (mode.kind === 'blackhole') each((wire) => (wire.silent = true));
    },
    blackholeOld: () => each((wire) => (wire.silent = true)),
    resetOld: () => each(({ near }) => near.resetAndDestroy()),
    async heal() {
      mode = { kind: 'pass' };
      bytesLeft = null;
      server ??= await listen();
      each(({ near, silent }) => void (silent && near.resetAndDestroy()));
    },
    cutAfter(bytes) {
      bytesLeft = bytes;
    },
    cutOn: (text) =>
      new Promise<void>((happened) => {
        cut = { text, happened };
      }),
    halfClose: () => each(({ near }) => near.end()),
    retarget(to) {
      target = to;
    },
    connections: () => wires.size,
    close: shut,
  };
}
