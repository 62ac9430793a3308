import type { Page } from 'playwright-core';

/** More parts than any page has between two that a person goes to in turn. */
const MOST_TABS = 80;

/** Goes on by Tab until the part in focus has this role and name, as somebody without a mouse does. */
export async function tabTo(page: Page, role: string, name: RegExp): Promise<void> {
  const wanted = page.getByRole(role as 'button', { name }).and(page.locator(':focus'));
  for (let tabs = 0; tabs < MOST_TABS; tabs += 1) {
    if ((await wanted.count()) > 0) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`no ${role} ${name} within ${MOST_TABS} tabs`);
}
