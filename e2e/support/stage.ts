import type { Browser } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';

import { openBrowser, type OpenedPage, openPage, type PageOptions } from './browser.ts';
import { type CardmillOptions, type RunningCardmill, startCardmill } from './cardmill.ts';
import { type Client, createClient } from './client.ts';

/** What the tests of one file share: there from the first of them to the last. */
export interface Stage {
  readonly cardmill: RunningCardmill;
  readonly url: string;
  readonly client: Client;
  readonly browser: Browser;
  /** A page of it in a browser of its own. */
  open: (path: string, options?: PageOptions) => Promise<OpenedPage>;
}

/** The built Cardmill with one worker, and a browser, for the tests of the file that asks for it. */
export function useStage(options: CardmillOptions = { workers: 1 }): Stage {
  let standing: { cardmill: RunningCardmill; browser: Browser; client: Client } | undefined;
  beforeAll(async () => {
    const [cardmill, browser] = await Promise.all([startCardmill(options), openBrowser()]);
    standing = { cardmill, browser, client: createClient(cardmill.url) };
  });
  afterAll(async () => {
    await standing?.browser.close();
    await standing?.cardmill.close();
  });
  const there = () => {
    if (standing === undefined) throw new Error('nothing stands before the first test');
    return standing;
  };
  return {
    get cardmill() {
      return there().cardmill;
    },
    get url() {
      return there().cardmill.url;
    },
    get client() {
      return there().client;
    },
    get browser() {
      return there().browser;
    },
    open: (path, pageOptions) => openPage(there().browser, there().cardmill.url + path, pageOptions),
  };
}
