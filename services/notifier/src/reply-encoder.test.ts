import { Encoder, PacketType } from 'socket.io-parser';
import { describe, expect, it } from 'vitest';

import { outcomeOf, progressOf } from './model.suite.ts';
import { createReplyEncoder } from './reply-encoder.ts';

const ack = (...data: unknown[]) => ({ type: PacketType.ACK, nsp: '/', id: 7, data });
/** What a client makes of it: type and id, then JSON. */
const read = (encoded: unknown): unknown => {
  const [, head, json] = /^(\d+)(.*)$/s.exec(String(encoded)) ?? [];
  return [head, JSON.parse(json ?? '')];
};

describe('createReplyEncoder', () => {
  const outcomes = [
    outcomeOf(1),
    outcomeOf(2, 2, 'failed'),
    { ...outcomeOf(3), filename: 'Ä "1"\n\u2028.jpg' },
  ];
  const welcome = { ok: true, progress: progressOf(3), missed: outcomes, truncated: false };

  it.each([
    ['a welcome', ack(welcome)],
    ['one with nothing missed', ack({ ...welcome, missed: [] })],
    ['a refusal', ack({ ok: false, problem: { code: 'batch_not_found' } })],
    ['another reply', ack({ ok: true })],
    ['a reply of two parts', ack(welcome, 1)],
    ['a reply of none', ack()],
    ['an event', { type: PacketType.EVENT, nsp: '/', data: ['card', outcomes[0]] }],
    ['another namespace', { ...ack(welcome), nsp: '/x' }],
  ])('writes %s as Socket.IO does', (_what, packet) => {
    const encoder = createReplyEncoder();
    const whole = new Encoder().encode(packet);
    for (let times = 0; times < 2; times += 1) {
      const written = encoder.encode(packet);
      expect(written).toHaveLength(1);
      if (packet.nsp === '/') expect(read(written[0])).toEqual(read(whole[0]));
      else expect(written).toEqual(whole);
    }
  });
});
