/**
 * Places where a process may be made to die, hang or wait, to show what that costs. The names tell the moment: what is
 * done before it, and what is not yet.
 */
export type FailPoint =
  | 'api.afterStore'
  | 'api.afterAccept'
  | 'dispatch.afterMark'
  | 'dispatch.afterRing'
  | 'sweep.beforeDelete'
  | 'sweep.afterDelete'
  | 'worker.afterClaim'
  | 'worker.afterRead'
  | 'worker.afterFinalise';

/** What happens at a fail point; `key` says at which card, file or batch. */
export type FailPointAction = (point: FailPoint, key: string) => Promise<void>;

// The one state of a module in the whole system: a fault is asked for from outside, by a preloaded module, and the
// code it is put into must not know of it.
let action: FailPointAction | undefined;

/** Asks for faults in this process. Only the fault bench does. */
export function armFailPoints(wanted: FailPointAction): void {
  action = wanted;
}

/**
 * Marks a fail point. The build takes these lines out (`scripts/build-workspace.mjs`), so what is shipped has none;
 * the fault bench runs the sources.
 * @param key name of the card, file or batch at hand
 */
export async function failPoint(point: FailPoint, key: string): Promise<void> {
  await action?.(point, key);
}
