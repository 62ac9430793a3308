import { CardError, createFakeRecogniser, type Recogniser } from '@cardmill/ocr-worker';
import { corruptCard, drawCard, truncatedCard } from '@cardmill/testkit';

/** What becomes of a card: read at once, slowly, when the hold is opened, not by the engine, or not even decoded. */
export type Kind = 'reads' | 'slow' | 'held' | 'unreadable' | 'broken';

/** One image of the pool. What is read from it names it, so that a result of another scan is found out. */
export interface Scan {
  /** Unique in the pool; the bytes differ too. */
  id: number;
  kind: Kind;
  bytes: Uint8Array;
}

// The recogniser sees pixels only: the height is the kind, the width the scan.
const KINDS = ['reads', 'slow', 'held', 'unreadable'] as const;
const EACH = 3;
const HEIGHT = 120;
const WIDTH = 200;
const SLOW_MS = 120;
const HOLD_MS = 20;

/** How many scans `makeScans` makes. */
export const SCANS = (KINDS.length + 1) * EACH;

export async function makeScans(): Promise<Scan[]> {
  const readable = KINDS.flatMap((kind, row) => Array.from({ length: EACH }, (_, n) => ({ kind, row, n })));
  const drawn = readable.map(async ({ kind, row, n }, id) => {
    const { data } = await drawCard({ lines: [], height: HEIGHT + row, width: WIDTH + n });
    return { id, kind, bytes: data };
  });
  const broken = [truncatedCard('jpeg'), truncatedCard('png'), corruptCard()].map(async (bytes, n) => {
    const kind: Kind = 'broken';
    return { id: readable.length + n, kind, bytes: await bytes };
  });
  return Promise.all([...drawn, ...broken]);
}

/** What the recogniser reads from a scan. */
export const textOf = (id: number): string => `scan ${id}`;

/** Holds the scans of the kind `held` back while it is shut. */
export interface HoldSwitch {
  shut: boolean;
}

/** Reads scans of the pool; `held` ones only while the hold is open. */
export function createScanReader(hold: HoldSwitch): Recogniser {
  const engine = createFakeRecogniser((image, _options, call) => {
    const row = image.height - HEIGHT;
    const kind = KINDS[row];
    if (kind === undefined) throw new Error(`no scan has the height ${image.height}`);
    const lines = [textOf(row * EACH + image.width - WIDTH)];
    switch (kind) {
      case 'reads':
      case 'held':
        return { kind: 'read', lines };
      case 'slow':
        return { kind: 'read', lines, delayMs: SLOW_MS };
      case 'unreadable':
        // Always the same words, card after card, would be taken for a defect and stop the batch.
        return { kind: 'fail', error: new CardError('ocr_failed', `unreadable ${'x'.repeat(call % 7)}`) };
    }
  });
  return {
    ...engine,
    async recognise(image, options) {
      if (KINDS[image.height - HEIGHT] === 'held') await opened(hold, options.signal);
      return engine.recognise(image, options);
    },
  };
}

async function opened(hold: HoldSwitch, signal: AbortSignal): Promise<void> {
  while (hold.shut) {
    signal.throwIfAborted();
    await new Promise((resolve) => {
      setTimeout(resolve, HOLD_MS);
    });
  }
}
