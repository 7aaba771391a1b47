// The view and its filters live in the query of the address.

/** The names of the views in the order of the navigation, with their labels and their keys after `g`. */
export const VIEWS = [
  { name: 'overview', label: 'Overview', key: 'o' },
  { name: 'tasks', label: 'Tasks', key: 't' },
  { name: 'sessions', label: 'Sessions', key: 's' },
  { name: 'schedules', label: 'Schedules', key: 'c' },
  { name: 'kinds', label: 'Kinds', key: 'k' },
  { name: 'nodes', label: 'Nodes', key: 'n' },
];

/**
 * The address of a view.
 * @param {string} view @param {Object<string, string|string[]|undefined>} [filters] empty ones are left out
 * @returns {string} such as `?view=tasks&state=failed`
 */
export function href(view, filters = {}) {
  const params = new URLSearchParams();
  params.set('view', view);
  Object.entries(filters).flatMap(([name, value]) => [value].flat().map((one) => [name, one]))
    .filter(([, value]) => value !== undefined && value !== null && value !== '')
    .forEach(([name, value]) => params.append(name, value));
  return `?${params}`;
}

/** The address of the page of a task. @param {string} uid @returns {string} */
export function taskHref(uid) {
  return `?${new URLSearchParams({ task: uid })}`;
}

/** The view that an address names. @param {URLSearchParams} params @returns {string} */
export function viewOf(params) {
  if (params.has('task')) {
    return 'task';
  }
  const name = params.get('view');
  return VIEWS.some((view) => view.name === name) ? name : 'overview';
}

/** Follows links and the history of the browser, and tells when the address changed. */
export class Router {
  #search = location.search;

  /** @param {(change: {scroll: number|null}) => void} onChange `scroll` is the position to return to, if any */
  constructor(onChange) {
    this.onChange = onChange;
  }

  /** Begins to follow links and the history. */
  start() {
    history.scrollRestoration = 'manual';
    document.addEventListener('click', (event) => this.#click(event));
    window.addEventListener('popstate', (event) => this.#travelled(event.state));
  }

  #travelled(state) {
    if (location.search !== this.#search) {
      this.#search = location.search;
      this.onChange({ scroll: state?.scroll ?? 0 });
    }
  }

  /** Goes to an address of this page. @param {string} query such as `?view=tasks` @param {boolean} [replace] */
  go(query, replace = false) {
    if (replace) {
      history.replaceState(history.state, '', query);
    }
    else {
      history.replaceState({ scroll: window.scrollY }, '');
      history.pushState(null, '', query);
    }
    this.#search = location.search;
    this.onChange({ scroll: null });
  }

  #click(event) {
    const link = event.target.closest?.('a[href^="?"]');
    const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    if (link && plain && !link.target) {
      event.preventDefault();
      this.go(link.getAttribute('href'));
    }
  }
}
