// Dialogs that ask before something is changed.

import { html, nothing } from './lit.js';

/**
 * A dialog with fields and one action. The reason of a refusal appears beside the button, and the input stays.
 *
 * @typedef {object} Question
 * @property {string} title
 * @property {() => object} body a template
 * @property {string} confirm the text of the button
 * @property {boolean} [danger]
 * @property {(form: FormData) => Promise<string|object>} run does it; a template as result stays open to be read
 * @property {string} [done] the title above a result that stays open
 * @property {string} [focus] a selector of the place for the focus after a dialog that does not stay open
 */

/** A question to the user in a native dialog. */
export class ConfirmDialog {
  error = null;
  busy = false;
  result = null;

  /** @param {import('./app.js').App} app @param {Question} question */
  constructor(app, question) {
    this.app = app;
    this.question = question;
  }

  /** Shows the dialog. */
  open() {
    this.app.showDialog(this);
  }

  /** @returns {object} a template */
  render() {
    const { title, done, body, confirm, danger } = this.question;
    if (this.result) {
      return html`<h2 id="dialog-title" tabindex="-1">${done ?? title}</h2>${this.result}
        <div class="actions"><button type="button" @click=${() => this.app.showDialog(null)}>Close</button></div>`;
    }
    return html`<form @submit=${(event) => this.#submit(event)}>
      <h2 id="dialog-title" tabindex="-1">${title}</h2>
      ${body()}
      ${this.error ? html`<p class="notice error" id="dialog-error" tabindex="-1">${this.error}</p>` : nothing}
      <div class="actions">
        <button type="button" @click=${() => this.app.showDialog(null)}>Back</button>
        ${confirm ? html`<button class=${danger ? 'danger' : 'primary'} ?disabled=${this.busy}>${this.busy ? 'Sending…' : confirm}</button>` : nothing}
      </div></form>`;
  }

  async #submit(event) {
    event.preventDefault();
    this.busy = true;
    this.error = null;
    const form = new FormData(event.target);
    this.app.update();
    try {
      this.#done(await this.question.run(form));
    }
    catch (error) {
      this.error = error.detail ?? String(error);
      this.app.focusSoon('#dialog-error');
    }
    this.busy = false;
    this.app.update();
  }

  #done(result) {
    if (typeof result === 'string') {
      this.app.announce(result);
      this.app.showDialog(null);
      this.app.focusSoon(this.question.focus ?? 'h1');
    }
    else {
      this.result = result;
      this.app.focusSoon('#dialog-title');
    }
  }
}

/** The longest reason that the host keeps, in UTF-16 units as a browser counts them. */
const REASON_MOST = 512;

/**
 * The field for a reason. A longer text is not cut: the field says how long it is, and the dialog refuses it.
 * @param {string} [hint] @returns {object} a template
 */
export function reasonField(hint = 'optional; shown with the task') {
  return html`<label class="field">Reason <span class="hint">${hint}, at most ${REASON_MOST} characters</span>
    <input name="reason" autofocus autocomplete="off" @input=${countReason}><span class="hint count" aria-hidden="true"></span></label>`;
}

function countReason({ target }) {
  const { length } = target.value.trim();
  const over = length > REASON_MOST;
  target.nextElementSibling.textContent = `${length} of ${REASON_MOST}${over ? ': too long' : ''}`;
  target.setCustomValidity(over ? `The reason has ${length} characters. Shorten it to ${REASON_MOST}.` : '');
}

/** The choice to interrupt at once. @param {boolean} [checked] @returns {object} a template */
export function nowField(checked = false) {
  return html`<label class="choice"><input type="checkbox" name="now" value="true" ?checked=${checked}>
    <span>Cancel now: interrupt at once, without the time to clean up</span></label>`;
}
