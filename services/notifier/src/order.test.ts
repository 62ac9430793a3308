import type { CardOutcome } from '@cardmill/contracts';
import { describe, expect, it } from 'vitest';

import { createRandom } from './fake-line.suite.ts';
import { outcomeOf, progressOf } from './model.suite.ts';
import { inOrder, type Message } from './order.ts';

const seqOf = (message: Message): number =>
  message.event === 'card' ? message.outcome.seq : message.progress.seq;
const short = (messages: readonly Message[]): string[] =>
  messages.map((message) => `${message.event} ${seqOf(message)}`);

describe('inOrder', () => {
  it('sends cards, then the progress with the last number', () => {
    expect(short(inOrder(4, 6, [outcomeOf(5), outcomeOf(6)], progressOf(6)))).toEqual([
      'card 5',
      'card 6',
      'progress 6',
    ]);
  });

  it('puts a progress in the place of a number without a card', () => {
    expect(short(inOrder(4, 8, [outcomeOf(5), outcomeOf(7)], progressOf(8)))).toEqual([
      'card 5',
      'progress 6',
      'card 7',
      'progress 8',
    ]);
  });

  it('takes later outcomes back from the progress of an earlier number', () => {
    const now = progressOf(8, {
      status: 'completed',
      total: 4,
      current: 4,
      succeeded: 3,
      failed: 1,
      percentage: 100,
      etaSeconds: 0,
      lastResult: outcomeOf(8),
    });
    const [, filler, , , last] = inOrder(4, 8, [outcomeOf(5), outcomeOf(7, 7, 'failed'), outcomeOf(8)], now);
    // Who leaves at the first terminal status must not leave before the last card.
    expect(filler).toMatchObject({
      progress: {
        seq: 6,
        status: 'running',
        current: 2,
        succeeded: 2,
        failed: 0,
        percentage: 50,
        etaSeconds: null,
        lastResult: { seq: 5 },
      },
    });
    expect(last).toEqual({ event: 'progress', progress: now });
  });

  it('is not terminal while a further page of outcomes is to come', () => {
    const now = progressOf(9, { status: 'completed', total: 4, current: 4, succeeded: 4 });
    expect(inOrder(4, 6, [outcomeOf(5)], now)[1]).toMatchObject({ progress: { seq: 6, status: 'running' } });
  });

  it('takes nothing back that came after the progress was read', () => {
    const now = progressOf(6, { status: 'cancelled', total: 4, current: 4, succeeded: 2, cancelled: 2 });
    const messages = inOrder(4, 6, [outcomeOf(7), outcomeOf(8)], now);
    expect(short(messages)).toEqual(['progress 5', 'progress 6']);
    expect(messages[0]).toMatchObject({ progress: { status: 'cancelled', succeeded: 2 } });
  });

  it('leaves a batch cancelled that was cancelled when nothing comes after', () => {
    const now = progressOf(6, { status: 'cancelled', total: 4, current: 4, cancelled: 4 });
    expect(inOrder(4, 6, [], now)).toMatchObject([
      { progress: { seq: 5, status: 'cancelled' } },
      { progress: { seq: 6, status: 'cancelled' } },
    ]);
  });

  it('sends nothing when there is nothing new', () => {
    expect(inOrder(4, 4, [], progressOf(4))).toEqual([]);
  });

  it('is gapless, in order, a card before its progress, for any mixture and any pages', () => {
    const random = createRandom(11);
    for (let round = 0; round < 300; round += 1) {
      const end = random.below(40);
      const outcomes: CardOutcome[] = [];
      for (let seq = 1; seq <= end; seq += 1) if (random.share() < 0.7) outcomes.push(outcomeOf(seq));
      const messages: Message[] = [];
      for (let sent = 0; sent < end;) {
        const upTo = Math.min(end, sent + 1 + random.below(12));
        const page = outcomes.filter((outcome) => outcome.seq > sent && outcome.seq <= upTo);
        messages.push(...inOrder(sent, upTo, page, progressOf(end)));
        sent = upTo;
      }
      let last = 0;
      for (const message of messages) {
        const seq = seqOf(message);
        expect(seq === last + 1 || (message.event === 'progress' && seq === last)).toBe(true);
        last = seq;
      }
      expect(last).toBe(end);
      expect(messages.flatMap((message) => (message.event === 'card' ? [message.outcome] : []))).toEqual(
        outcomes,
      );
      if (end > 0) expect(messages.at(-1)).toEqual({ event: 'progress', progress: progressOf(end) });
    }
  });
});
