// The recurring schedules: their next and last runs, and the actions on them.

import { html, nothing, repeat } from '../lit.js';
import { get, post } from '../api.js';
import { absolute, clock, count, isoSpan, until } from '../format.js';
import { ConfirmDialog } from '../dialogs.js';
import { stateBadge } from '../icons.js';
import { empty, failure, heading, newerPill } from '../parts.js';
import { href, taskHref } from '../router.js';

const EVERY = 5000;

const ACTIONS = {
  trigger: { word: 'Run', title: 'Run now', confirm: 'Start a run', done: 'A run is started', text: 'starts a run now, beside its due times.' },
  pause: { word: 'Pause', title: 'Pause the schedule', confirm: 'Pause', done: 'The schedule is paused', text: 'starts no run until it is resumed. A live run goes on.' },
  resume: { word: 'Resume', title: 'Resume the schedule', confirm: 'Resume', done: 'The schedule is resumed', text: 'starts runs again at its due times.' },
  remove: { word: 'Remove', title: 'Remove the schedule', confirm: 'Remove', done: 'The schedule is removed', danger: true, text: 'is removed. Runs that were started stay.' },
};

/** A page of schedules. It is read every 5 s; rows change in place. */
export class SchedulesView {
  title = 'Schedules';
  source = { poll: () => this.#poll(), every: EVERY };
  rows = null;
  added = 0;
  error = null;

  /** @param {import('../app.js').App} app @param {URLSearchParams} params */
  constructor(app, params) {
    this.app = app;
    this.accept(params);
  }

  /** Takes another page. @param {URLSearchParams} params @returns {boolean} always true */
  accept(params) {
    this.session = params.get('session');
    this.after = params.get('after');
    return true;
  }

  #read() {
    const fields = [['session', this.session], ['after', this.after], ['limit', 50]].filter(([, value]) => value);
    return get('api/schedules', new URLSearchParams(fields));
  }

  /** Reads the page of the address. */
  async load() {
    try {
      const { now, schedules, next } = await this.#read();
      clock.observe(now);
      Object.assign(this, { rows: schedules.map((row) => ({ row, gone: false })), next, added: 0, error: null });
    }
    catch (error) {
      this.error = error;
    }
  }

