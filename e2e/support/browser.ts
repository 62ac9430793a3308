import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

/** Debian's Chromium without a window; its own calls outside are off, a closed network refuses them by the dozen. */
export const openBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });

/** The two widths every page is drawn for; the narrow one is a telephone, with fingers. */
export const WIDTHS = { 1440: { width: 1440, height: 900 }, 390: { width: 390, height: 844 } } as const;

export interface PageOptions {
  /** Language of the browser, and so of the pages; `en-GB` when absent. */
  locale?: string;
  /** 1440 when absent. */
  width?: keyof typeof WIDTHS;
  theme?: 'light' | 'dark';
  /** Nothing moves, as people may ask their system for. */
  reducedMotion?: boolean;
  /** The page's clock begins at this time, in Berlin. */
  now?: string;
  /** A browser of its own when absent: nothing is shared with another page. */
  context?: BrowserContext;
}

/** A page and everything that went wrong in it. */
export interface OpenedPage {
  page: Page;
  /** What was thrown, said as an error on the console, or refused by the page's own security policy. */
  faults: string[];
  /** Addresses outside the page's origin that it asked for: none, ever. */
  outside: string[];
  close: () => Promise<void>;
}

/** A page at this address as a person opens it, in a browser of its own; a test expects its `faults` and `outside` to be empty. */
export async function openPage(
  browser: Browser,
  url: string,
  options: PageOptions = {},
): Promise<OpenedPage> {
  const context = options.context ?? (await openContext(browser, options));
  const page = await context.newPage();
  const faults: string[] = [];
  const outside: string[] = [];
  const { origin, host } = new URL(url);
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    // A resource that is not there yet (a thumbnail before the inspection) is said by the browser itself.
    if (message.type() === 'error' && !/Failed to load resource/.test(message.text()))
      faults.push(message.text());
  });
  page.on('request', (request) => {
    if (/^https?:/.test(request.url()) && new URL(request.url()).origin !== origin)
      outside.push(request.url());
  });
  page.on('websocket', (socket) => {
    if (new URL(socket.url()).host !== host) outside.push(socket.url());
  });
  page.setDefaultTimeout(60_000);
  await page.goto(url);
  return { page, faults, outside, close: () => page.context().close() };
}

/** A person's browser: pages opened in it share what is remembered there. */
export async function openContext(browser: Browser, options: PageOptions = {}): Promise<BrowserContext> {
  const context = await browser.newContext({
    locale: options.locale ?? 'en-GB',
    viewport: WIDTHS[options.width ?? 1440],
    hasTouch: options.width === 390,
    colorScheme: options.theme ?? 'light',
    reducedMotion: options.reducedMotion === true ? 'reduce' : 'no-preference',
    ...(options.now === undefined ? {} : { timezoneId: 'Europe/Berlin' }),
  });
  if (options.now !== undefined) await context.addInitScript(clockFrom(options.now));
  return context;
}

/** Moves the page's days and leaves its timers alone: zooming waits for time to pass. */
const clockFrom = (now: string): string => `{
  const Real = Date;
  const shift = Real.parse('${now}') - Real.now();
  globalThis.Date = class extends Real {
    constructor(...parts) {
      super(...(parts.length === 0 ? [Real.now() + shift] : parts));
    }
    static now() {
      return Real.now() + shift;
    }
  };
}`;
