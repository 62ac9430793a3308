import type { Page } from 'playwright-core';

import type { House } from './house.ts';

/** A page in a state worth looking at, in any language. */
export interface ShownPage {
  name: string;
  path: (house: House) => string;
  /** Resolves when what the page waits for is there. */
  until: (page: Page) => Promise<unknown>;
}

const says = (text: string | RegExp) => (page: Page) => page.getByText(text).first().waitFor();
const has = (selector: string) => (page: Page) =>
  page.locator(selector).first().waitFor({ state: 'attached' });
/** The card is on its stage, zoom and all. */
const hasCard = has('.words:not([hidden])');

export const PAGES: readonly ShownPage[] = [
  { name: 'history', path: () => '/history', until: says('Musikalien, Lade 18') },
  { name: 'new', path: () => '/new', until: has('input[type=file]') },
  { name: 'upload', path: ({ draft }) => `/batches/${draft}/upload`, until: hasCard },
  {
    name: 'configure',
    path: ({ draft }) => `/batches/${draft}/configure`,
    until: hasCard,
  },
  {
    name: 'process',
    path: ({ process }) => `/batches/${process}/process`,
    until: says(/lade-1\d-00\d\d.jpg/),
  },
  { name: 'results', path: ({ done }) => `/batches/${done}/results`, until: says('Breitkopf und Härtel') },
  {
    name: 'results-open',
    path: ({ done }) => `/batches/${done}/results?card=3`,
    until: has('textarea'),
  },
  {
    name: 'verify',
    path: ({ done }) => `/batches/${done}/verify?queue=all&order=drawer`,
    until: has('.card-word.lit'),
  },
  { name: 'find', path: () => '/find?q=Chorst', until: says('Jesu, meine Freude') },
];
