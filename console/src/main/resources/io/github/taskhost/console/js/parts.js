// Pieces that several views use.

import { html, nothing } from './lit.js';
import { absolute, ago, count, plural, progressText, since } from './format.js';
import { glyph } from './icons.js';
import { taskHref } from './router.js';

/** The age of an instant, with the instant itself as title. @param {string|undefined} iso @returns {object} */
export function age(iso) {
  return iso ? html`<time datetime=${iso} title=${absolute(iso)}>${since(iso)}</time>` : html`<span class="none">–</span>`;
}

/** The time since an instant in words, with the instant itself as title. @param {string} iso @returns {object} */
export function agoTime(iso) {
  return html`<time datetime=${iso} title=${absolute(iso)}>${ago(iso)}</time>`;
}

/** A heading that takes the focus on navigation. @param {unknown} text @param {object} [beside] @returns {object} */
export function heading(text, beside = nothing) {
  return html`<div class="heading"><h1 tabindex="-1">${text}</h1>${beside}</div>`;
}

/** The reason why a view has no data, with the remedy. @param {Error|null} error @param {Function} again @returns {object} */
export function failure(error, again) {
  return error ? html`<div class="notice error"><span>${error.detail ?? String(error)}</span>
    <button type="button" @click=${again}>Try again</button></div>` : nothing;
}

/** A text in place of absent content. @param {string} title @param {object} remedy @returns {object} */
export function empty(title, remedy) {
  return html`<div class="empty"><p class="empty-title">${title}</p><div>${remedy}</div></div>`;
}

/** Progress as bar and text. @param {object|undefined} progress @returns {object} */
export function progressBar(progress) {
  if (!progress) {
    return nothing;
  }
  const text = progressText(progress);
  const bar = progress.total ? html`<progress max=${progress.total} .value=${Math.min(progress.current, progress.total)}
    aria-label="Progress"></progress>` : nothing;
  return html`<span class="progress">${bar}<span class="progress-text">${text}</span></span>`;
}

/** Counts of states in one line. @param {Object<string, number>} states @param {string[]} names @returns {string} */
export function countsLine(states, names) {
  return names.filter((name) => states?.[name]).map((name) => `${count(states[name])} ${name.replace('_', ' ')}`).join(', ');
}

/** An identifier with a button that copies it. @param {import('./app.js').App} app @param {string} value @param {string} name */
export function copyable(app, value, name) {
  return html`<span class="copyable"><code>${value}</code>
    <button type="button" class="quiet only-icon" aria-label="Copy the ${name}" title="Copy the ${name}"
      @click=${() => copy(app, value, name)}>${glyph('copy')}</button></span>`;
}

async function copy(app, value, name) {
  const done = navigator.clipboard ? await navigator.clipboard.writeText(value).then(() => true, () => false) : copyOld(value);
  app.announce(done ? `The ${name} is copied` : `The browser does not let pages copy: ${value}`);
}

function copyOld(value) {
  const field = document.createElement('textarea');
  field.value = value;
  document.body.append(field);
  field.select();
  const done = document.execCommand('copy');
  field.remove();
  return done;
}

/** The pill that brings new rows. @param {number} number @param {boolean} capped @param {Function} show @returns {object} */
export function newerPill(number, capped, show) {
  return number ? html`<button type="button" class="pill" id="newer" @click=${show}>${count(number)}${capped ? '+' : ''} new</button>` : nothing;
}

/** Lets a text be saved as a file. @param {string} name @param {string} text */
export function download(name, text) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/**
 * The first tasks of several, with links, and the number of the others.
 * @param {{uid: string, name: string}[]} tasks @param {number} all the number of all tasks @param {boolean} [capped] if there may be more
 * @returns {object} a template
 */
export function taskNames(tasks, all, capped = false) {
  const more = all - tasks.length;
  return tasks.length ? html`<span class="names">${tasks.map(({ uid, name }, index) => html`${index ? ', ' : ''}<a href=${taskHref(uid)} target="_blank">${name}</a>`)}${more > 0 ? ` and ${count(more)}${capped ? '+' : ''} more` : nothing}</span>` : nothing;
}

/** A number of tasks in words. @param {number} value @param {boolean} [capped] @returns {string} */
export function tasksText(value, capped = false) {
  return capped ? `${count(value)}+ tasks` : plural(value, 'task');
}
