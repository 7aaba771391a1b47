// The kinds of work that the application defines.

import { html, nothing } from '../lit.js';
import { get } from '../api.js';
import { clock, count, isoSpan, stateWord } from '../format.js';
import { empty, failure, heading } from '../parts.js';
import { href } from '../router.js';

const EVERY = 5000;
const OUTCOMES = ['completed', 'failed', 'cancelled'];

/** The kinds. They are read every 5 s. */
export class KindsView {
  title = 'Kinds';
  source = { poll: () => this.read(), every: EVERY };
  kinds = null;
  error = null;

  /** @param {import('../app.js').App} app */
  constructor(app) {
    this.app = app;
  }

  /** Reads the kinds for the first time. */
  async load() {
    try {
      await this.read();
      this.error = null;
    }
    catch (error) {
      this.error = error;
    }
  }

  /** Reads the kinds. */
  async read() {
    const { now, kinds } = await get('api/kinds');
    clock.observe(now);
    this.kinds = kinds;
    this.app.update();
  }

  /** @returns {object} a template */
  render() {
    return html`${heading('Kinds', html`<span class="hint">Ended tasks are counted since the start of this process.</span>`)}${failure(this.error, () => this.app.reload())}${this.kinds ? this.#content() : nothing}`;
  }

  #content() {
    return this.kinds.length ? html`<div class="cards">${this.kinds.map(kindCard)}</div>`
      : empty('No kind is known.', html`A method with <code>@BackgroundTaskKind</code> or a <code>BackgroundTaskExecutor</code> bean
        defines one.`);
  }
}

function kindCard(kind) {
  return html`<article class="card kind"><header><h2><a href=${href('tasks', { kind: kind.name })}>${kind.name}</a></h2></header>
    ${kind.description ? html`<p>${kind.description}</p>` : nothing}
    <dl class="counts">${liveCounts(kind)}${OUTCOMES.map((state) => figure(kind.name, state, kind[state]))}</dl>
    ${options(kind.options)}
    ${kind.inputSchemaText ? html`<details><summary>Schema of the input</summary><pre class="code">${kind.inputSchemaText}</pre></details>` : nothing}
  </article>`;
}

function liveCounts(kind) {
  return ['pending', 'running', 'waiting', 'cancel_requested'].filter((state) => kind.live?.[state])
    .map((state) => figure(kind.name, state, kind.live[state]));
}

function figure(kind, state, value) {
  return html`<div data-state=${state}><dt>${stateWord(state)}</dt><dd>${value ? html`<a href=${href('tasks', { kind, state })}>${count(value)}</a>` : '0'}</dd></div>`;
}

function options(values) {
  const entries = Object.entries(values ?? {}).filter(([, value]) => value !== null && value !== '');
  return entries.length ? html`<details><summary>Policies</summary><dl class="facts">${entries.map(([name, value]) => html`<div>
    <dt>${words(name)}</dt><dd>${optionText(value)}</dd></div>`)}</dl></details>` : nothing;
}

function words(name) {
  return name.replaceAll(/([a-z])([A-Z])/g, '$1 $2').replaceAll(/[-_]/g, ' ').toLowerCase();
}

function optionText(value) {
  if (typeof value === 'string' && value.startsWith('P')) {
    return isoSpan(value);
  }
  return typeof value === 'object' ? JSON.stringify(value) : String(value).replaceAll('_', ' ');
}
