// The keys of the page. They are off in fields and while a dialog is open.

import { html } from './lit.js';
import { href, VIEWS } from './router.js';

const FIELDS = 'input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]';
const AFTER_G = 1500;

const LIST = [
  ['/', 'Search'], ['j', 'Next row'], ['k', 'Previous row'], ['x', 'Select the row'], ['Enter', 'Open the row'],
  ['p', 'Pause, go on'], ['r', 'Refresh'], ...VIEWS.map((view) => [`g ${view.key}`, view.label]), ['?', 'This list'],
  ['Esc', 'Close, leave the field, clear the selection'],
];

/** Listens to the keyboard for the whole page. */
export class Keys {
  #afterG = 0;

  /** @param {import('./app.js').App} app */
  constructor(app) {
    this.app = app;
  }

  /** Begins to listen. */
  start() {
    document.addEventListener('keydown', (event) => this.#key(event));
  }

  #key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || this.app.dialog) {
      return;
    }
    const field = event.target.closest?.(FIELDS);
    if (field) {
      if (event.key === 'Escape') {
        field.blur();
      }
      return;
    }
    if (this.#handle(event.key)) {
      event.preventDefault();
    }
  }

  #handle(key) {
    if (Date.now() < this.#afterG) {
      this.#afterG = 0;
      return this.#go(key);
    }
    const actions = {
      g: () => { this.#afterG = Date.now() + AFTER_G; },
      p: () => this.app.togglePause(),
      r: () => this.app.reload(),
      '?': () => this.app.showDialog(keyList(this.app)),
      '/': () => this.#search(),
      j: () => moveRow(1),
      k: () => moveRow(-1),
      x: () => selectRow(),
    };
    if (actions[key]) {
      actions[key]();
      return true;
    }
    return this.app.view?.onKey?.(key) ?? false;
  }

  #go(key) {
    const view = VIEWS.find((one) => one.key === key);
    if (view) {
      this.app.router.go(href(view.name));
    }
    return Boolean(view);
  }

  #search() {
    const field = document.querySelector('main input[type=search]');
    if (field) {
      field.focus();
      field.select();
    }
    else {
      this.app.router.go(href('tasks'));
    }
  }
}

function rows() {
  return [...document.querySelectorAll('main [data-row]')];
}

function currentRow() {
  return document.activeElement?.closest?.('[data-row]') ?? null;
}

function moveRow(step) {
  const all = rows();
  const at = all.indexOf(currentRow());
  const next = at < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, at + step));
  const target = all[next]?.querySelector('[data-open]');
  target?.focus();
  target?.scrollIntoView({ block: 'nearest' });
}

function selectRow() {
  currentRow()?.querySelector('input[type=checkbox]')?.click();
}

function keyList(app) {
  return {
    render: () => html`<h2 id="dialog-title">Keys</h2>
      <dl class="keys">${LIST.map(([key, text]) => html`<div><dt>${key.split(' ').map((one) => html`<kbd>${one}</kbd> `)}</dt><dd>${text}</dd></div>`)}</dl>
      <div class="actions"><button type="button" autofocus @click=${() => app.showDialog(null)}>Close</button></div>`,
  };
}
