import type { Reading } from '@cardmill/db';

/** What a worker would have read on a card of ordinary size: forty words, the given fields. */
export const readingOf = (fields: Reading['fields']): Reading => ({
  text: 'Bach, Johann Sebastian: Das Wohltemperierte Klavier',
  confidence: 90,
  fields,
  words: Array.from({ length: 40 }, (_, i) => ({
    text: 'Klavier',
    confidence: 90,
    x: i * 20,
    y: 10,
    width: 18,
    height: 12,
  })),
  how: { engine: { name: 'fake', version: '1' } },
});
