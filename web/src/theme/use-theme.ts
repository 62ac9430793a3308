import { useEffect, useState } from 'react';

import { keep, readKept } from './kept.ts';
import { asTheme, showTheme, type Theme, THEME_KEY } from './theme.ts';

export function useTheme(): [Theme, (theme: Theme) => void] {
  const [theme, setTheme] = useState<Theme>(() =>
    asTheme(new URLSearchParams(location.search).get('theme') ?? readKept(THEME_KEY)),
  );
  useEffect(() => {
    const system = matchMedia('(prefers-color-scheme: dark)');
    const show = () => showTheme(theme, document.documentElement, system.matches);
    show();
    system.addEventListener('change', show);
    return () => system.removeEventListener('change', show);
  }, [theme]);
  return [
    theme,
    (next) => {
      keep(THEME_KEY, next);
      setTheme(next);
    },
  ];
}
