// The first screen: counts, the tasks that need a person, charts, kinds, nodes.

import { html, nothing } from '../lit.js';
import { get } from '../api.js';
import { Chart } from '../chart.js';
import { clock, count, isoSpan, plural, stateWord, STATES } from '../format.js';
import { stateIcon } from '../icons.js';
import { age, empty, failure, heading } from '../parts.js';
import { href, taskHref } from '../router.js';
import { nodesTable } from './nodes.js';

const LIVE_STATES = Object.keys(STATES).filter((state) => STATES[state].live);

/** The overview. The stream sends it once a second. */
export class OverviewView {
  title = 'Overview';
  source = { params: () => new URLSearchParams({ view: 'overview' }) };
  data = null;
  error = null;

  /** @param {import('../app.js').App} app */
  constructor(app) {
    this.app = app;
    this.ended = new Chart({ title: 'Ended', unit: 'per 5 s', series: [{ label: 'completed', colour: 'completed' },
      { label: 'failed', colour: 'failed', dash: [6, 3] }, { label: 'cancelled', colour: 'cancelled', dash: [2, 3] }] });
    this.live = new Chart({ title: 'Not ended', unit: 'tasks', series: [{ label: 'tasks', colour: 'running' }] });
  }

  /** Reads the overview once. */
  async load() {
    try {
      this.onLive('overview', await get('api/overview'));
      clock.observe(this.data.now);
      this.error = null;
    }
    catch (error) {
      this.error = error;
    }
  }

  /** Takes live data; a sample without chart points keeps those that are shown. @param {string} name @param {object} data */
  onLive(name, data) {
    if (name === 'overview') {
      this.data = { ...data, series: data.series ?? this.data?.series };
      this.#showSeries(data.series);
    }
  }

