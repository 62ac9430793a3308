import { z } from 'zod';

/** Every process that changes a batch says so here after the commit. A lost message costs one poll interval. */
export const HINT_CHANNEL = 'cardmill:hint';

/** Sample readings are wanted, says whoever asked for them. The message says nothing more; lost, it costs a poll interval. */
export const SAMPLE_CHANNEL = 'cardmill:sample';

/**
 * `seq`: the batch's number after the change. `action`: a person changed the batch, so a worker with one of its cards
 * in hand asks whether the card is still its own. `gone`: the batch was deleted.
 */
export const Hint = z.object({
  batch: z.string(),
  seq: z.int().min(0),
  kind: z.enum(['outcome', 'action', 'change', 'gone']),
});
export type Hint = z.infer<typeof Hint>;

/** A hint as it travels. */
export const encodeHint = (hint: Hint): string => JSON.stringify(hint);

/** Reads a message of the channel; null for anything that is not a hint, which is ignored. */
export function decodeHint(message: string): Hint | null {
  try {
    return Hint.safeParse(JSON.parse(message)).data ?? null;
  } catch {
    return null;
  }
}
