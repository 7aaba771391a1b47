// The stack of the thread of a task, on demand. An old one stays, marked with its age.

import { html, nothing } from '../lit.js';
import { get } from '../api.js';
import { agoTime } from '../parts.js';

/** The stack of one task. */
export class StackPanel {
  stack = null;
  error = null;
  busy = false;

  /** @param {import('../app.js').App} app @param {string} uid */
  constructor(app, uid) {
    this.app = app;
    this.uid = uid;
  }

  /** @param {boolean} running whether there is a thread to look at @returns {object} a template */
  render(running) {
    if (!running && !this.stack) {
      return nothing;
    }
    return html`<section aria-labelledby="stack-title"><header class="with-tools"><h2 id="stack-title">Stack</h2>
      ${this.stack ? html`<span class="hint">taken ${agoTime(this.stack.now)}${running ? '' : ', the task has ended'}</span>` : nothing}
      ${running ? html`<button type="button" ?disabled=${this.busy} @click=${() => this.#take()}>${this.stack ? 'Take again' : 'Show the stack'}</button>` : nothing}</header>
      ${this.error ? html`<p class="notice error">${this.error}</p>` : nothing}${this.stack ? this.#lines() : nothing}</section>`;
  }

  #lines() {
    const { thread, stack = [], outOfReach, unresponsive } = this.stack;
    if (outOfReach) {
      return html`<p class="notice">The node that runs this task did not answer in time.</p>`;
    }
    return html`<p class="hint">${thread ? html`Thread <code>${thread}</code>` : 'No thread works for this task now.'}${unresponsive ? '; it has outlived the end of the task' : ''}</p>
      ${stack.length ? html`<pre class="code stack" tabindex="0" aria-label="Stack">${stack.join('\n')}</pre>` : nothing}`;
  }

  async #take() {
    this.busy = true;
    this.app.update();
    try {
      this.stack = await get(`api/tasks/${this.uid}/stack`);
      this.error = null;
      this.app.announce('The stack is shown');
    }
    catch (error) {
      this.error = error.detail;
    }
    this.busy = false;
    this.app.update();
  }
}
