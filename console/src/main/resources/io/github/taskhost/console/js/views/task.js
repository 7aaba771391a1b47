// The page of one task.

import { html, nothing } from '../lit.js';
import { ConsoleError, get, post } from '../api.js';
import { ConfirmDialog, nowField, reasonField } from '../dialogs.js';
import { absolute, ago, between, clock, isLive, stateWord } from '../format.js';
import { stateBadge, stateIcon } from '../icons.js';
import { failure, heading, progressBar } from '../parts.js';
import { ancestorChain, Children, childrenTitle } from './family.js';
import { goneTask, wrongAddress } from './no-task.js';
import { Messages } from './messages.js';
import { OutputTail } from './output.js';
import { QuestionPanel } from './question.js';
import { StackPanel } from './stack.js';
import { groupPanel } from './origin.js';
import { failureText, statusLine } from './rows.js';
import { attempts, cancelledBy, facts, failurePanel, values } from './task-parts.js';
import { joinMoments, timeline } from './timeline.js';

const OUTPUT_PAGES = 100;
const OUTPUT_LINES = 200;
const CHILDREN_EVERY = 5000;
const UID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** One task, live. The stream sends its record, moments, output and messages. */
export class TaskView {
  title = 'Task';
  task = null;
  moments = [];
  gone = null;
  error = null;
  actionError = null;
  endedHere = false;

  /** @param {import('../app.js').App} app @param {URLSearchParams} params */
  constructor(app, params) {
    this.app = app;
    this.uid = params.get('task');
    this.valid = UID.test(this.uid);
    this.live = { params: () => new URLSearchParams([['view', 'task'], ['uid', this.uid]]) };
    this.question = new QuestionPanel(app, this.uid);
    this.messages = new Messages(app, this.uid);
    this.stack = new StackPanel(app, this.uid);
    this.children = new Children(app, this.uid);
    this.output = new OutputTail(app, this.uid);
    this.timer = setInterval(() => this.#refreshChildren(), CHILDREN_EVERY);
  }

  /** The live data, unless there is no task to follow. */
  get source() {
    return this.valid && !this.gone ? this.live : null;
  }

  /** Whether the page shows the last state of a task that was removed. */
  get frozen() {
    return Boolean(this.gone && this.task);
  }

  get #path() {
    return `api/tasks/${this.uid}`;
  }

  /** Reads the task, its output and its messages. An address without a uid is not sent anywhere. */
  async load() {
    if (!this.valid) {
      return;
    }
    try {
      this.#take(await get(this.#path));
      this.gone = null;
      this.error = null;
      await Promise.all([this.#readOutput(), this.#readMessages(), this.task.childrenCount ? this.children.refresh() : null]);
    }
    catch (error) {
      this.#failed(error);
    }
  }

  #failed(error) {
    if (error.status === 404) {
      this.gone = error;
      this.question.remove();
      this.app.holdClock();
    }
    else {
      this.error = error;
    }
  }

  async #readOutput() {
    for (let page = 0; page < OUTPUT_PAGES; page += 1) {
      const before = this.output.next;
      const answer = await get(`${this.#path}/output`, new URLSearchParams([['limit', OUTPUT_LINES], ...(before ? [['after', before]] : [])]));
      this.output.append(answer);
      if (!answer.lines.length || this.output.next === before) {
        return;
      }
    }
  }

