import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

import { stablePort } from '@cardmill/testkit';

/**
 * How a request of S3 goes wrong.
 * - `status`: refused with that status and S3 error code.
 * - `truncate`: the reply says its whole length and breaks off after so many bytes.
 * - `loseWrite`: answered as if it had been done, and not done.
 * - `loseReply`: done, and the connection is cut instead of answering.
 * - `late`: done, so many milliseconds later.
 */
export type S3Fault =
  | { kind: 'status'; status: number; code: string }
  | { kind: 'truncate'; bytes: number }
  | { kind: 'loseWrite' }
  | { kind: 'loseReply' }
  | { kind: 'late'; ms: number };

export interface S3Rule {
  fault: S3Fault;
  /** Left out: any. */
  method?: 'GET' | 'PUT' | 'POST' | 'HEAD' | 'DELETE';
  /** The object's key must hold it. */
  keyHas?: string;
  /** So often; left out: until it is removed. */
  times?: number;
}

export interface S3Proxy {
  readonly port: number;
  /** The first rule that fits a request is the one. Gives what it counted. */
  add(rule: S3Rule): { hits: () => number };
  heal(): void;
  retarget(port: number): void;
  close(): Promise<void>;
}

/** In front of an S3 server, which sees the requests as they were signed. */
export async function createS3Proxy(targetPort: number): Promise<S3Proxy> {
  const port = await stablePort();
  const agent = new Agent({ keepAlive: true });
  let target = targetPort;
  let rules: { rule: S3Rule; hits: number }[] = [];

  const faultOf = (incoming: IncomingMessage): S3Fault | null => {
    for (const each of rules) {
      const { method, keyHas, times } = each.rule;
      if (method !== undefined && method !== incoming.method) continue;
      if (keyHas !== undefined && !(incoming.url ?? '').includes(keyHas)) continue;
      if (times !== undefined && each.hits >= times) continue;
      each.hits += 1;
      return each.rule.fault;
    }
    return null;
  };

  function forward(incoming: IncomingMessage, reply: ServerResponse, fault: S3Fault | null): void {
    const { method, url: path, headers } = incoming;
    const onward = request({ host: '127.0.0.1', port: target, method, path, headers, agent }, (answer) => {
      if (fault?.kind === 'loseReply') {
        answer.resume();
        answer.once('end', () => incoming.socket.resetAndDestroy());
        return;
      }
      reply.writeHead(answer.statusCode ?? 502, answer.headers);
      if (fault?.kind === 'truncate') breakOff(answer, reply, fault.bytes);
      else answer.pipe(reply);
    });
    onward.once('error', () => incoming.socket.destroy());
    incoming.pipe(onward);
  }

  async function serve(incoming: IncomingMessage, reply: ServerResponse): Promise<void> {
    const fault = faultOf(incoming);
    switch (fault?.kind) {
      case 'status':
        incoming.resume();
        reply.writeHead(fault.status, { 'content-type': 'application/xml' });
        reply.end(`<?xml version="1.0"?><Error><Code>${fault.code}</Code><Message>fault</Message></Error>`);
        return;
      case 'loseWrite':
        incoming.resume();
        incoming.once('end', () =>
          reply.writeHead(200, { etag: '"00000000000000000000000000000000"' }).end(),
        );
        return;
      case 'late':
        await sleep(fault.ms);
        return forward(incoming, reply, null);
      case 'truncate':
      case 'loseReply':
      case undefined:
        return forward(incoming, reply, fault);
    }
  }

  const server = createServer((incoming, reply) => {
    incoming.on('error', () => undefined);
    reply.on('error', () => undefined);
    void serve(incoming, reply);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });

  return {
    port,
    add(rule) {
      const counted = { rule, hits: 0 };
      rules.push(counted);
      return { hits: () => counted.hits };
    },
    heal() {
      rules = [];
    },
    retarget(to) {
      target = to;
    },
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      agent.destroy();
      await closed;
    },
  };
}

function breakOff(answer: IncomingMessage, reply: ServerResponse, bytes: number): void {
  let left = bytes;
  answer.on('data', (chunk: Buffer) => {
    if (left <= 0) return;
    reply.write(chunk.subarray(0, left));
    left -= chunk.length;
    // What was written has to leave before the connection ends.
    if (left <= 0) setTimeout(() => reply.destroy(), 20);
  });
  answer.on('end', () => reply.destroy());
}
