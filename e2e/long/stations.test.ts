import { drawCard } from '@cardmill/testkit';
import { expect, it } from 'vitest';

import { startCardmill } from '../support/cardmill.ts';
import { createClient } from '../support/client.ts';
import { numbersOf, watchBatch } from '../support/watcher.ts';

const STATIONS = 5;
const CARDS = 100;

it('five stations submit a hundred cards each at once: all are read, none twice, no watcher misses a number', async () => {
  const cardmill = await startCardmill({ workers: 2 });
  try {
    const client = createClient(cardmill.url);
    const submit = async (station: number) => {
      const draft = await client.createBatch({
        title: `Lade ${station}`,
        station: `Platz ${station}`,
        fields: [{ label: 'Nummer' }],
        languages: ['deu'],
      });
      const watching = await watchBatch(cardmill.url, draft.name);
      for (let first = 0; first < CARDS; first += 10) {
        const files = await Promise.all(
          Array.from({ length: 10 }, async (_, i) => {
            const n = first + i + 1;
            const { data } = await drawCard({
              lines: [`Nummer: ${station * 1000 + n}`],
              width: 600,
              height: 240,
            });
            return { name: `${n}.png`, bytes: data };
          }),
        );
        const reply = await client.upload({ batch: draft.name }, files);
        expect(reply.accepted).toBe(10);
      }
      await client.act(draft.name, 'start');
      return { name: draft.name, watching, station };
    };
    const batches = await Promise.all(Array.from({ length: STATIONS }, (_, i) => submit(i + 1)));
    for (const { name, watching, station } of batches) {
      expect(await client.ended(name, 900_000)).toMatchObject({
        status: 'completed',
        counts: { succeeded: CARDS },
      });
      const last = await watching.ended();
      expect(numbersOf(watching)).toEqual(Array.from({ length: last.seq }, (_, i) => i + 1));
      expect(new Set(watching.cards.map((card) => card.cardId)).size).toBe(watching.cards.length);
      expect(watching.state().outcomes.size).toBe(CARDS);
      // One card, one outcome: start and a hundred cards are all the numbers there are.
      expect(last.seq).toBe(CARDS + 1);
      const rows = await client.results(name);
      const right = rows.filter(
        (row) => row.fields['nummer']?.value === String(station * 1000 + row.position),
      ).length;
      expect(right).toBeGreaterThanOrEqual(CARDS - 5);
      watching.close();
    }
  } finally {
    await cardmill.close();
  }
});