  #showSeries(series) {
    if (series) {
      const start = Date.parse(series.start) / 1000;
      const times = series.live.map((value, index) => start + index * series.step);
      this.ended.show(times, [series.completed, series.failed, series.cancelled]);
      this.live.show(times, [series.live]);
    }
  }

  /** Draws the charts when they are in the page. */
  rendered() {
    this.ended.rendered();
    this.live.rendered();
  }

  /** The colours have changed. */
  themeChanged() {
    this.ended.recolour();
    this.live.recolour();
  }

  /** Frees the charts. */
  dispose() {
    this.ended.dispose();
    this.live.dispose();
  }

  /** @returns {object} a template */
  render() {
    return html`${heading('Overview')}${failure(this.error, () => this.app.reload())}
      ${this.data ? this.#content() : this.error ? nothing : html`<p class="loading">Loading…</p>`}`;
  }

  #content() {
    return html`${this.#needs()}${this.#tiles()}${this.#isEmpty ? firstSteps() : this.#charts()}
      ${this.#kinds()}${this.#nodes()}`;
  }

  get #isEmpty() {
    return !this.data.retained && !this.data.kinds?.length && LIVE_STATES.every((state) => !this.data.states[state]);
  }

  #needs() {
    const { oldestQuestion, unresponsive, unstopped, unresponsiveTasks = [], oldestPending } = this.data;
    const failed = this.#failedLately();
    const calm = !oldestQuestion && !unresponsive && !unstopped && !failed;
    return html`<section class=${`needs ${calm ? 'calm' : ''}`} aria-label="Needs you"><h2>Needs you</h2><ul>
      ${calm ? html`<li class="nothing">Nothing. No task waits for an answer, none failed lately, and no ended task still works.</li>` : nothing}
      ${oldestQuestion ? this.#question(oldestQuestion) : nothing}
      ${failed ? html`<li>${stateIcon('failed')}<span>${plural(failed, 'task')} failed in the last 15 minutes: <a href=${href('tasks', { state: 'failed' })}>show failed tasks</a></span></li>` : nothing}
      ${unresponsive ? html`<li>${stateIcon('failed')}<span>${plural(unresponsive, 'thread')} ${unresponsive === 1 ? 'has' : 'have'} outlived the end of ${unresponsive === 1 ? 'its' : 'their'} task</span></li>` : nothing}
      ${unstopped ? html`<li>${stateIcon('failed')}<span>${plural(unstopped, 'task')} whose owner could not be told to end the work</span></li>` : nothing}
      ${unresponsiveTasks.length ? html`<li class="hint"><span>Among them: ${unresponsiveTasks.map((one, index) => html`${index ? ', ' : ''}<a href=${taskHref(one.uid)}>${one.name}</a>`)}</span></li>` : nothing}
      ${oldestPending ? html`<li class="hint">${stateIcon('pending')}<span>Oldest pending: <a href=${taskHref(oldestPending.uid)}>${oldestPending.name}</a>, ${age(oldestPending.since)}</span></li>` : nothing}
    </ul></section>`;
  }

  #failedLately() {
    return (this.data.series?.failed ?? []).reduce((sum, value) => sum + value, 0);
  }

  #question(question) {
    return html`<li>${stateIcon('waiting')}<span class="grow"><a href=${taskHref(question.uid)}>${question.name}</a>
      has asked for ${age(question.since)}: <q>${question.prompt}</q></span>
      <a class="button primary" href=${taskHref(question.uid)}>${this.app.canWrite ? 'Answer' : 'Open'}</a></li>`;
  }

  #tiles() {
    const { states, stored, sessions, hidden, retained, kinds = [] } = this.data;
    const failed = kinds.reduce((sum, kind) => sum + kind.failed, 0);
    const shown = stored?.states ?? states;
    const aged = stored ? html`<p class="hint">All nodes${stored.age ? `, ${isoSpan(stored.age)} old` : ''}. This node: ${LIVE_STATES.map((state) => `${count(states[state])} ${stateWord(state).toLowerCase()}`).join(', ')}.</p>` : nothing;
    return html`<section aria-label="Counts"><ul class="tiles">
      ${LIVE_STATES.map((state) => tile(href('tasks', { state }), shown[state], html`${stateIcon(state)}${stateWord(state)}`, state))}
      ${tile(href('tasks', { state: 'failed' }), failed, html`${stateIcon('failed')}<span>Failed since start</span>`, 'failed', 'Since the start of this process; the list has those that are kept')}
      ${tile(href('tasks', { state: ['completed', 'failed', 'cancelled'] }), retained, 'Ended, kept', '')}
      ${tile(href('sessions'), sessions, 'Sessions', '')}
      ${hidden === undefined ? nothing : html`<li class="tile"><div><span class="figure">${count(hidden)}</span><span class="what">Hidden</span></div></li>`}
    </ul>${aged}</section>`;
  }

  #charts() {
    return html`<section class="charts" aria-label="The last minutes">${this.ended.render()}${this.live.render()}</section>`;
  }

  #kinds() {
    const { kinds = [] } = this.data;
    return kinds.length ? html`<section><h2>Kinds <span class="hint">ended: since the start of this process</span></h2><div class="scroll"><table class="plain figures"><thead><tr><th scope="col">Kind</th>
      ${['Pending', 'Running', 'Waiting', 'Cancelling', 'Completed', 'Failed', 'Cancelled'].map((name) => html`<th scope="col" class="number">${name}</th>`)}</tr></thead>
      <tbody>${kinds.map(kindRow)}</tbody></table></div></section>` : nothing;
  }

  #nodes() {
    const { nodes } = this.data;
    return nodes?.length ? html`<section><h2><a href="?view=nodes">Nodes</a></h2>${nodesTable(nodes)}</section>` : nothing;
  }
}

function tile(link, value, text, state, title) {
  return html`<li class="tile" data-state=${state} title=${title ?? nothing}><a href=${link}><span class="figure">${count(value)}</span><span class="what">${text}</span></a></li>`;
}

function kindRow(kind) {
  const cells = [['pending', kind.pending], ['running', kind.running], ['waiting', kind.waiting],
    ['cancel_requested', kind.cancelRequested], ['completed', kind.completed], ['failed', kind.failed], ['cancelled', kind.cancelled]];
  return html`<tr><th scope="row"><a href=${href('tasks', { kind: kind.name })}>${kind.name}</a></th>
    ${cells.map(([state, value]) => html`<td class="number">${value ? html`<a href=${href('tasks', { kind: kind.name, state })}>${count(value)}</a>` : html`<span class="none">0</span>`}</td>`)}</tr>`;
}

const FIRST_LINES = `@PostMapping("/naps")
String start(Principal user) {
    return this.host.session(user.getName())
        .run("nap", (context) -> context.sleep(Duration.ofMinutes(1))).id();
}`;

function firstSteps() {
  return empty('No task has run yet.', html`<p>With a <code>BackgroundTaskHost host</code> from Spring, these lines start one:</p>
    <pre class="code">${FIRST_LINES}</pre><p>It appears here within a second.</p>`);
}
