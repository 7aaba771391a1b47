// The table of tasks.

import { html, nothing, repeat, live } from '../lit.js';
import { get } from '../api.js';
import { clock, count, isLive } from '../format.js';
import { empty, failure, heading, newerPill } from '../parts.js';
import { href } from '../router.js';
import { BulkCancel } from './bulk.js';
import { FilterBar, filterFields, filterText, matches, readFilters } from './filters.js';
import { COLUMNS, RowList, taskRow } from './rows.js';

/** A uid before those of all tasks, for a page without rows. */
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

/** A page of tasks with filters. Live data changes its rows in place. */
export class TasksView {
  title = 'Tasks';
  rows = new RowList();
  selected = new Set();
  page = null;
  error = null;
  newer = { count: 0 };
  kinds = [];
  #request = 0;

  /** @param {import('../app.js').App} app @param {URLSearchParams} params */
  constructor(app, params) {
    this.app = app;
    this.source = { params: () => this.#liveParams() };
    this.filterBar = new FilterBar(this);
    this.bulk = new BulkCancel(app, this);
    this.accept(params);
    this.#readKinds();
  }

  /** Takes other filters. @param {URLSearchParams} params @returns {boolean} always true */
  accept(params) {
    this.filters = readFilters(params);
    this.order = params.get('order') === 'oldest' ? 'oldest' : 'newest';
    this.after = params.get('after');
    this.before = params.get('before');
    this.selected.clear();
    return true;
  }

  async #readKinds() {
    const { kinds } = await get('api/kinds').catch(() => ({ kinds: [] }));
    this.kinds = kinds.map((kind) => kind.name);
    this.app.update();
  }

  /** Reads the page of the address. */
  async load() {
    this.#request += 1;
    const request = this.#request;
    try {
      const page = await get('api/tasks', this.#params());
      if (request === this.#request) {
        this.#show(page);
      }
    }
    catch (error) {
      this.error = error;
    }
  }

  #show(page) {
    clock.observe(page.now);
    this.error = null;
    this.page = page;
    this.newer = { count: 0 };
    this.rows.replace(page.tasks);
    [...this.selected].filter((uid) => !this.rows.get(uid)).forEach((uid) => this.selected.delete(uid));
  }

  #params() {
    const fields = [...filterFields(this.filters), ['order', this.order], ['limit', this.app.session?.limits?.rows ?? 50]];
    return new URLSearchParams([...fields, ...this.#cursor()]);
  }

  #cursor() {
    return [['after', this.after], ['before', this.before]].filter(([, value]) => value);
  }

  #liveParams() {
    const params = new URLSearchParams([['view', 'rows'], ...this.rows.uids.map((uid) => ['uid', uid])]);
    if (this.#first) {
      filterFields(this.filters).forEach(([name, value]) => params.append(name, value));
      params.append('newest', this.rows.uids[0] ?? BEFORE_ALL);
    }
    return params;
  }

  get #first() {
    return this.order === 'newest' && !this.after && !this.before;
  }

  /** Takes live data. @param {string} name @param {object} data */
  onLive(name, data) {
    if (name === 'rows') {
      this.rows.change(data, (row) => matches(this.filters, row));
    }
    if (name === 'newer') {
      this.newer = data;
    }
  }

  /** Shows other filters. @param {object} filters @param {boolean} [replace] without a new entry in the history */
  change(filters, replace = false) {
    this.app.router.go(href('tasks', { ...filters, order: this.#orderParam(this.order) }), replace);
  }

  /** Shows the other order. @param {string} order */
  reorder(order) {
    this.app.router.go(href('tasks', { ...this.filters, order: this.#orderParam(order) }));
  }

  #orderParam(order) {
    return order === 'oldest' ? order : undefined;
  }

  /** Reads the page again. */
  refresh() {
    this.app.reload();
  }

  /** Escape clears the selection. @param {string} key @returns {boolean} */
  onKey(key) {
    if (key === 'Escape' && this.selected.size) {
      this.clearSelection();
      return true;
    }
    return false;
  }

  /** Selects no row. */
  clearSelection() {
    this.selected.clear();
    this.app.update();
  }

  /** @returns {object} a template */
  render() {
    const pill = newerPill(this.newer.count, this.newer.capped, () => this.#showNewest());
    return html`${heading('Tasks', html`${pill}${this.bulk.matchingButton()}`)}
      ${this.filterBar.render()}
      ${failure(this.error, () => this.app.reload())}
      ${this.page ? this.#content() : html`<p class="loading">Loading…</p>`}
      ${this.bulk.bar()}`;
  }

  async #showNewest() {
    await this.app.reload();
    this.app.announce('The newest tasks are shown');
    this.app.focusSoon('h1');
  }

  #content() {
    return html`${this.rows.entries.length ? this.#table() : this.#nothing()}${this.#pager()}`;
  }

  #table() {
    return html`<table class="tasks" role="table" aria-label="Tasks"><thead role="rowgroup"><tr role="row">
      ${this.app.canWrite ? html`<th role="columnheader" class="c-select">${this.#selectAll()}</th>` : nothing}
      ${COLUMNS.map((name) => html`<th role="columnheader" class="c-${name.toLowerCase()}">${name}</th>`)}</tr></thead>
      <tbody role="rowgroup">${repeat(this.rows.entries, (entry) => entry.row.uid, (entry) => taskRow(entry, this.#rowOptions()))}</tbody></table>`;
  }

  #rowOptions() {
    return this.app.canWrite ? { selected: this.selected, onSelect: (uid, chosen) => this.#select(uid, chosen) } : {};
  }

  #select(uid, chosen) {
    this.selected[chosen ? 'add' : 'delete'](uid);
    this.app.update();
  }

  #selectAll() {
    const open = this.rows.entries.filter(({ row, mark }) => isLive(row.state) && mark !== 'removed').map(({ row }) => row.uid);
    const all = open.length > 0 && open.every((uid) => this.selected.has(uid));
    const toggle = () => open.forEach((uid) => this.selected[all ? 'delete' : 'add'](uid));
    return html`<label class="hit"><input type="checkbox" aria-label="Select all tasks of this page that have not ended"
      .checked=${live(all)} ?disabled=${!open.length} @change=${() => { toggle(); this.app.update(); }}></label>`;
  }

  #nothing() {
    if (this.page.partial) {
      return empty('No match so far.', html`The search looked through many tasks and stopped. <b>Go on</b> below looks further.`);
    }
    if (Object.keys(this.filters).length) {
      return empty('No task matches.', html`Hidden by the filter: ${filterText(this.filters)}.
        <button type="button" class="link" @click=${() => this.change({})}>Clear the filter</button>`);
    }
    return empty('There are no tasks.', html`The <a href="?view=overview">overview</a> shows the lines that start one.`);
  }

  #pager() {
    const { previous, next, partial, tasks } = this.page;
    const to = (cursor) => href('tasks', { ...this.filters, order: this.#orderParam(this.order), ...cursor });
    const [back, on] = this.order === 'newest' ? ['Newer', 'Older'] : ['Older', 'Newer'];
    return html`<nav class="pager" aria-label="Pages">
      ${this.after || this.before ? html`<a class="button" href=${to({})}>First page</a>` : nothing}
      ${previous ? html`<a class="button" href=${to({ before: previous })}>${back}</a>` : nothing}
      ${next ? html`<a class="button" id="next" href=${to({ after: next })}>${partial ? 'Go on' : on}</a>` : nothing}
      <span class="hint">${partial ? 'The search stopped after many tasks that do not match.' : `${count(tasks.length)} shown`}</span></nav>`;
  }
}
