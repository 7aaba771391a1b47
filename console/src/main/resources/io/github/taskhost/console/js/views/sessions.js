// The sessions: owners of tasks.

import { html, live, nothing, repeat } from '../lit.js';
import { get } from '../api.js';
import { clock, count } from '../format.js';
import { glyph } from '../icons.js';
import { age, countsLine, empty, failure, heading, newerPill } from '../parts.js';
import { href } from '../router.js';
import { CloseDialog } from './close-session.js';

const EVERY = 5000;
const TEXT_WAIT = 300;
const LIVE = ['pending', 'running', 'waiting', 'cancel_requested'];

/** A page of sessions. It is read every 5 s; rows change in place. */
export class SessionsView {
  title = 'Sessions';
  source = { poll: () => this.#poll(), every: EVERY };
  rows = null;
  added = 0;
  error = null;
  #timer = null;
  #typed = null;

  /** @param {import('../app.js').App} app @param {URLSearchParams} params */
  constructor(app, params) {
    this.app = app;
    this.accept(params);
  }

  /** Takes another page. @param {URLSearchParams} params @returns {boolean} always true */
  accept(params) {
    this.text = params.get('text') ?? '';
    this.after = params.get('after');
    return true;
  }

  #read() {
    const fields = [['text', this.text], ['after', this.after], ['limit', 50]].filter(([, value]) => value);
    return get('api/sessions', new URLSearchParams(fields));
  }

  /** Reads the page of the address. */
  async load() {
    try {
      const { now, sessions, next } = await this.#read();
      clock.observe(now);
      Object.assign(this, { rows: sessions.map((row) => ({ row, gone: false })), next, added: 0, error: null });
    }
    catch (error) {
      this.error = error;
    }
  }

  async #poll() {
    const { now, sessions } = await this.#read();
    clock.observe(now);
    const byId = new Map(sessions.map((row) => [row.id, row]));
    this.rows?.forEach((entry) => {
      entry.gone = !byId.has(entry.row.id);
      entry.row = byId.get(entry.row.id) ?? entry.row;
      byId.delete(entry.row.id);
    });
    this.added = byId.size;
    this.app.update();
  }

  /** @returns {object} a template */
  render() {
    return html`${heading('Sessions', newerPill(this.added, false, () => this.app.reload()))}
      <form class="filters" role="search" @submit=${(event) => event.preventDefault()}><div class="filter-row">
        <label class="search">${glyph('search')}<span class="unseen">Search ids</span><input type="search" placeholder="Search ids" maxlength="200"
          autocomplete="off" spellcheck="false" .value=${live(this.#typed ?? this.text)}
          @input=${(event) => this.#search(event.target.value)} @blur=${() => { this.#typed = null; }}></label></div></form>
      ${failure(this.error, () => this.app.reload())}
      ${this.rows ? this.#content() : this.error ? nothing : html`<p class="loading">Loading…</p>`}`;
  }

  #search(text) {
    this.#typed = text;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.app.router.go(href('sessions', { text: text.trim() }), true), TEXT_WAIT);
  }

  #content() {
    if (!this.rows.length) {
      return this.text ? empty('No session matches.', html`<a href="?view=sessions">Clear the search</a>`)
        : empty('There are no sessions.', html`A session begins with its first task: <code>host.session("id").run(…)</code>.`);
    }
    return html`<table class="sessions" role="table" aria-label="Sessions"><thead role="rowgroup"><tr role="row">
      ${['Session', 'Not ended', 'Ended', 'Hidden', 'Oldest', ''].map((name) => html`<th role="columnheader">${name || html`<span class="unseen">Actions</span>`}</th>`)}</tr></thead>
      <tbody role="rowgroup">${repeat(this.rows, ({ row }) => row.id, (entry) => this.#row(entry))}</tbody></table>
      <nav class="pager" aria-label="Pages">
        ${this.after ? html`<a class="button" href=${href('sessions', { text: this.text })}>First page</a>` : nothing}
        ${this.next ? html`<a class="button" href=${href('sessions', { text: this.text, after: this.next })}>More</a>` : nothing}
        <span class="hint">${count(this.rows.length)} shown</span></nav>`;
  }

  #row({ row, gone }) {
    return html`<tr role="row" data-row data-session=${row.id} class=${gone ? 'stale' : ''}>
      <td role="cell" class="c-name"><a data-open href=${href('tasks', { session: row.id })}>${row.id}</a>${gone ? html`<span class="mark">gone</span>` : nothing}</td>
      <td role="cell" data-label="Not ended"><span class="number-first">${count(row.live)}</span> <span class="hint">${countsLine(row.states, LIVE)}</span></td>
      <td role="cell" data-label="Ended">${count(row.ended)}${row.partial ? '+' : ''}</td>
      <td role="cell" data-label="Hidden">${count(row.hidden)}</td>
      <td role="cell" data-label="Oldest">${age(row.oldest)}</td>
      <td role="cell" class="c-action">${gone ? nothing : this.#action(row)}</td></tr>`;
  }

  /** A session without live work and without schedules has nothing that a close would end: it is closed already, or will be used again. */
  #action(row) {
    if (!row.open) {
      return html`<span class="hint">nothing open</span>`;
    }
    return this.app.canWrite ? html`<button type="button" @click=${() => this.#close(row)}>Close…</button>` : nothing;
  }

  async #close(row) {
    const dialog = new CloseDialog(this.app, row.id);
    dialog.open();
    await dialog.preview();
  }
}
