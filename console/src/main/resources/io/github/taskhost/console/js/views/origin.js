// The schedule that started a task, the tasks that it waits for, and the members of a group as one.

import { html, nothing } from '../lit.js';
import { absolute, count } from '../format.js';
import { stateBadge } from '../icons.js';
import { href, taskHref } from '../router.js';

/** The facts about the origin of a task. @param {object} task @returns {Array<[string, object]>} */
export function originFacts({ run, awaited, awaitedCount }) {
  return [
    ['Schedule', run && html`<a href=${href('schedules', { session: run.sessionId })}>${run.scheduleId}</a>`],
    ['Due', run && html`<time datetime=${run.due}>${absolute(run.due)}</time>`],
    ['Run before', run?.previous && html`<a href=${taskHref(run.previous)}>the run before</a>`],
    ['Waits for', awaitedCount && awaitedLinks(awaited ?? [], awaitedCount)],
  ];
}

function awaitedLinks(awaited, number) {
  return html`${awaited.map((one) => html`${stateBadge(one.state)} <a class="awaited" href=${taskHref(one.uid)}>${one.name}</a> `)}
    ${number > awaited.length ? html`<span class="hint">and ${count(number - awaited.length)} more</span>` : nothing}`;
}

/** A group as one: its members by their ends. @param {object} task @returns {object} a template */
export function groupPanel(task) {
  if (task.kind !== 'group' || !task.progress) {
    return nothing;
  }
  const { current, total } = task.progress;
  const ends = groupEnds(task.result?.text);
  return html`<section aria-labelledby="group-title" class="group"><h2 id="group-title">Group</h2>
    <p><progress max=${total || 1} .value=${current} aria-label="Members that have ended"></progress>
      <b>${count(current)} of ${count(total)}</b> members have ended</p>
    ${ends ? html`<dl class="facts">${['completed', 'failed', 'cancelled', 'removed'].map((word) => html`<div><dt>${word}</dt><dd>${count(ends[word])}</dd></div>`)}</dl>` : nothing}
    <p><a href=${href('tasks', { parent: task.uid })}>All members</a> · <a href=${href('tasks', { parent: task.uid, state: 'failed' })}>Failed members</a>
      · <a href=${href('tasks', { parent: task.uid, state: 'cancelled' })}>Cancelled members</a></p></section>`;
}

function groupEnds(text) {
  try {
    const ends = JSON.parse(text ?? 'null');
    return typeof ends?.total === 'number' ? ends : null;
  }
  catch {
    return null;
  }
}
