import { z } from 'zod';

export const Health = z.object({ status: z.literal('OK'), version: z.string() });
export type Health = z.infer<typeof Health>;

/** Readiness: every dependency by name, true when it answers. */
export const Readiness = z.object({ ready: z.boolean(), dependencies: z.record(z.string(), z.boolean()) });
export type Readiness = z.infer<typeof Readiness>;

export const Language = z.object({ code: z.string(), name: z.string() });
export type Language = z.infer<typeof Language>;

/** The languages Cardmill ships models for, with their English names. */
export const SHIPPED_LANGUAGES: readonly Language[] = [
  { code: 'deu', name: 'German' },
  { code: 'eng', name: 'English' },
  { code: 'fra', name: 'French' },
  { code: 'nor', name: 'Norwegian' },
  { code: 'lat', name: 'Latin' },
  { code: 'frk', name: 'German (Fraktur)' },
];
