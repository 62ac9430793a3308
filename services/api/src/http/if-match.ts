import { ProblemError } from '@cardmill/server-kit';

/**
 * The version in an If-Match header: `"3"`, `W/"3"` or a bare 3.
 * @throws ProblemError `if_match_required`; `version_changed` for what can match no version
 */
export function versionOf(header: string | undefined): number {
  if (header === undefined || header.trim() === '') throw new ProblemError('if_match_required');
  const version = /^(?:(?:W\/)?"(\d{1,9})"|(\d{1,9}))$/.exec(header.trim());
  const digits = version?.[1] ?? version?.[2];
  if (digits === undefined) throw new ProblemError('version_changed');
  return Number(digits);
}