  async #readMessages() {
    const { last } = this.messages;
    this.messages.append(await get(`${this.#path}/messages`, new URLSearchParams(last === null ? [] : [['after', last]])));
  }

  #refreshChildren() {
    if (this.task?.childrenCount && isLive(this.task.state) && !this.gone && !this.app.paused && document.visibilityState === 'visible') {
      this.children.refresh();
    }
  }

  /** The position from which the stream goes on after what was read. @returns {string} */
  position() {
    return [`v${this.task?.version ?? 0}`, `o${this.output.next}`, ...(this.messages.last === null ? [] : [`m${this.messages.last}`])].join('.');
  }

  #take(task) {
    clock.observe(task.now);
    this.error = null;
    this.endedHere ||= Boolean(this.task) && isLive(this.task.state) && !isLive(task.state);
    const hadChildren = this.task?.childrenCount;
    this.task = task;
    this.title = task.name;
    this.output.name = task.name;
    this.moments = task.timeline ?? this.moments;
    this.question.take(task);
    if (hadChildren !== undefined && hadChildren !== task.childrenCount) {
      this.children.refresh();
    }
  }

  /** Takes live data. @param {string} name @param {object} data */
  onLive(name, { task, moments, lines, messages }) {
    if (name !== 'task') {
      return;
    }
    if (task) {
      this.#take(task);
    }
    this.moments = joinMoments(this.moments, moments ?? []);
    if (lines) {
      this.output.append(lines);
    }
    if (messages) {
      this.messages.append(messages);
    }
  }

  /** The task was removed while it was shown. */
  async onMissing() {
    await this.load();
    this.app.update();
  }

  /** Reads the record again, such as after a refused action. */
  async refresh() {
    await this.load();
    this.app.update();
  }

  /** Keeps the output at its end. */
  rendered() {
    this.output.rendered();
  }

  /** Frees the timer. */
  dispose() {
    clearInterval(this.timer);
  }

  /** @returns {object} a template */
  render() {
    if (!this.task) {
      return this.#noTask();
    }
    return html`${failure(this.error, () => this.app.reload())}${this.#page(this.task)}`;
  }

  #noTask() {
    if (!this.valid) {
      return wrongAddress(this.uid);
    }
    if (this.gone) {
      return goneTask(this.gone.detail);
    }
    return this.error ? html`${heading('Task')}${failure(this.error, () => this.app.reload())}` : html`<p class="loading">Loading…</p>`;
  }

  #page(task) {
    return html`${ancestorChain(task.ancestors ?? [])}
      ${heading(task.name, this.#actions(task))}
      <div class="lead">${stateBadge(task.state)}<span title=${absolute(task.stateSince)}>${isLive(task.state) ? `for ${between(task.stateSince)}` : ago(task.stateSince)}</span>
        ${cancelledBy(task)}${progressBar(task.progress)}${task.status ? html`<span class="status">${statusLine(task)}</span>` : nothing}</div>
      ${this.actionError ? html`<p class="notice error" id="action-error" tabindex="-1">${this.actionError}</p>` : nothing}
      ${this.gone ? html`<p class="notice">The record of this task was removed, by retention or by its owner. The page shows its last state.</p>` : nothing}
      ${task.abandoned ? html`<p class="notice error">The body did not end after the cancellation. The record ended without it.</p>` : nothing}
      ${task.unresponsive ? html`<p class="notice error">Its work could not be ended: its thread has outlived the end of the task, or its owner could not be told. The stack shows where a thread is.</p>` : nothing}
      ${this.question.render()}
      <div class="columns"><div class="main-column">${this.endedHere ? nothing : this.#failure(task)}${this.#summary(task)}${this.output.render()}
        ${groupPanel(task)}${this.#family(task)}${this.messages.render(task.canMessage && isLive(task.state), this.#closed(task))}${values(task)}${this.stack.render(this.#hasThread(task))}
        ${this.endedHere ? this.#failure(task) : nothing}</div>
        <div class="side-column">${timeline(task, this.moments)}${attempts(task.attempts ?? [])}${facts(this.app, task)}</div></div>
      ${this.#banner(task)}`;
  }

  #closed(task) {
    return this.gone ? 'The task was removed.' : isLive(task.state) ? null : 'The task has ended.';
  }

  #hasThread(task) {
    const works = isLive(task.state) ? task.state !== 'pending' : Boolean(task.unresponsive);
    return works && task.mode !== 'submitted' && !this.gone;
  }

  #failure(task) {
    return failurePanel(task.state === 'failed' ? task.failure : undefined);
  }

  #summary(task) {
    return task.summary ? html`<section><h2>Summary</h2><p class="prompt">${task.summary}</p></section>` : nothing;
  }

  #family(task) {
    return task.childrenCount ? html`<section aria-labelledby="children-title"><h2 id="children-title">${childrenTitle(task.childrenCount)}</h2>${this.children.render()}</section>` : nothing;
  }

  #banner(task) {
    return this.endedHere ? html`<div class="banner" data-state=${task.state}>${stateIcon(task.state)}<span>${stateWord(task.state)} ${ago(task.finishedAt ?? task.stateSince)}${task.state === 'failed' && task.failure ? `: ${failureText(task.failure).slice(0, 120)}` : ''}</span>
      <button type="button" class="quiet" @click=${() => { this.endedHere = false; this.app.update(); }}>Dismiss</button></div>` : nothing;
  }

  #actions(task) {
    if (!this.app.canWrite || this.gone || (!task.canCancel && !task.canReattach)) {
      return nothing;
    }
    return html`<div class="actions">
      ${task.canReattach ? html`<button type="button" @click=${() => this.#reattach()}>Re-attach</button>` : nothing}
      ${task.canCancel ? html`<button type="button" class="danger" id="cancel" @click=${() => this.#cancel(false)}>Cancel…</button>
        <details class="menu"><summary aria-label="More actions">⋯</summary><div><button type="button" class="danger" @click=${(event) => this.#cancelNow(event)}>Cancel now…</button></div></details>` : nothing}</div>`;
  }

  #cancelNow(event) {
    event.target.closest('details').open = false;
    this.#cancel(true);
  }

  #cancel(now) {
    new ConfirmDialog(this.app, {
      title: now ? 'Cancel the task now' : 'Cancel the task', confirm: now ? 'Cancel now' : 'Cancel the task', danger: true,
      body: () => html`<p><b>${this.task.name}</b> ${now ? 'is interrupted at once.' : 'is asked to stop, and may clean up before it ends.'}
        ${this.task.childrenCount ? 'Its children follow their own policies.' : ''}</p>${reasonField()}${now ? nothing : nowField()}`,
      run: async (form) => {
        const { state } = await this.#act('cancel', [['reason', form.get('reason')?.trim()], ['now', now || form.has('now') ? 'true' : undefined]]);
        if (state === 'completed' || state === 'failed') {
          throw new ConsoleError(409, `The task has ended already: ${stateWord(state)}. Nothing is left to cancel.`);
        }
        return state === 'cancelled' ? 'The task is cancelled' : 'The task is asked to stop';
      },
    }).open();
  }

  async #reattach() {
    this.actionError = null;
    try {
      await this.#act('reattach', []);
      this.app.announce('The task is re-attached');
    }
    catch (error) {
      this.actionError = error.detail;
      this.app.focusSoon('#action-error');
    }
  }

  async #act(action, fields) {
    try {
      const { task } = await post(`${this.#path}/${action}`, fields);
      this.task = { ...this.task, ...task };
      this.app.refreshSoon();
      return task;
    }
    catch (error) {
      if (error.status === 404 || error.status === 409) {
        await this.refresh();
      }
      throw error;
    }
  }
}
