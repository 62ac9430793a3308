import type { TryCard, Zone } from '@cardmill/contracts';
import { expect, it } from 'vitest';

import { anchorText, originOn, zoneFromEdge, zoneFromWord } from './places.ts';

const card: TryCard = {
  cardId: '00000000-0000-4000-8000-000000000001',
  filename: '1.png',
  status: 'read',
  error: null,
  text: 'Akten: B.51',
  confidence: 90,
  durationMs: 1,
  flags: [],
  fields: {},
  compared: {},
  characterErrorRate: null,
  image: { width: 1000, height: 500, orientation: 0 },
  angle: 0,
  anchors: { Akten: { x: 100, y: 50 } },
};
const zone: Zone = { x: 0.2, y: 0.1, width: 0.3, height: 0.1 };

it('a zone is counted from a word of the card and back from its edge', () => {
  const word = { text: 'Akten:', x: 100, y: 50, width: 60, height: 20 };
  const anchored = zoneFromWord(card, zone, word);
  expect(anchored).toEqual({ x: 0.1, y: 0, width: 0.3, height: 0.1, anchor: 'Akten' });
  expect(anchored === null ? null : zoneFromEdge(card, anchored)).toEqual(zone);
});

it('nothing is said of an anchor that the card does not have', () => {
  const anchored = { ...zone, anchor: 'Verlag' };
  expect(originOn(card, anchored)).toBeNull();
  expect(zoneFromEdge(card, anchored)).toBeNull();
  expect(zoneFromWord(card, zone, { text: '—', x: 0, y: 0, width: 5, height: 5 })).toBeNull();
});

it.each([
  ['Akten:', 'Akten'],
  ['(Verl.)', 'Verl.'],
  ['»Titel«', 'Titel'],
])('%s is looked for as %s', (word, text) => {
  expect(anchorText(word)).toBe(text);
});
