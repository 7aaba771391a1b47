// The dialog that closes a session.

import { html, nothing } from '../lit.js';
import { ConsoleError, get, post } from '../api.js';
import { count, plural } from '../format.js';
import { ConfirmDialog } from '../dialogs.js';
import { taskNames, tasksText } from '../parts.js';

const OFFERED = 50;
const NAMED = 10;

/** Says what the close of a session will do, does it, and reports. */
export class CloseDialog {
  found = null;
  refused = null;
  offered = [];

  /** @param {import('../app.js').App} app @param {string} id of the session */
  constructor(app, id) {
    this.app = app;
    this.id = id;
    this.dialog = new ConfirmDialog(app, { title: 'Close the session', confirm: 'Close the session', danger: true,
      done: `Session ${id} is closed`, body: () => this.#body(), run: (form) => this.#run(form) });
  }

  /** Shows the dialog. */
  open() {
    this.dialog.open();
  }

  /** Reads the effect of the close, and the sessions that can take tasks if any moves. */
  async preview() {
    try {
      this.found = await get('api/sessions/close-preview', new URLSearchParams({ session: this.id }));
      await this.#readOffered();
    }
    catch (error) {
      this.refused = error.detail;
    }
    this.app.focusSoon('dialog input');
  }

  get #moves() {
    return this.found.transfer > 0 || Boolean(this.found.capped);
  }

  async #readOffered() {
    if (this.#moves) {
      const { sessions } = await get('api/sessions', new URLSearchParams({ limit: OFFERED }));
      this.offered = sessions.filter(({ id, open }) => open && id !== this.id).map(({ id }) => id);
    }
  }

  #body() {
    if (this.refused) {
      return html`<p class="notice error">${this.refused}</p>`;
    }
    return html`<p>Session <code>${this.id}</code> ends. Each task follows its close policy:</p>
      ${this.found ? this.#fates() : html`<p class="loading">Counting…</p>`}`;
  }

  #fates() {
    const { keep, cancel, transfer, hidden, schedules, tasks = {}, capped } = this.found;
    return html`<ul class="fates">${this.#fate(keep, tasks.keep ?? [], 'kept: they go on without the session')}
      ${this.#fate(cancel, tasks.cancel ?? [], 'cancelled')}
      ${this.#fate(transfer, tasks.transfer ?? [], 'moved to another session')}
      <li><b>${count(hidden)}</b> hidden interrupted</li>
      ${schedules ? html`<li><b>${plural(schedules, 'schedule')}</b> removed</li>` : nothing}</ul>
      ${capped ? html`<p class="hint">The session has more tasks than were looked at.</p>` : nothing}
      ${this.#moves ? this.#successor(transfer) : nothing}`;
  }

  #fate(number, names, word) {
    return html`<li><b>${tasksText(number, this.found.capped)}</b> ${word} ${names.length ? html`<br>${taskNames(names, number, this.found.capped)}` : nothing}</li>`;
  }

  #successor(transfer) {
    return html`<label class="field">Move them to <span class="hint">${transfer ? 'the id of a session' : 'the id of a session, if tasks move'}; one that does not exist begins with these tasks</span>
        <input name="successor" list="successors" autocomplete="off" ?required=${transfer > 0}></label>
      <datalist id="successors">${this.offered.map((id) => html`<option value=${id}></option>`)}</datalist>`;
  }

  async #run(form) {
    const successor = form.get('successor')?.trim();
    if (successor === this.id) {
      throw new ConsoleError(0, 'The tasks leave this session. Choose another one.');
    }
    const report = await post('api/sessions/close', [['session', this.id], ['successor', successor]]);
    this.app.announce(`Session ${this.id} is closed`);
    this.dialog.onClose = () => this.app.reload();
    return closeReport(report, successor);
  }
}

function closeReport({ kept = [], cancelled = [], transferred = [], interrupted = [] }, successor) {
  const moved = successor ? `moved to ${successor}` : 'moved';
  const lines = [['kept', kept], ['cancelled', cancelled], [moved, transferred], ['hidden interrupted', interrupted]];
  return html`<div id="close-report"><dl class="facts">${lines.map(([word, ids]) => html`<div>
    <dt>${word}</dt><dd>${count(ids.length)}${ids.length ? html` <span class="hint">${ids.slice(0, NAMED).map(String).join(', ')}${ids.length > NAMED ? ` and ${count(ids.length - NAMED)} more` : ''}</span>` : nothing}</dd></div>`)}</dl></div>`;
}
