// The rows of a page of tasks. They change in place and never move.

import { html, nothing } from '../lit.js';
import { isLive, stateWord, until } from '../format.js';
import { stateBadge } from '../icons.js';
import { age, progressBar } from '../parts.js';
import { href, taskHref } from '../router.js';

/** The rows that a view shows, each with the marks of this page. */
export class RowList {
  entries = [];
  #byUid = new Map();

  /** Shows other rows. @param {object[]} rows */
  replace(rows) {
    this.entries = rows.map((row) => ({ row, mark: null }));
    this.#byUid = new Map(this.entries.map((entry) => [entry.row.uid, entry]));
  }

  /** The uids in their order. @returns {string[]} */
  get uids() {
    return this.entries.map((entry) => entry.row.uid);
  }

  /** A row. @param {string} uid @returns {object|undefined} */
  get(uid) {
    return this.#byUid.get(uid)?.row;
  }

  /**
   * Takes newer versions of rows and the uids of removed tasks.
   * @param {{rows?: object[], gone?: string[]}|object[]} change @param {(row: object) => boolean} matches
   */
  change(change, matches) {
    const { rows = [], gone = [] } = Array.isArray(change) ? { rows: change } : change;
    rows.forEach((row) => this.#changeRow(row, matches));
    gone.forEach((uid) => this.#mark(uid, 'removed'));
  }

  #changeRow(row, matches) {
    const entry = this.#byUid.get(row.uid);
    if (entry && row.version >= entry.row.version) {
      entry.row = row;
      entry.mark = matches(row) ? null : 'no longer matches';
    }
  }

  #mark(uid, mark) {
    const entry = this.#byUid.get(uid);
    if (entry) {
      entry.mark = mark;
    }
  }
}

/** The columns of the table. */
export const COLUMNS = ['State', 'Name', 'Kind', 'Session', 'Progress', 'Attempt', 'Age'];

/**
 * A row of the table.
 * @param {{row: object, mark: string|null}} entry @param {{selected?: Set<string>, onSelect?: Function}} options
 */
export function taskRow({ row, mark }, { selected, onSelect }) {
  return html`<tr role="row" data-row data-uid=${row.uid} class=${mark ? 'stale' : ''}>
    ${onSelect ? selectCell(row, selected, onSelect) : nothing}
    <td role="cell" class="c-state">${stateBadge(row.state)}${mark ? html`<span class="mark">${mark}</span>` : nothing}</td>
    <td role="cell" class="c-name"><a data-open href=${taskHref(row.uid)}>${row.name}</a><span class="sub">${row.id}</span></td>
    <td role="cell" class="c-kind" data-label="Kind"><a href=${href('tasks', { kind: row.kind })} tabindex="-1">${row.kind}</a></td>
    <td role="cell" class="c-session" data-label="Session"><a href=${href('tasks', { session: row.session })} tabindex="-1">${row.session}</a></td>
    <td role="cell" class="c-progress">${progressBar(row.progress)}${statusText(row)}</td>
    <td role="cell" class="c-attempt" data-label="Attempt">${attemptText(row)}</td>
    <td role="cell" class="c-age" data-label="Age">${age(row.createdAt)}</td>
  </tr>`;
}

function selectCell(row, selected, onSelect) {
  return html`<td role="cell" class="c-select"><label class="hit"><input type="checkbox" .checked=${selected.has(row.uid)}
    aria-label="Select ${row.name}" ?disabled=${!isLive(row.state) && !selected.has(row.uid)}
    @change=${(event) => onSelect(row.uid, event.target.checked)}></label></td>`;
}

function attemptText(row) {
  return row.maxAttempts > 1 ? `${row.attempt} / ${row.maxAttempts}` : `${row.attempt ?? ''}`;
}

/** One line about a task: its question, failure, reason or status. @param {object} row @returns {object} */
export function statusText(row) {
  if (row.asks) {
    return html`<span class="line asks">${row.asks.prompt}</span>`;
  }
  if (row.failure && row.state === 'failed') {
    return html`<span class="line failure">${failureText(row.failure)}</span>`;
  }
  if (row.unresponsive) {
    return html`<span class="line failure">its work could not be ended</span>`;
  }
  if (row.nextAttemptAt && row.state === 'pending') {
    return html`<span class="line">next attempt ${until(row.nextAttemptAt)}${row.failure ? `: ${failureText(row.failure)}` : ''}</span>`;
  }
  return plainStatus(row);
}

function plainStatus(row) {
  const text = (row.state === 'cancelled' || row.state === 'cancel_requested') && row.cancelReason ? row.cancelReason : statusLine(row);
  return text ? html`<span class="line">${text}</span>` : nothing;
}

/** The status line of a task; that of an ended one is marked, since it is no news. @param {object} row @returns {string|undefined} */
export function statusLine(row) {
  return row.status && !isLive(row.state) ? `last status: ${row.status}` : row.status;
}

/** A failure in one line. @param {{kind: string, message?: string}} failure @returns {string} */
export function failureText(failure) {
  return failure.message ? `${failure.kind.replaceAll('_', ' ')}: ${failure.message}` : failure.kind.replaceAll('_', ' ');
}

/** A link to a task with its state. @param {object} row @returns {object} */
export function taskLink(row) {
  return html`<a href=${taskHref(row.uid)} title=${stateWord(row.state)}>${row.name}</a>`;
}
