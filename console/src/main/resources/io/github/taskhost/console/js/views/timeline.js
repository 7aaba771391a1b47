// The timeline of a task: a bar of its states, and its moments in words.

import { html, nothing, svg } from '../lit.js';
import { absolute, between, clock, isLive, stateWord } from '../format.js';
import { stateIcon } from '../icons.js';

const MOST = 200;

/** Joins moments, without those that are known. @param {object[]} known @param {object[]} more @returns {object[]} in order */
export function joinMoments(known, more) {
  const keys = new Set(known.map(momentKey));
  const fresh = more.filter((moment) => !keys.has(momentKey(moment)));
  return fresh.length ? [...known, ...fresh].sort((a, b) => Date.parse(a.time) - Date.parse(b.time)) : known;
}

function momentKey(moment) {
  return `${moment.time} ${moment.type} ${moment.attempt ?? ''} ${moment.text ?? ''}`;
}

/** The timeline. @param {object} task @param {object[]} moments @returns {object} a template */
export function timeline(task, moments) {
  const shown = moments.slice(-MOST);
  return html`<section aria-labelledby="timeline-title"><h2 id="timeline-title">Timeline</h2>${stateBar(task, moments)}
    ${task.timelinePartial ? html`<p class="hint">Earlier moments are derived from the record; times of waits may be missing.</p>` : nothing}
    ${shown.length < moments.length ? html`<p class="hint">${moments.length - shown.length} earlier moments are not shown.</p>` : nothing}
    <ol class="timeline">${shown.map((moment, index) => momentItem(moment, shown[index - 1]))}</ol></section>`;
}

function momentItem(moment, previous) {
  return html`<li data-state=${stateOf(moment) ?? ''}>${stateIcon(stateOf(moment) ?? 'other')}<span class="grow">${momentText(moment)}</span>
    <time datetime=${moment.time} title=${absolute(moment.time)}>${previous ? `+${between(previous.time, moment.time)}` : absolute(moment.time).slice(11)}</time></li>`;
}

const TYPE_STATES = { registered: 'pending', started: 'running', waiting: 'waiting', running: 'running',
  retry: 'pending', cancel_requested: 'cancel_requested', completed: 'completed', failed: 'failed', cancelled: 'cancelled' };

function stateOf(moment) {
  return moment.state ?? TYPE_STATES[moment.type];
}

const TEXTS = {
  registered: (moment) => (moment.state === 'running' ? 'Registered and started' : 'Registered'),
  started: (moment) => `Attempt ${moment.attempt ?? 1} started`,
  waiting: (moment) => (moment.text ? html`Asked: <q>${moment.text}</q>` : 'Waits'),
  answered: (moment) => (moment.text ? html`Answered: <code>${moment.text}</code>` : 'Answered'),
  declined: () => 'Question declined',
  running: () => 'Runs again',
  retry: (moment) => html`Attempt ${moment.attempt ?? ''} ended, the next one follows${colon(moment.text)}`,
  transferred: (moment) => html`Moved from <code>${moment.from ?? ''}</code> to <code>${moment.session ?? ''}</code>`,
  cancel_requested: (moment) => html`Cancellation requested${colon(moment.text)}`,
  completed: () => 'Completed',
  failed: (moment) => html`Failed${colon(moment.text)}`,
  cancelled: (moment) => html`Cancelled${colon(moment.text)}`,
};

function colon(text) {
  return text ? `: ${text}` : '';
}

function momentText(moment) {
  const text = TEXTS[moment.type]?.(moment) ?? moment.type;
  return html`${text}${moment.by ? html` <span class="hint">by ${moment.by}</span>` : nothing}`;
}

function stateBar(task, moments) {
  const spans = stateSpans(task, moments);
  const start = spans[0]?.from ?? 0;
  const whole = (spans.at(-1)?.to ?? 0) - start;
  if (whole <= 0) {
    return nothing;
  }
  const x = (time) => (1000 * (time - start)) / whole;
  return html`<svg class="state-bar" viewBox="0 0 1000 10" preserveAspectRatio="none" role="img" aria-label=${barText(spans)}>
    ${spans.map((one) => svg`<rect data-state=${one.state} x=${x(one.from)} y="0" height="10" width=${Math.max(2, x(one.to) - x(one.from))}></rect>`)}</svg>`;
}

function stateSpans(task, moments) {
  const changes = moments.map((moment) => ({ state: stateOf(moment), from: Date.parse(moment.time) })).filter(({ state }) => state);
  const end = isLive(task.state) ? clock.now() : Date.parse(task.finishedAt);
  return changes.filter(({ state }) => isLive(state)).map((change, index, all) => ({ ...change, to: all[index + 1]?.from ?? end }))
    .filter(({ from, to }) => to >= from);
}

function barText(spans) {
  return spans.slice(-20).map((one) => `${stateWord(one.state)} ${between(new Date(one.from).toISOString(), new Date(one.to).toISOString())}`).join(', ');
}
