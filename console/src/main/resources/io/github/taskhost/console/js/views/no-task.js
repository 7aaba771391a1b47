// In place of the page of a task that cannot be shown.

import { html, nothing } from '../lit.js';
import { heading } from '../parts.js';
import { href } from '../router.js';
import { ancestorChain } from './family.js';

const TEXT_MOST = 128;

/** An address that has no uid. @param {string} found the text in place of the uid @returns {object} a template */
export function wrongAddress(found) {
  return html`${ancestorChain([])}${heading('The address names no task')}
    <div class="notice error"><p>${found ? html`The address has <code>${found}</code> after <code>task=</code>, and that is not the uid of a task.`
      : html`The address has nothing after <code>task=</code>.`} A uid has 36 characters, such as
      <code>01934a00-0000-7000-8000-00000000002a</code>: copy it again from the page of the task.</p></div>
    <p><a href="?view=tasks">All tasks</a>${found ? html` · <a href=${href('tasks', { text: found.slice(0, TEXT_MOST) })}>Search for tasks with this text</a>` : nothing}</p>`;
}

/** A task that was removed before the page was opened. @param {string} detail the answer of the server @returns {object} a template */
export function goneTask(detail) {
  return html`${ancestorChain([])}${heading('This task is gone')}
    <div class="notice"><p>${detail}</p>
      <p class="hint">The records of ended tasks are kept for a limited time and number. <a href="?view=tasks">All tasks</a></p></div>`;
}
