// Sets theme and language before the first paint. The same keys as src/theme/theme.ts and src/i18n/language.ts.
(function () {
  var query = new URLSearchParams(location.search);
  function kept(key) {
    try {
      return localStorage.getItem(key);
    } catch {
      return null; // storage is off: the system's choice holds
    }
  }
  var theme = query.get('theme') || kept('cardmill.theme');
  var dark = theme === 'dark' || (theme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
  var language = query.get('lang') || kept('cardmill.language') || navigator.language || 'en';
  document.documentElement.lang = language.slice(0, 2) === 'de' ? 'de' : 'en';
})();
