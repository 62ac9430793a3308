import type { Browser } from 'playwright-core';

import type { Sql } from '../house/fill.ts';

/** One line of the table: what is measured, as it was, and what it may be at most. */
export type Figure = readonly [what: string, measured: string, bound: string];

/** What a part works with; the browser is its own. */
export interface Bench {
  url: string;
  sql: Sql;
  browser: Browser;
  /** Where it stands, for whoever waits. */
  say: (step: string) => void;
}

/** A measurement that can be made alone. */
export interface Part {
  name: string;
  /** On a machine with other work; a quiet one takes a quarter of it. */
  withinMs: number;
  run: (bench: Bench) => Promise<readonly Figure[]>;
}

const sorted = (all: readonly number[]): number[] => all.toSorted((a, b) => a - b);
export const ms = (value: number): string => `${value.toFixed(0)} ms`;
export const medianMs = (all: readonly number[]): string =>
  ms(sorted(all)[Math.floor(all.length / 2)] ?? Number.NaN);
export const worstMs = (all: readonly number[]): string => ms(Math.max(...all));
