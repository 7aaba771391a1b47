// The choice of the theme: the system's, light, dark. Storage may be forbidden; the choice then lasts for this page.

const KEY = 'taskhost.console.theme';
const NEXT = { system: 'light', light: 'dark', dark: 'system' };

/** @returns {'system'|'light'|'dark'} the chosen theme */
export function currentTheme() {
  return document.documentElement.dataset.theme ?? 'system';
}

/** Changes to the next theme and keeps it. */
export function chooseTheme() {
  const theme = NEXT[currentTheme()];
  if (theme === 'system') {
    delete document.documentElement.dataset.theme;
  }
  else {
    document.documentElement.dataset.theme = theme;
  }
  keep(theme);
}

function keep(theme) {
  try {
    localStorage.setItem(KEY, theme);
  }
  catch {
    // The choice lasts for this page.
  }
}
