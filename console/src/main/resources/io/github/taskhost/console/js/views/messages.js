// The messages of a task, both ways, with a box to send one.

import { html, nothing, repeat } from '../lit.js';
import { post } from '../api.js';
import { age } from '../parts.js';

const MOST = 500;

/** The messages of a task, at most 500 of the newest. */
export class Messages {
  error = null;
  note = null;
  busy = false;
  #messages = new Map();
  #open = false;

  /** @param {import('../app.js').App} app @param {string} uid */
  constructor(app, uid) {
    this.app = app;
    this.uid = uid;
  }

  /** The id of the newest message, or null. */
  get last() {
    return [...this.#messages.keys()].at(-1) ?? null;
  }

  /** Takes messages; those that are known change their delivery. @param {{messages?: object[]}} page */
  append({ messages = [] }) {
    messages.forEach((message) => this.#messages.set(message.id, message));
    [...this.#messages.keys()].slice(0, Math.max(0, this.#messages.size - MOST)).forEach((id) => this.#messages.delete(id));
  }

  /** @param {boolean} canMessage @param {string|null} closed why no message can be sent @returns {object} a template */
  render(canMessage, closed) {
    this.#open ||= canMessage;
    if (!this.#messages.size && !this.#open) {
      return nothing;
    }
    return html`<section aria-labelledby="messages-title"><h2 id="messages-title">Messages</h2>
      ${this.#messages.size ? html`<ol class="messages">${repeat(this.#messages.values(), (one) => one.id, messageItem)}</ol>`
        : html`<p class="empty-line">None yet.</p>`}
      ${this.#open ? this.#box(closed) : nothing}</section>`;
  }

  #box(closed) {
    return html`<form class="send" @submit=${(event) => this.#send(event)}>
      <label class="field"><span class="unseen">Message to the task</span><textarea name="text" rows="2" required ?disabled=${Boolean(closed)}
        placeholder=${closed ?? 'Message to the task'}></textarea></label>
      <button ?disabled=${this.busy || Boolean(closed)}>Send</button>
      ${this.error ? html`<p class="notice error" id="message-error" tabindex="-1">${this.error}</p>` : nothing}
      ${this.note ? html`<p class="hint">${this.note}</p>` : nothing}</form>`;
  }

  async #send(event) {
    event.preventDefault();
    const form = event.target;
    Object.assign(this, { busy: true, error: null, note: null });
    this.app.update();
    try {
      const { delivery, reason } = await post(`api/tasks/${this.uid}/message`, [['text', new FormData(form).get('text')]]);
      this.note = `The message is ${(delivery ?? 'sent').replaceAll('_', ' ')}${reason ? `: ${reason}` : ''}.`;
      this.app.announce(this.note);
      form.reset();
      this.app.refreshSoon();
    }
    catch (error) {
      this.error = error.detail;
      this.app.focusSoon('#message-error');
      if (error.status === 404) {
        this.app.refreshSoon();
      }
    }
    this.busy = false;
    this.app.update();
  }
}

function messageItem(message) {
  const inbound = message.direction === 'in' || message.direction === 'inbound';
  return html`<li class=${inbound ? 'in' : 'out'}><p class="meta"><b>${inbound ? 'To the task' : 'From the task'}</b>
    ${message.sender ? html`<span>${message.sender}</span>` : nothing}${age(message.time)}
    ${message.questionKey ? html`<span>answers <code>${message.questionKey}</code></span>` : nothing}
    ${inbound && message.delivery ? html`<span class="badge">${message.delivery.replaceAll('_', ' ')}</span>` : nothing}</p>
    ${message.parts.map((part) => (part.data === undefined ? html`<p class="text">${part.text}</p>` : html`<pre class="code">${part.data}</pre>`))}</li>`;
}
