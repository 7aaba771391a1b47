// Cancelling many tasks: those selected, or all that match the filter, in steps that can be stopped.

import { html, nothing } from '../lit.js';
import { post } from '../api.js';
import { count, plural } from '../format.js';
import { nowField, reasonField } from '../dialogs.js';
import { taskNames, tasksText } from '../parts.js';
import { filterFields, filterText, selectsLive } from './filters.js';

const STEP = 100;
const REFUSED_MOST = 200;
const NAMED = 5;

/** The bar below the table and its dialog. */
export class BulkCancel {
  /** @param {import('../app.js').App} app @param {import('./tasks.js').TasksView} view */
  constructor(app, view) {
    this.app = app;
    this.view = view;
  }

  /** The bar, if rows are selected. @returns {object} a template */
  bar() {
    if (!this.app.canWrite || !this.view.page) {
      return nothing;
    }
    const chosen = this.view.selected.size;
    return chosen ? html`<div class="bulk" role="group" aria-label="Selection"><strong>${count(chosen)} selected</strong>
      <button type="button" class="danger" id="cancel-selected" @click=${() => this.#open([...this.view.selected])}>Cancel ${count(chosen)}…</button>
      <button type="button" class="quiet" @click=${() => this.view.clearSelection()}>Clear</button></div>` : nothing;
  }

  /** The button for all tasks that match, if there is a filter that tasks pass that have not ended. @returns {object} a template */
  matchingButton() {
    const { filters, rows } = this.view;
    const filtered = Object.keys(filters).length > 0 && rows.entries.length > 0 && selectsLive(filters);
    return this.app.canWrite && filtered ? html`<div class="actions"><button type="button" id="cancel-matching"
      @click=${() => this.#open(null)}>Cancel all that match…</button></div>` : nothing;
  }

  #open(uids) {
    const chosen = uids?.map((uid) => this.view.rows.get(uid)).filter(Boolean);
    const dialog = new BulkDialog(this.app, chosen, { ...this.view.filters }, () => {
      this.view.selected.clear();
      this.app.reload();
    });
    this.app.showDialog(dialog);
    if (!uids) {
      dialog.preview();
    }
  }
}

class BulkDialog {
  phase = 'ask';
  found = null;
  error = null;
  stopped = false;
  asked = 0;
  skipped = 0;
  refused = 0;
  failed = [];

  constructor(app, chosen, filters, done) {
    this.app = app;
    this.chosen = chosen;
    this.uids = chosen?.map((row) => row.uid);
    this.filters = filters;
    this.done = done;
  }

  async preview() {
    try {
      this.found = await post('api/tasks/cancel', [...filterFields(this.filters), ['preview', 'true']]);
    }
    catch (error) {
      this.error = error.detail;
    }
    this.app.update();
  }

  onClose() {
    this.stopped = true;
    if (this.phase !== 'ask') {
      this.done();
    }
  }

  get #total() {
    return this.uids ? this.uids.length : this.found?.count ?? 0;
  }

  render() {
    return html`<form @submit=${(event) => this.#start(event)}>
      <h2 id="dialog-title" tabindex="-1">${this.#title()}</h2>
      ${this.uids ? html`<p>${taskNames(this.chosen.slice(0, NAMED), this.#total)}</p>` : this.#scope()}
      ${this.phase === 'ask' ? html`${reasonField()}${nowField()}` : this.#progress()}
      ${this.error ? html`<p class="notice error" id="dialog-error" tabindex="-1">${this.error}</p>` : nothing}
      <div class="actions">${this.#buttons()}</div></form>`;
  }

  #title() {
    const tasks = this.uids ? tasksText(this.#total) : 'all that match';
    const done = this.stopped ? 'The cancellation was stopped' : this.error ? 'The cancellation failed' : `${tasksText(this.asked)} asked to stop`;
    return { ask: `Cancel ${tasks}`, run: `Cancelling ${tasks}`, done }[this.phase];
  }

  #scope() {
    if (!this.found) {
      return this.error ? nothing : html`<p class="loading">Counting…</p>`;
    }
    return html`<p><strong id="bulk-count">${tasksText(this.found.count, this.found.capped)}</strong> that ${this.found.count === 1 ? 'has' : 'have'} not ended: ${filterText(this.filters)}. ${taskNames(this.found.tasks ?? [], this.found.count, this.found.capped)}</p>
      <p class="hint">Tasks that are created from now on are left alone.</p>`;
  }

  #progress() {
    const word = { run: this.stopped ? 'Stopping…' : 'Cancelling…', done: this.stopped ? 'Stopped.' : 'Done.' }[this.phase];
    const seen = this.asked + this.skipped + this.refused;
    return html`<div class="steps"><progress max=${Math.max(1, this.#total)} .value=${this.phase === 'done' && !this.stopped ? Math.max(1, this.#total) : seen} aria-label="Cancelled"></progress>
      <p id="bulk-result">${word} ${count(this.asked)} asked to stop${this.skipped ? `, ${count(this.skipped)} had ended already` : ''}${this.refused ? `, ${plural(this.refused, 'task')} refused` : ''}.</p>
      ${this.failed.length ? html`<ul class="refused">${this.failed.slice(0, 20).map((one) => html`<li><code>${one.uid}</code> ${one.detail}</li>`)}</ul>` : nothing}</div>`;
  }

  #buttons() {
    if (this.phase === 'run') {
      return html`<button type="button" id="bulk-stop" ?disabled=${this.stopped} @click=${() => { this.stopped = true; this.app.update(); }}>Stop</button>`;
    }
    const close = html`<button type="button" @click=${() => this.app.showDialog(null)}>${this.phase === 'ask' ? 'Back' : 'Close'}</button>`;
    const total = this.#total;
    return this.phase === 'done' ? close : html`${close}
      <button class="danger" id="bulk-start" ?disabled=${total === 0}>Cancel ${tasksText(total, this.found?.capped)}</button>`;
  }

  async #start(event) {
    event.preventDefault();
    const form = new FormData(event.target);
    const common = [['reason', form.get('reason')?.trim()], ['now', form.get('now') ?? undefined]];
    this.phase = 'run';
    this.error = null;
    this.app.update();
    try {
      await (this.uids ? this.#selected(common) : this.#matching(common));
    }
    catch (error) {
      this.error = error.detail;
    }
    this.#finish();
  }

  async #selected(common) {
    for (let from = 0; from < this.uids.length && !this.stopped; from += STEP) {
      const uids = this.uids.slice(from, from + STEP).map((uid) => ['uid', uid]);
      this.#count(await post('api/tasks/cancel', [...uids, ...common]));
    }
  }

  async #matching(common) {
    let after;
    do {
      const step = await post('api/tasks/cancel', [...filterFields(this.filters), ['until', this.found.until], ['after', after], ...common]);
      this.#count(step);
      after = step.next;
    } while (after && !this.stopped);
    this.stopped = this.stopped && Boolean(after);
  }

  #count({ asked, skipped, failed = [] }) {
    this.asked += asked ?? 0;
    this.skipped += skipped ?? 0;
    this.failed.push(...failed.slice(0, REFUSED_MOST - this.failed.length));
    this.refused += failed.length;
    this.app.update();
  }

  #finish() {
    this.phase = 'done';
    this.app.announce(`${count(this.asked)} tasks asked to stop`);
    this.app.focusSoon('dialog .actions button');
  }
}
