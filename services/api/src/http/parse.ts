import { ProblemError } from '@cardmill/server-kit';
import type { z } from 'zod';

/**
 * A part of a request in the form its schema says.
 * @throws ProblemError `invalid_request`, with the path and a sentence for each thing that is wrong
 */
export function parsePart<S extends z.ZodType>(schema: S, value: unknown, where: string): z.output<S> {
  const parsed = schema.safeParse(value, { reportInput: false });
  if (!parsed.success) {
    const errors = parsed.error.issues.map((issue) => ({
      path: [where, ...issue.path].join('.'),
      message: issue.message,
    }));
    throw new ProblemError('invalid_request', { extra: { errors } });
  }
  // PostgreSQL stores no NUL, neither in text nor in JSON.
  if (holdsNul(parsed.data)) {
    throw new ProblemError('invalid_request', {
      extra: { errors: [{ path: where, message: 'a NUL character cannot be stored' }] },
    });
  }
  return parsed.data;
}

function holdsNul(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('\u0000');
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([key, member]) => key.includes('\u0000') || holdsNul(member));
}
