import { createHash } from 'node:crypto';

import { drawCard } from '@cardmill/testkit';

import type { TestFile } from '../../support/client.ts';

let drawn: Promise<Buffer> | undefined;

/** The smallest card that is worth reading; drawn once. */
const tinyCard = (): Promise<Buffer> =>
  (drawn ??= drawCard({ lines: ['Bach'], width: 160, height: 96, format: 'jpeg' }).then(({ data }) => data));

/** Tiny cards, each another file. `prefix` begins their names, so that fail points can tell them apart. */
export async function tinyCards(prefix: string, count: number): Promise<TestFile[]> {
  const data = await tinyCard();
  return Array.from({ length: count }, (_, i) => {
    const name = `${prefix}-${String(i + 1).padStart(5, '0')}.jpg`;
    // Bytes after the end of a JPEG change nothing but make each file another one.
    return { name, bytes: Buffer.concat([data, Buffer.from(name)]), type: 'image/jpeg' };
  });
}

/** A card of so many bytes, for uploads that take a while. */
export async function bulkyCard(name: string, bytes: number): Promise<TestFile> {
  const data = await tinyCard();
  const tail = Buffer.alloc(Math.max(0, bytes - data.length), name);
  return { name, bytes: Buffer.concat([data, tail]), type: 'image/jpeg' };
}

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
