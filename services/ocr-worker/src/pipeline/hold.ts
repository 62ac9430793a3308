import { type Logger, withDeadline } from '@cardmill/server-kit';

/** The card in hand, or the sample of one: heartbeats until it is put down; `signal` aborts when it is no longer ours. */
export interface Hold {
  readonly signal: AbortSignal;
  /** Asks at once whether the card is still ours: a hint said that its batch was changed. */
  check(): void;
  /** Nothing was heard for a whole lease: the database was away, or this process stood still (stopped, frozen, moved). */
  lapsed(): boolean;
  end(): void;
}

/**
 * Keeps a claimed card in hand. The database's word is final: a heartbeat that matches no row means cancelled, deleted
 * or taken over. A database that does not answer says nothing, so the work goes on; what is written is fenced anyway.
 * @param heartbeat asks the database whether the card is still ours, and keeps it so.
 * @param stopping aborts when the worker is told to stop.
 */
export function holdCard(
  heartbeat: () => Promise<boolean>,
  leaseMs: number,
  stopping: AbortSignal,
  logger: Logger,
): Hold {
  const fenced = new AbortController();
  const everyMs = leaseMs / 3;
  let heldAt = performance.now();
  let asking = false;
  let wanted = false;
  // A question under way may have been answered before the change that the next one is about: it is asked again.
  const check = (): void => {
    wanted = true;
    if (!asking) void ask();
  };
  const ask = async (): Promise<void> => {
    asking = true;
    while (wanted && !fenced.signal.aborted) {
      wanted = false;
      try {
        // Bounded, so that one lost in a dead connection does not keep the next from going out before the lease ends.
        const held = await withDeadline(heartbeat(), everyMs, 'a heartbeat');
        if (held) heldAt = performance.now();
        else fenced.abort(new Error('the card is no longer in hand'));
      } catch (err) {
        logger.warn({ err }, 'no heartbeat');
      }
    }
    asking = false;
  };
  const timer = setInterval(check, everyMs);
  // By hand, not AbortSignal.any: that would tie every card's signal to the worker's for as long as the worker lives.
  const onStop = (): void => fenced.abort(stopping.reason);
  if (stopping.aborted) onStop();
  else stopping.addEventListener('abort', onStop, { once: true });
  return {
    signal: fenced.signal,
    check,
    lapsed: () => performance.now() - heldAt > leaseMs,
    end() {
      clearInterval(timer);
      stopping.removeEventListener('abort', onStop);
    },
  };
}
