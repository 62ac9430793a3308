import { withDeadline } from './deadline.ts';

/** Name of a dependency → a check that rejects when it cannot be used. */
export type ReadyChecks = Readonly<Record<string, () => Promise<unknown>>>;

/** `failed` names each dependency that cannot be used. */
export interface Readiness {
  ready: boolean;
  failed: readonly string[];
}

/** Runs all checks side by side, each bounded (2,000 ms). Never rejects. */
export async function checkReady(checks: ReadyChecks, deadlineMs = 2_000): Promise<Readiness> {
  const outcomes = await Promise.all(
    Object.entries(checks).map(async ([name, check]) => {
      try {
        await withDeadline(Promise.resolve().then(check), deadlineMs, `check of ${name}`);
        return undefined;
      } catch {
        return name;
      }
    }),
  );
  const failed = outcomes.filter((name) => name !== undefined);
  return { ready: failed.length === 0, failed };
}
