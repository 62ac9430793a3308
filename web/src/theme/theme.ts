export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

/** Also read by public/before-paint.js. */
export const THEME_KEY = 'cardmill.theme';

export const asTheme = (value: string | null): Theme => THEMES.find((theme) => theme === value) ?? 'system';

/** Puts the theme on the page; `system` is asked for each time, and again when the system changes. */
export function showTheme(theme: Theme, root: HTMLElement, systemIsDark: boolean): void {
  root.dataset['theme'] = theme === 'dark' || (theme === 'system' && systemIsDark) ? 'dark' : 'light';
}
