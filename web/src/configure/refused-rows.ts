import { ProblemError } from '../api/problem.ts';
import type { AutosaveState } from './autosave.ts';
import type { FieldRow } from './field-rows.ts';

const NONE: ReadonlySet<number> = new Set();

/** Rows whose pattern the server did not take: the problem names them by their place among the named ones. */
export function refusedRows({ error }: AutosaveState, rows: readonly FieldRow[]): ReadonlySet<number> {
  if (!(error instanceof ProblemError) || error.problem.code !== 'pattern_invalid') return NONE;
  const named = rows.filter((row) => row.label.trim() !== '');
  return new Set(
    (error.problem.errors ?? []).flatMap(({ path }) => {
      const place = /^body\.fields\.(\d+)\.pattern$/.exec(path)?.[1];
      return (place === undefined ? undefined : named[Number(place)]?.id) ?? [];
    }),
  );
}
