import { z } from 'zod';

/** The environment does not fit. The message names every wrong variable, never its value. */
export class ConfigError extends Error {
  readonly code = 'config_invalid';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`configuration: ${problems.join('; ')}`);
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

/**
 * Reads a process's settings from its environment, once, in `main.ts`. An empty variable counts as
 * unset (compose files and shells produce those). A bad value is an error, never a silent default.
 *
 * @throws ConfigError naming each wrong variable
 */
export function parseConfig<S extends z.ZodType>(
  schema: S,
  env: Readonly<Record<string, string | undefined>>,
): z.output<S> {
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== ''),
  );
  // Messages of issues hold rules, not input: values may be secrets.
  const parsed = schema.safeParse(given, { reportInput: false });
  if (parsed.success) return parsed.data;
  throw new ConfigError(
    parsed.error.issues.map((issue) =>
      issue.path.length === 0 ? issue.message : `${issue.path.join('.')}: ${issue.message}`,
    ),
  );
}

/** `LOG_LEVEL`: how much is logged. */
export const logLevel = z
  .enum(['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'])
  .default('info');

/** A whole number from the environment, in range; chain `.default()` or `.optional()`. */
export function envInt(min: number, max: number) {
  return z
    .string()
    .trim()
    .regex(/^-?\d+$/, 'must be a whole number')
    .transform(Number)
    .pipe(z.number().int().min(min).max(max));
}

/** `true`, `1`, `yes`, `on` and their opposites. */
export function envFlag() {
  return z.stringbool({ truthy: ['true', '1', 'yes', 'on'], falsy: ['false', '0', 'no', 'off'] });
}

/** A TCP port; 0 lets the system choose. */
export const envPort = () => envInt(0, 65_535);
