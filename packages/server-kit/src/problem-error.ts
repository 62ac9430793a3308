import { PROBLEMS } from '@cardmill/contracts';
import type { ProblemCode } from '@cardmill/contracts';

/**
 * An error we made on purpose: only these may show their words to a client. Everything else is an
 * opaque 500. `code`, `status` and `title` come from the contracts' problem catalogue.
 */
export class ProblemError extends Error {
  readonly code: ProblemCode;
  /** HTTP status that the code stands for. */
  readonly status: number;
  readonly title: string;
  /** A sentence about this case; no secrets, no card text. */
  readonly detail: string | undefined;
  /** More members of the problem document, e.g. `{fields: [...]}`. */
  readonly extra: Readonly<Record<string, unknown>>;

  constructor(
    code: ProblemCode,
    options: { detail?: string; cause?: unknown; extra?: Readonly<Record<string, unknown>> } = {},
  ) {
    const { status, title } = PROBLEMS[code];
    super(options.detail ?? title, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'ProblemError';
    this.code = code;
    this.status = status;
    this.title = title;
    this.detail = options.detail;
    this.extra = options.extra ?? {};
  }
}
