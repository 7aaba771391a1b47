// The ancestors and the children of a task. The children of a child are read on demand.

import { html, nothing } from '../lit.js';
import { get } from '../api.js';
import { count } from '../format.js';
import { stateBadge, stateIcon } from '../icons.js';
import { age, progressBar } from '../parts.js';
import { href, taskHref } from '../router.js';
import { statusText } from './rows.js';

const PAGE = 50;

/** The way from the root to a task. @param {{uid: string, name: string, state: string}[]} ancestors @returns {object} */
export function ancestorChain(ancestors) {
  return html`<nav class="trail" aria-label="Ancestors"><ol><li><a href=${href('tasks')}>Tasks</a></li>
    ${ancestors.map((one) => html`<li><a href=${taskHref(one.uid)}>${stateIcon(one.state)}${one.name}</a></li>`)}</ol></nav>`;
}

/** The children of one task, and of those that were opened. */
export class Children {
  rows = null;
  next = null;
  error = null;
  open = new Map();

  /** @param {import('../app.js').App} app @param {string} uid */
  constructor(app, uid) {
    this.app = app;
    this.uid = uid;
  }

  /** Reads the first page again, in place, and that of every open child. */
  async refresh() {
    await this.#read();
    await Promise.all([...this.open.values()].map((children) => children.refresh()));
  }

  async #read(after) {
    const fields = [['limit', PAGE], ...(after ? [['after', after]] : [])];
    try {
      const page = await get(`api/tasks/${this.uid}/children`, new URLSearchParams(fields));
      this.#take(page, Boolean(after));
      this.error = null;
    }
    catch (error) {
      this.error = error.detail;
    }
    this.app.update();
  }

  #take({ tasks, next }, further) {
    const known = this.rows ?? [];
    const fresh = new Map(tasks.map((row) => [row.uid, row]));
    const kept = known.map((row) => fresh.get(row.uid) ?? row);
    const added = tasks.filter((row) => !known.some((one) => one.uid === row.uid));
    if (further || !this.rows) {
      this.next = next ?? null;
    }
    this.rows = [...kept, ...added];
  }

  /** @returns {object} a template */
  render() {
    if (this.error) {
      return html`<p class="notice error">${this.error}</p>`;
    }
    return this.rows ? html`<ul class="tree">${this.rows.map((row) => this.#row(row))}</ul>
      ${this.next ? html`<button type="button" class="link" @click=${() => this.#read(this.next)}>More children</button>` : nothing}`
      : html`<p class="loading">Loading…</p>`;
  }

  #row(row) {
    const children = this.open.get(row.uid);
    return html`<li data-uid=${row.uid}><div class="branch">
      <button type="button" class="quiet only-icon twist" aria-expanded=${String(Boolean(children))} aria-label="Children of ${row.name}" @click=${() => this.#toggle(row.uid)}>${children ? '▾' : '▸'}</button>
      ${stateBadge(row.state)}<a href=${taskHref(row.uid)}>${row.name}</a>${progressBar(row.progress)}<span class="grow">${statusText(row)}</span>${age(row.createdAt)}</div>
      ${children ? (children.rows?.length === 0 ? html`<p class="empty-line">No children.</p>` : children.render()) : nothing}</li>`;
  }

  #toggle(uid) {
    if (this.open.has(uid)) {
      this.open.delete(uid);
      this.app.update();
    }
    else {
      const children = new Children(this.app, uid);
      this.open.set(uid, children);
      children.refresh();
    }
  }
}

/** The heading of the children. @param {number} number capped at 1,001 @returns {string} */
export function childrenTitle(number) {
  return `Children (${number > 1000 ? '1,000+' : count(number)})`;
}
