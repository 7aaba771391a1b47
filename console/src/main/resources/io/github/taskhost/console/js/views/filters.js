// The filters of the table of tasks.

import { html, live, nothing } from '../lit.js';
import { isLive, isoSpan, stateWord, STATES } from '../format.js';
import { glyph, stateIcon } from '../icons.js';

const TEXT_WAIT = 300;

/** The names of the filters, as they are in the address and in requests. */
export const FILTERS = ['text', 'session', 'kind', 'state', 'worker', 'failure', 'parent', 'olderThan'];

const FAILURES = ['exception', 'reported', 'timeout', 'rejected', 'orphaned', 'unreadable', 'heartbeat_lost', 'retries_exhausted'];
const AGES = ['PT5M', 'PT1H', 'PT6H', 'P1D', 'P7D'];
const LABELS = { text: 'text', session: 'session', kind: 'kind', state: 'state', worker: 'worker', failure: 'failure',
  parent: 'parent', olderThan: 'older than' };

/** The filters of an address. @param {URLSearchParams} params @returns {Object<string, string|string[]>} */
export function readFilters(params) {
  const filters = {};
  FILTERS.filter((name) => params.has(name)).forEach((name) => {
    filters[name] = name === 'state' ? params.getAll('state').filter((state) => Object.hasOwn(STATES, state)) : params.get(name);
  });
  return Object.fromEntries(Object.entries(filters).filter(([, value]) => value.length));
}

/** Filters as parameters of a request. @param {object} filters @returns {Array<[string, string]>} */
export function filterFields(filters) {
  return Object.entries(filters).flatMap(([name, value]) => [value].flat().map((one) => [name, one]));
}

/** Whether a changed row still passes the filters that can change. @param {object} filters @param {object} row */
export function matches(filters, row) {
  const equal = (name, value) => !filters[name] || filters[name] === value;
  return (!filters.state || filters.state.includes(row.state)) && equal('session', row.session)
    && equal('kind', row.kind) && equal('worker', row.worker) && equal('failure', row.failure?.kind);
}

/** Whether tasks that have not ended can pass the filters. @param {object} filters @returns {boolean} */
export function selectsLive(filters) {
  return !filters.state || filters.state.some(isLive);
}

/** The filters in words. @param {object} filters @returns {string} such as `kind import, state failed or cancelled` */
export function filterText(filters) {
  return Object.entries(filters).map(([name, value]) => `${LABELS[name]} ${valueText(name, value)}`).join(', ');
}

function valueText(name, value) {
  if (name === 'olderThan') {
    return isoSpan(value);
  }
  return [value].flat().map((one) => (name === 'state' ? stateWord(one).toLowerCase() : one)).join(' or ');
}

/** The fields above the table. */
export class FilterBar {
  #timer = null;
  #typed = null;
  #open = false;

  /** @param {{filters: object, order: string, kinds: string[], change: (filters: object, replace?: boolean) => void, reorder: Function, refresh: Function}} host */
  constructor(host) {
    this.host = host;
  }

  /** @returns {object} a template */
  render() {
    const { filters } = this.host;
    return html`<form class="filters" role="search" @submit=${(event) => event.preventDefault()}>
      <div class="filter-row">
        <label class="search">${glyph('search')}<span class="unseen">Search names and ids</span>
          <input type="search" placeholder="Search names and ids" maxlength="128" autocomplete="off" spellcheck="false"
            .value=${live(this.#typed ?? filters.text ?? '')} @input=${(event) => this.#text(event.target.value)}
            @blur=${() => { this.#typed = null; }}></label>
        ${this.#order()}
        <button type="button" @click=${() => this.host.refresh()} title="Refresh (r)">Refresh</button>
      </div>
      <fieldset class="chips"><legend class="unseen">States</legend>${Object.keys(STATES).map((state) => this.#state(state))}</fieldset>
      <details class="more" ?open=${this.#open} @toggle=${(event) => { this.#open = event.target.open; }}>
        <summary>More filters</summary><div class="filter-grid">${this.#fields()}</div></details>
      ${this.#active()}
    </form>`;
  }

  #order() {
    return html`<label><span class="unseen">Order</span><select @change=${(event) => this.host.reorder(event.target.value)}>
      ${[['newest', 'Newest first'], ['oldest', 'Oldest first']].map(([value, label]) =>
        html`<option value=${value} ?selected=${this.host.order === value}>${label}</option>`)}</select></label>`;
  }

  #state(state) {
    const chosen = this.host.filters.state?.includes(state) ?? false;
    return html`<label class="chip" data-state=${state}><input type="checkbox" .checked=${live(chosen)}
      @change=${(event) => this.#toggle(state, event.target.checked)}>${stateIcon(state)}${stateWord(state)}</label>`;
  }

  #toggle(state, chosen) {
    const states = (this.host.filters.state ?? []).filter((one) => one !== state);
    this.#set('state', chosen ? [...states, state] : states);
  }

  #fields() {
    const { filters, kinds } = this.host;
    return html`
      ${this.#field('session', 'Session')}
      ${this.#field('kind', 'Kind', 'kinds')}<datalist id="kinds">${kinds.map((kind) => html`<option value=${kind}></option>`)}</datalist>
      ${this.#field('worker', 'Worker')}
      ${this.#select('failure', 'Failure', FAILURES, (one) => one.replaceAll('_', ' '))}
      ${this.#select('olderThan', 'Older than', [...new Set([...AGES, ...[filters.olderThan ?? []].flat()])], isoSpan)}
      ${this.#field('parent', 'Uid of the parent')}`;
  }

  #field(name, label, list) {
    return html`<label class="field">${label}<input autocomplete="off" spellcheck="false" list=${list ?? nothing}
      .value=${live(this.host.filters[name] ?? '')} @change=${(event) => this.#set(name, event.target.value.trim())}></label>`;
  }

  #select(name, label, values, text) {
    const chosen = this.host.filters[name] ?? '';
    return html`<label class="field">${label}<select @change=${(event) => this.#set(name, event.target.value)}>
      <option value="" ?selected=${!chosen}>any</option>
      ${values.map((value) => html`<option value=${value} ?selected=${value === chosen}>${text(value)}</option>`)}</select></label>`;
  }

  #active() {
    const entries = Object.entries(this.host.filters).filter(([name]) => name !== 'state' && name !== 'text');
    return entries.length ? html`<div class="active">${entries.map(([name, value]) => html`<button type="button" class="chip on"
      title="Remove this filter" @click=${() => this.#set(name, '')}>${LABELS[name]}: ${valueText(name, value)} <span aria-hidden="true">×</span></button>`)}
      <button type="button" class="link" @click=${() => this.host.change({})}>Clear all</button></div>` : nothing;
  }

  #text(value) {
    this.#typed = value;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#set('text', value.trim(), true), TEXT_WAIT);
  }

  #set(name, value, replace = false) {
    const filters = { ...this.host.filters, [name]: value };
    this.host.change(Object.fromEntries(Object.entries(filters).filter(([, one]) => one.length)), replace);
  }
}
