// The open question of a task, with the form for its answer.

import { html, keyed, nothing } from '../lit.js';
import { post } from '../api.js';
import { ConfirmDialog } from '../dialogs.js';
import { absolute, ago, until } from '../format.js';
import { stateIcon } from '../icons.js';
import { answerText, formOf, renderFields } from '../schema-form.js';

const ANSWER_MOST = 300;
const BY_HAND_SCHEMA = 'The schema of this question has no form; write the answer as JSON.';

/** The panel of a question. It stays where it is when the question is over, so that nothing jumps. */
export class QuestionPanel {
  question = null;
  over = null;
  error = null;
  busy = false;
  asJson = false;
  mine = false;

  /** @param {import('../app.js').App} app @param {string} uid */
  constructor(app, uid) {
    this.app = app;
    this.uid = uid;
  }

  /** Takes the question of a task that was read. @param {object} task */
  take(task) {
    const { question } = task;
    if (question && question.number === this.question?.number && question.key === this.question?.key) {
      this.over = null;
      this.question = question;
    }
    else if (question) {
      Object.assign(this, { question, over: null, error: null, asJson: false, mine: false, form: formOf(question.expected) });
    }
    else if (this.question && !this.over) {
      this.over = overText(task, this.question);
    }
    this.task = task;
  }

  /** @returns {object} a template */
  render() {
    const { question } = this;
    if (!question) {
      return nothing;
    }
    return html`<section class=${`question ${this.over ? 'over' : ''}`} aria-label="Question">
      <h2>${stateIcon(this.over ? 'completed' : 'waiting')} ${this.over ?? 'Waiting for an answer'}</h2>
      <p class="prompt">${question.prompt}</p>
      <p class="hint">Question <code>${question.key}</code>${question.since ? html`, asked <span title=${absolute(question.since)}>${ago(question.since)}</span>` : nothing}${question.deadline && !this.over ? html`,
        deadline <span title=${absolute(question.deadline)}>${until(question.deadline)}</span>` : nothing}${question.authority ? html`, requires the authority <code>${question.authority}</code>` : nothing}</p>
      ${this.over && this.mine ? nothing : keyed(`${question.number} ${question.key}`, this.#answer())}</section>`;
  }

  #answer() {
    if (!this.task.canAnswer && !this.over) {
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
    return html`<label class="field">Answer as JSON <span class="hint">${expected && !this.form ? BY_HAND_SCHEMA : 'a text needs its quotation marks'}</span>
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
    try {
      const answer = this.asJson || !this.form ? jsonText(data.get('json')) : answerText(this.form, data);
      await this.#send('answer', [['answer', answer]], 'The answer is sent');
    }
    catch (error) {
      this.#refused(error.detail ?? error.message);
    }
  }

  async #send(action, fields, text) {
    this.busy = true;
    this.error = null;
    this.app.update();
    const { key, number } = this.question;
    try {
      this.mine = true;
      const { delivery, reason } = await post(`api/tasks/${this.uid}/${action}`, [['key', key], ['number', String(number)], ...fields]);
      this.app.announce(reason ?? `${text}${delivery ? `: ${delivery.replaceAll('_', ' ')}` : ''}`);
      this.app.view.refresh();
    }
    catch (error) {
      this.mine = false;
      this.#conflict(error);
      throw error;
    }
    finally {
      this.busy = false;
      this.app.update();
    }
  }

  #conflict(error) {
    if (error.status === 409) {
      this.app.view.refresh();
    }
  }

  #refused(text) {
    this.error = text;
    this.app.focusSoon('#answer-error');
  }

  #decline() {
    new ConfirmDialog(this.app, {
      title: 'Decline the question', confirm: 'Decline', danger: true,
      body: () => html`<p class="prompt">${this.question.prompt}</p><p class="hint">The task goes on and learns that no answer comes.</p>
        <label class="field">Reason <span class="hint">optional</span><input name="reason" maxlength="512" autocomplete="off" autofocus></label>`,
      run: async (form) => {
        await this.#send('decline', [['reason', form.get('reason')?.trim()]], 'The question is declined');
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
    return `Answered${answer.by ? ` by ${answer.by}` : ''}: ${answer.text.length > ANSWER_MOST ? `${answer.text.slice(0, ANSWER_MOST)}…` : answer.text}`;
  }
  return 'This question is over';
}
