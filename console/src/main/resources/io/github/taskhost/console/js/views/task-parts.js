// The parts of the page of a task that only show its record.

import { html, nothing } from '../lit.js';
import { absolute, between, count, isLive, isoSpan, safeLink, until } from '../format.js';
import { agoTime, copyable } from '../parts.js';
import { href } from '../router.js';
import { originFacts } from './origin.js';
import { failureText } from './rows.js';

/** The facts of a record. @param {import('../app.js').App} app @param {object} task @returns {object} a template */
export function facts(app, task) {
  const items = [...identity(app, task), ...originFacts(task), ...times(task), ...policies(task)].filter(([, value]) => value);
  return html`<section aria-labelledby="facts-title"><h2 id="facts-title">Facts</h2><dl class="facts">
    ${items.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl></section>`;
}

function identity(app, task) {
  return [
    ['Kind', html`<a href=${href('tasks', { kind: task.kind })}>${task.kind}</a>`],
    ['Session', html`<a href=${href('tasks', { session: task.session })}>${task.session}</a>`],
    ['Id', copyable(app, task.id, 'id')],
    ['Uid', copyable(app, task.uid, 'uid')],
    ['Idempotency key', task.idempotencyKey && html`<code>${task.idempotencyKey}</code>`],
    ['Producer', task.producer],
    ['Mode', task.mode?.replaceAll('_', ' ')],
    ['Worker', task.worker && html`<a href=${href('tasks', { worker: task.worker })}><code>${task.worker}</code></a>`],
  ];
}

function times(task) {
  return [
    ['Created', instant(task.createdAt)],
    ['Started', instant(task.startedAt)],
    ['Ended', instant(task.finishedAt)],
    [isLive(task.state) ? 'Runs for' : 'Took', task.startedAt && between(task.startedAt, task.finishedAt)],
    ['Next attempt', task.nextAttemptAt && html`<span title=${absolute(task.nextAttemptAt)}>${until(task.nextAttemptAt)}</span>`],
    ['Heartbeat', task.heartbeatAt && agoTime(task.heartbeatAt)],
    ['Cancel asked', task.cancelRequestedAt && html`${instant(task.cancelRequestedAt)}${task.cancelledBy ? ` by ${task.cancelledBy}` : ''}`],
    ['Reason', task.cancelReason],
  ];
}

function instant(iso) {
  return iso && html`<time datetime=${iso} title=${iso}>${absolute(iso)}</time>`;
}

function policies(task) {
  return [
    ['Attempt', task.maxAttempts > 1 ? `${task.attempt} of at most ${task.maxAttempts}` : nothing],
    ['Timeout', task.timeout && isoSpan(task.timeout)],
    ['On cancel', task.cancelPolicy?.replaceAll('_', ' ')],
    ['On close', task.closePolicy?.replaceAll('_', ' ')],
  ].filter(([, value]) => value !== nothing);
}

/** The user that asked for the cancellation, if it is known. @param {object} task @returns {object} a template */
export function cancelledBy(task) {
  const shown = task.cancelledBy && (task.state === 'cancelled' || task.state === 'cancel_requested');
  return shown ? html`<span class="status">by ${task.cancelledBy}</span>` : nothing;
}

/** The attempts and their failures. @param {object[]} attempts @returns {object} a template */
export function attempts(attempts) {
  const interesting = attempts.length > 1 || attempts.some((one) => one.failure);
  return interesting ? html`<section aria-labelledby="attempts-title"><h2 id="attempts-title">Attempts</h2><ol class="attempts">
    ${attempts.map((one) => html`<li><p><b>${one.number}</b> ${one.startedAt ? html`started ${agoTime(one.startedAt)}` : 'not started'}${one.startedAt && one.endedAt ? html`, took ${between(one.startedAt, one.endedAt)}` : nothing}
      ${one.worker ? html`<span class="hint">on <code>${one.worker}</code></span>` : nothing}</p>
      ${attemptEnd(one)}</li>`)}</ol></section>` : nothing;
}

/** The failure of an attempt. An exception that follows a cancellation is no error. */
function attemptEnd({ cancelled, failure }) {
  if (cancelled) {
    return html`<p class="hint">Ended by the cancellation${failure?.message ? html`. The body ended with: ${failure.message}` : nothing}</p>`;
  }
  return failure ? html`<p class="failure">${failureText(failure)}</p>` : nothing;
}

/** How a task failed. @param {object|undefined} failure @returns {object} a template */
export function failurePanel(failure) {
  return failure ? html`<section class="failed" aria-labelledby="failure-title"><h2 id="failure-title">Failure: ${failure.kind.replaceAll('_', ' ')}</h2>
    ${failure.message ? html`<p class="prompt">${failure.message}</p>` : nothing}${failure.type ? html`<p class="hint"><code>${failure.type}</code></p>` : nothing}
    ${failure.stack ? html`<details><summary>Stack trace</summary><pre class="code" tabindex="0" aria-label="Stack trace">${[failure.stack].flat().join('\n')}</pre></details>` : nothing}</section>` : nothing;
}

/** Input, result, artifacts and links. @param {object} task @returns {object} a template */
export function values(task) {
  return html`${payload('Result', task.result)}${payload('Input', task.input)}${artifacts(task.artifacts)}${links(task.links)}`;
}

function payload(title, value) {
  if (!value || (value.text === undefined && value.size === undefined && !value.omitted)) {
    return nothing;
  }
  const size = value.size === undefined ? nothing : html`<span class="hint">${count(value.size)} characters</span>`;
  return html`<section><h2>${title} ${size}</h2>${value.text === undefined ? html`<p class="empty-line">${value.omitted
    ? `It was not kept: ${value.omitted}` : 'Values are not shown. The property that shows them is taskhost.console.show-values.'}</p>`
    : html`<pre class="code" tabindex="0" aria-label=${title}>${value.text}</pre>`}</section>`;
}

function artifacts(list) {
  return list?.length ? html`<section><h2>Artifacts</h2><ul class="plain-list">${list.map((one) => html`<li>${link(one.url, one.name)}
    ${one.path ? html` <code>${one.path}</code>` : nothing}${one.type ? html` <span class="hint">${one.type}</span>` : nothing}</li>`)}</ul></section>` : nothing;
}

function links({ childSessionId, remoteTask, resources = [] } = {}) {
  const entries = [
    ['Child session', childSessionId && html`<a href=${href('tasks', { session: childSessionId })}>${childSessionId}</a>`],
    ['Remote task', remoteTask && link(remoteTask, remoteTask)],
    ...resources.map((one) => ['Resource', link(one, one)]),
  ].filter(([, value]) => value);
  return entries.length ? html`<section><h2>Links</h2><dl class="facts">${entries.map(([name, value]) => html`<div><dt>${name}</dt>
    <dd>${value}</dd></div>`)}</dl></section>` : nothing;
}

function link(uri, text) {
  const address = safeLink(uri);
  return address ? html`<a href=${address} target="_blank" rel="noopener noreferrer">${text}</a>` : html`<span>${text}${uri && uri !== text ? html` <code>${uri}</code>` : nothing}</span>`;
}
