// Applies the chosen theme before the first paint. A classic script, since modules run later.
(() => {
  let theme = null;
  try {
    theme = localStorage.getItem('taskhost.console.theme');
  }
  catch {
    // Storage may be forbidden: the theme of the system applies.
  }
  if (theme === 'light' || theme === 'dark') {
    document.documentElement.dataset.theme = theme;
  }
})();
