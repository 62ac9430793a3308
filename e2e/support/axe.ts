import axe, { type AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

import { WIDTHS } from './browser.ts';

const WCAG_22_AA = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** What axe holds against the page as it stands, in a line each: the rule, the part, and what is wrong. */
async function violationsOf(page: Page, runOnly: readonly string[]): Promise<string[]> {
  // By the debugger's way, which the page's own policy does not hinder.
  await page.evaluate(axe.source);
  const found = await page.evaluate<AxeResults['violations'], readonly string[]>(async (only) => {
    const judge: typeof axe = Reflect.get(globalThis, 'axe');
    const { violations } = await judge.run({ runOnly: [...only], resultTypes: ['violations'] });
    return violations;
  }, runOnly);
  return found.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.target.join(' ')}: ${node.html}: ${node.failureSummary}`),
  );
}

/** The same at each width, light and dark; the page stays as it is, so a dialog or an open row stays open. */
export async function violationsEverywhere(page: Page, what: string): Promise<string[]> {
  const all: string[] = [];
  for (const viewport of [WIDTHS[390], WIDTHS[1440]]) {
    await page.setViewportSize(viewport);
    for (const colorScheme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.locator(`html[data-theme=${colorScheme}]`).waitFor();
      // What else axe looks at is the same in both themes, and costs seconds.
      const found = await violationsOf(page, colorScheme === 'dark' ? ['color-contrast'] : WCAG_22_AA);
      all.push(...found.map((one) => `${what}, ${viewport.width}, ${colorScheme}: ${one}`));
    }
  }
  return all;
}
