// Before the first paint: the theme and the direction of writing that were chosen on this device, if any.
// A file of its own, because the content policy allows no inline script.
try {
  const theme = localStorage.getItem('nuggets.theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
  // What the page at this address is made of is asked for together with what all pages are made of, not after it.
  const page = location.pathname.startsWith('/lessons/') ? 'lesson' : location.pathname === '/' ? 'home' : '';
  const ahead = (href, as) => {
    const link = document.createElement('link');
    link.href = href;
    // As the files themselves are asked for, or they would be asked for twice.
    link.crossOrigin = '';
    if (as === 'script') link.rel = 'modulepreload';
    else {
      link.rel = 'preload';
      link.as = as;
    }
    document.head.append(link);
  };
  if (localStorage.getItem('nuggets.person') !== null) {
    for (const href of self.__AHEAD__[page] ?? []) ahead(href, href.endsWith('.css') ? 'style' : 'script');
    // What home shows first, as `api/learning.ts` asks for it.
    if (page === 'home') ahead('/api/learning/sessions?open=true&limit=1', 'fetch');
  }
  // The first number that is written in a language loads the tables of all: now, while the files are on their way.
  new Intl.NumberFormat(navigator.language).format(0);
} catch {
  // Storage is forbidden here: the system's theme it is.
}
