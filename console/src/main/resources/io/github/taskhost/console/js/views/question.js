// The open question of a task, with the form for its answer.

import { html, keyed, nothing } from '../lit.js';
import { post } from '../api.js';
import { ConfirmDialog, reasonField } from '../dialogs.js';
import { absolute, ago, isLive, stateWord, until } from '../format.js';
import { stateIcon } from '../icons.js';
import { answerText, formOf, jsonHint, renderFields } from '../schema-form.js';

const ANSWER_MOST = 300;
const OVER = '.question h2';

/** The panel of a question. It stays where it is when the question is over, so that nothing jumps. */
export class QuestionPanel {
  question = null;
  over = null;
  icon = 'waiting';
  error = null;
  busy = false;
  asJson = false;
  mine = false;
  answerable = false;

  /** @param {import('../app.js').App} app @param {string} uid */
  constructor(app, uid) {
    this.app = app;
    this.uid = uid;
  }

  /** Takes the question of a task that was read. @param {object} task */
  take(task) {
    const { question } = task;
    if (question) {
      this.answerable = task.canAnswer;
    }
    if (question && this.#isCurrent(question)) {
      this.over = null;
      this.question = question;
    }
    else if (question) {
      Object.assign(this, { question, over: null, error: null, asJson: false, mine: false, form: formOf(question.expected) });
    }
    else if (this.question && !this.over) {
      this.#end(...overText(task, this.question));
    }
    this.task = task;
  }

  /** The task was removed, and its question with it. */
  remove() {
    if (this.question && !this.over) {
      this.#end('This question is over: the task was removed', 'cancelled');
    }
  }

  #isCurrent({ key, number }) {
    return key === this.question?.key && number === this.question.number;
  }

  #end(text, icon) {
    Object.assign(this, { over: text, icon, error: null });
  }

  /** @returns {object} a template */
  render() {
    const { question } = this;
    if (!question) {
      return nothing;
    }
    return html`<section class=${`question ${this.over ? 'over' : ''}`} aria-label="Question">
      <h2 tabindex="-1">${stateIcon(this.over ? this.icon : 'waiting')} ${this.over ?? 'Waiting for an answer'}</h2>
      <p class="prompt">${question.prompt}</p>
      <p class="hint">Question <code>${question.key}</code>${question.since ? html`, asked <span title=${absolute(question.since)}>${ago(question.since)}</span>` : nothing}${question.deadline && !this.over ? html`,
        deadline <span title=${absolute(question.deadline)}>${until(question.deadline)}</span>` : nothing}${question.authority ? html`, requires the authority <code>${question.authority}</code>` : nothing}</p>
      ${this.over && (this.mine || !this.answerable) ? nothing : keyed(`${question.number} ${question.key}`, this.#answer())}</section>`;
  }

  #answer() {
    if (!this.answerable) {
      return html`<p class="notice">${this.task.answerReason ?? 'You may not answer this question.'}</p>`;
    }
    const form = this.asJson ? null : this.form;
    return html`<form class="answer" @submit=${(event) => this.#submit(event)} novalidate><fieldset ?disabled=${Boolean(this.over)}>
      ${form ? (form.buttons ? buttonHint(form) : renderFields(form)) : this.#jsonBox()}
      ${this.error ? html`<p class="notice error" id="answer-error" tabindex="-1">${this.error}</p>` : nothing}
      <div class="actions start">${form?.buttons ? this.#choices(form) : html`<button class="primary" ?disabled=${this.busy}>Answer</button>`}
        ${this.form ? html`<button type="button" class="quiet" @click=${() => this.#switch()}>${this.asJson ? 'Answer by form' : 'Answer as JSON'}</button>` : nothing}
        <button type="button" class="quiet" @click=${() => this.#decline()}>Decline…</button></div></fieldset></form>`;
  }

  #choices(form) {
    return form.fields[0].choices.map((one) => html`<button class="primary" name=${form.fields[0].input} value=${one.json} ?disabled=${this.busy}>${one.title}</button>`);
  }

  #jsonBox() {
    const { expected, expectedText } = this.question;
    return html`<label class="field">Answer as JSON <span class="hint">${jsonHint(expected)}</span>
        <textarea name="json" rows="4" spellcheck="false" class="mono" required></textarea></label>
      ${expected || expectedText ? html`<details><summary>Schema</summary><pre class="code">${expectedText ?? JSON.stringify(expected, null, 2)}</pre></details>` : nothing}`;
  }

  #switch() {
    this.asJson = !this.asJson;
    this.error = null;
    this.app.update();
  }

  async #submit(event) {
    event.preventDefault();
    if (!event.target.reportValidity()) {
      return;
    }
    const data = new FormData(event.target, event.submitter);
    const { question } = this;
    try {
      const answer = this.asJson || !this.form ? jsonText(data.get('json')) : answerText(this.form, data);
      await this.#send('answer', question, [['answer', answer]], 'The answer is sent');
      this.app.focusSoon(OVER);
    }
    catch (error) {
      this.#refused(question, error.detail ?? error.message);
    }
  }

  async #send(action, { key, number }, fields, text) {
    this.busy = true;
    this.error = null;
    this.app.update();
    try {
      this.mine = true;
      const { delivery, reason } = await post(`api/tasks/${this.uid}/${action}`, [['key', key], ['number', String(number)], ...fields]);
      this.app.announce(reason ?? `${text}${delivery ? `: ${delivery.replaceAll('_', ' ')}` : ''}`);
      await this.#refresh();
    }
    catch (error) {
      this.mine = false;
      await this.#conflict(error);
      throw error;
    }
    finally {
      this.busy = false;
      this.app.update();
    }
  }

  async #conflict(error) {
    if (error.status === 404 || error.status === 409) {
      await this.#refresh();
    }
  }

  #refresh() {
    return this.app.view.question === this ? this.app.view.refresh() : null;
  }

  /** Shows a refusal, unless the question that it is about is over or has been followed by another one. */
  #refused(question, text) {
    const open = !this.over && this.#isCurrent(question);
    this.error = open ? text : null;
    this.app.announce(text);
    this.app.focusSoon(open ? '#answer-error' : OVER);
  }

  #decline() {
    const { question } = this;
    new ConfirmDialog(this.app, {
      title: 'Decline the question', confirm: 'Decline', danger: true, focus: OVER,
      body: () => html`<p class="prompt">${question.prompt}</p><p class="hint">The task goes on and learns that no answer comes.</p>${reasonField('optional')}`,
      run: async (form) => {
        await this.#send('decline', question, [['reason', form.get('reason')?.trim()]], 'The question is declined');
        return 'The question is declined';
      },
    }).open();
  }
}

function buttonHint(form) {
  const [field] = form.fields;
  return field.description ? html`<p class="hint">${field.description}</p>` : nothing;
}

function jsonText(text) {
  try {
    JSON.parse(text);
  }
  catch (error) {
    throw new Error(`The answer is not JSON: ${error.message}. A text needs quotation marks: "yes".`);
  }
  return text;
}

function overText(task, question) {
  const answer = task.answers?.findLast((one) => one.key === question.key && (one.number ?? question.number) === question.number);
  if (answer) {
    return [`Answered${answer.by ? ` by ${answer.by}` : ''}: ${answer.text.length > ANSWER_MOST ? `${answer.text.slice(0, ANSWER_MOST)}…` : answer.text}`, 'completed'];
  }
  return isLive(task.state) ? ['This question is over', task.state]
    : [`This question is over: the task has ended (${stateWord(task.state).toLowerCase()})`, task.state];
}
