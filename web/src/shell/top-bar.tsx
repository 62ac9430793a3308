import { Languages, Moon, ScanLine, Sun, SunMoon } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, NavLink } from 'react-router';

import { LANGUAGE_KEY } from '../i18n/language.ts';
import { keep } from '../theme/kept.ts';
import { THEMES } from '../theme/theme.ts';
import { useTheme } from '../theme/use-theme.ts';
import { Mark } from './mark.tsx';
import { StationDialog, useStation } from './station.tsx';

export function TopBar() {
  const { t } = useTranslation();
  const [station] = useStation();
  const [naming, setNaming] = useState(false);
  return (
    <header className="top">
      <Link className="brand" to="/history" aria-label="Cardmill">
        <Mark />
        <span>Cardmill</span>
      </Link>
      <nav className="nav" aria-label={t('nav.main')}>
        <NavLink to="/history">{t('nav.history')}</NavLink>
        <NavLink to="/find">{t('nav.find')}</NavLink>
      </nav>
      <span className="grow" />
      <div className="tools-top">
        <button
          type="button"
          className="btn ghost sml"
          onClick={() => setNaming(true)}
          title={t('nav.station')}
        >
          <ScanLine className="i" aria-hidden />
          <span className="only-wide cut" style={{ maxWidth: 180 }}>
            {station === '' ? t('nav.noStation') : station}
          </span>
        </button>
        <LanguageSwitch />
        <ThemeSwitch />
      </div>
      {naming && <StationDialog onClose={() => setNaming(false)} />}
    </header>
  );
}

function LanguageSwitch() {
  const { t, i18n } = useTranslation();
  const other = i18n.language === 'de' ? 'en' : 'de';
  const choose = async (): Promise<void> => {
    await i18n.changeLanguage(other);
    document.documentElement.lang = other;
    keep(LANGUAGE_KEY, other);
  };
  return (
    <button type="button" className="btn ghost sml" onClick={() => void choose()} title={t('nav.language')}>
      <Languages className="i" aria-hidden />
      <span lang={other}>{other === 'de' ? 'Deutsch' : 'English'}</span>
    </button>
  );
}

const ICONS = { system: SunMoon, light: Sun, dark: Moon };
const WORDS = { system: 'nav.themeSystem', light: 'nav.themeLight', dark: 'nav.themeDark' } as const;

function ThemeSwitch() {
  const { t } = useTranslation();
  const [theme, setTheme] = useTheme();
  const Icon = ICONS[theme];
  const next = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? 'system';
  return (
    <button
      type="button"
      className="btn ghost sml icon"
      aria-label={t(WORDS[theme])}
      title={t(WORDS[theme])}
      onClick={() => setTheme(next)}
    >
      <Icon className="i" aria-hidden />
    </button>
  );
}
