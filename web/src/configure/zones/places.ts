import type { TryCard, Zone } from '@cardmill/contracts';

import type { Point, Size } from '../../viewer/geometry.ts';
import type { WordBox } from '../../viewer/word-boxes.tsx';
import { around, frameOf, level, zoneOf } from './frame.ts';

/** Where a zone is counted from on a card; null when its anchor is not known there. */
export function originOn(card: TryCard | undefined, zone: Zone): Point | null {
  if (zone.anchor === undefined) return { x: 0, y: 0 };
  return card?.anchors?.[zone.anchor] ?? null;
}

const sizeOf = (card: TryCard | undefined): Size | null => card?.image ?? null;

/** The same place on this card, counted from its edge instead of from the anchor. */
export function zoneFromEdge(card: TryCard | undefined, zone: Zone): Zone | null {
  const [image, origin] = [sizeOf(card), originOn(card, zone)];
  return image === null || origin === null ? null : zoneOf(frameOf(zone, image, origin), image, null);
}

/** The same place on this card, counted from one of its words. */
export function zoneFromWord(card: TryCard, zone: Zone, word: WordBox): Zone | null {
  const [image, origin] = [sizeOf(card), originOn(card, zone)];
  const text = anchorText(word.text);
  if (image === null || origin === null || text === '') return null;
  const { middle, width, height } = around(word);
  const at = level(middle, card.angle ?? 0, image);
  return zoneOf(frameOf(zone, image, origin), image, {
    text,
    at: { x: at.x - width / 2, y: at.y - height / 2 },
  });
}

/** A word as it is looked for on other cards: without the signs around it. */
export const anchorText = (word: string): string => word.replaceAll(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}.]+$/gu, '');
