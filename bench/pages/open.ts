import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

/** Debian's Chromium without a window, as the browser tests open it. */
export const openBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
  });

/** Does something with a page in a browser that has nothing in its cache. */
export async function withPage<T>(
  browser: Browser,
  use: (page: Page, context: BrowserContext) => Promise<T>,
): Promise<T> {
  const context = await browser.newContext({ locale: 'en-GB', viewport: { width: 1440, height: 900 } });
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(60_000);
    return await use(page, context);
  } finally {
    await context.close();
  }
}