  async #poll() {
    const { now, schedules } = await this.#read();
    clock.observe(now);
    const byUid = new Map(schedules.map((row) => [row.schedule.uid, row]));
    this.rows?.forEach((entry) => {
      const { uid } = entry.row.schedule;
      entry.gone = !byUid.has(uid);
      entry.row = byUid.get(uid) ?? entry.row;
      byUid.delete(uid);
    });
    this.added = byUid.size;
    this.app.update();
  }

  /** @returns {object} a template */
  render() {
    return html`${heading('Schedules', newerPill(this.added, false, () => this.app.reload()))}
      ${this.session ? html`<p>Of session <code>${this.session}</code>. <a href=${href('schedules')}>Show all</a></p>` : nothing}
      ${failure(this.error, () => this.app.reload())}
      ${this.rows ? this.#content() : this.error ? nothing : html`<p class="loading">Loading…</p>`}`;
  }

  #content() {
    if (!this.rows.length) {
      return empty('There are no schedules.', html`A schedule starts a task again and again:
        <code>session.schedule("nightly", Schedule.cron("0 0 3 * * *", zone), request)</code>, or <code>@BackgroundTaskKind(schedule = "…")</code>.`);
    }
    return html`<table class="sessions" role="table" aria-label="Schedules"><thead role="rowgroup"><tr role="row">
      ${['Schedule', 'Due', 'Next', 'Last run', 'Runs', ''].map((name) => html`<th role="columnheader">${name || html`<span class="unseen">Actions</span>`}</th>`)}</tr></thead>
      <tbody role="rowgroup">${repeat(this.rows, ({ row }) => row.schedule.uid, (entry) => this.#row(entry))}</tbody></table>
      <nav class="pager" aria-label="Pages">
        ${this.after ? html`<a class="button" href=${href('schedules', { session: this.session })}>First page</a>` : nothing}
        ${this.next ? html`<a class="button" href=${href('schedules', { session: this.session, after: this.next })}>More</a>` : nothing}
        <span class="hint">${count(this.rows.length)} shown</span></nav>`;
  }

  #row({ row: { schedule, lastRun }, gone }) {
    return html`<tr role="row" data-row data-schedule=${schedule.id} class=${gone ? 'stale' : ''}>
      <td role="cell" class="c-name"><a data-open href=${href('tasks', { session: schedule.sessionId, kind: schedule.kind })}>${schedule.id}</a>
        ${gone ? html`<span class="mark">not on this page any more</span>` : html`<span class="badge">${schedule.state}</span>`}
        <span class="hint">${schedule.kind} in <a href=${href('schedules', { session: schedule.sessionId })}>${schedule.sessionId}</a></span></td>
      <td role="cell" data-label="Due">${ruleText(schedule)}</td>
      <td role="cell" data-label="Next">${schedule.state === 'paused' ? html`<span class="none">–</span>` : nextTimes(schedule.next)}</td>
      <td role="cell" data-label="Last run">${lastRunCell(schedule, lastRun)}</td>
      <td role="cell" data-label="Runs"><span class="number-first">${count(schedule.counts.runs)}</span> <span class="hint">${missedText(schedule.counts)}</span></td>
      <td role="cell" class="c-action">${this.app.canWrite && !gone ? this.#actions(schedule) : nothing}</td></tr>`;
  }

  #actions(schedule) {
    const toggle = schedule.state === 'paused' ? 'resume' : 'pause';
    return html`<span class="actions">${['trigger', toggle, 'remove'].map((action) => html`<button type="button" class=${ACTIONS[action].danger ? 'quiet danger' : 'quiet'} data-action=${action}
      aria-label="${ACTIONS[action].title}: ${schedule.id}" @click=${() => this.#ask(action, schedule)}>${ACTIONS[action].word}…</button>`)}</span>`;
  }

  #ask(action, schedule) {
    const { title, confirm, done, text, danger } = ACTIONS[action];
    new ConfirmDialog(this.app, {
      title, confirm, danger,
      body: () => html`<p>Schedule <b>${schedule.id}</b> of session <code>${schedule.sessionId}</code> ${text}</p>`,
      run: async () => {
        const { run } = await post(`api/schedules/${action}`, [['session', schedule.sessionId], ['id', schedule.id]]);
        await this.load();
        return action === 'trigger' && !run ? 'A run waits for the end of the last one' : done;
      },
    }).open();
  }
}

/** The rule of due times in words. @param {object} schedule @returns {object} a template */
function ruleText({ schedule, zone }) {
  if (zone) {
    return html`<code>${schedule}</code> <span class="hint">${zone}</span>`;
  }
  return schedule.replace(/PT?[\dDTHMS.]+/, (duration) => isoSpan(duration));
}

function nextTimes(times) {
  if (!times.length) {
    return html`<span class="none">after the run</span>`;
  }
  const [first, ...others] = times;
  return html`<time datetime=${first} title=${absolute(first)}>${until(first)}</time>
    <details class="hint"><summary>${absolute(first)}</summary>${others.map((time) => html`<div><time datetime=${time}>${absolute(time)}</time></div>`)}</details>`;
}

function lastRunCell(schedule, run) {
  if (run) {
    return html`${stateBadge(run.state)} <a href=${taskHref(run.uid)}>${run.name}</a>`;
  }
  return schedule.lastRun ? html`<span class="hint">no longer kept</span>` : html`<span class="none">–</span>`;
}

function missedText({ skipped, misfires, refused }) {
  return [[skipped, 'skipped'], [misfires, 'missed'], [refused, 'refused']].filter(([number]) => number)
    .map(([number, word]) => `${count(number)} ${word}`).join(', ');
}
