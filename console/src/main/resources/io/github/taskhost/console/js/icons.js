// Small drawings. Every state has a shape of its own, so that colour is never alone.

import { html, svg } from './lit.js';
import { stateWord } from './format.js';

const SHAPES = {
  pending: svg`<circle cx="8" cy="8" r="5.2" fill="none" stroke="currentColor" stroke-width="1.8" stroke-dasharray="2.6 2"/>`,
  running: svg`<path d="M4.5 2.8v10.4L13 8z" fill="currentColor"/>`,
  waiting: svg`<path d="M8 1.6 14.4 8 8 14.4 1.6 8z" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linejoin="round"/><path d="M8 5v3.4M8 10.3v.6" stroke="currentColor" stroke-width="1.8" stroke-linecap="round"/>`,
  cancel_requested: svg`<circle cx="8" cy="8" r="5.6" fill="none" stroke="currentColor" stroke-width="1.8"/><path d="M8 2.4a5.6 5.6 0 0 1 0 11.2z" fill="currentColor"/>`,
  completed: svg`<path d="m2.8 8.6 3.4 3.4 7-7.6" fill="none" stroke="currentColor" stroke-width="2.2" stroke-linecap="round" stroke-linejoin="round"/>`,
  failed: svg`<path d="m3.8 3.8 8.4 8.4m0-8.4-8.4 8.4" stroke="currentColor" stroke-width="2.2" stroke-linecap="round"/>`,
  cancelled: svg`<circle cx="8" cy="8" r="5.6" fill="none" stroke="currentColor" stroke-width="1.8"/><path d="m4.2 11.8 7.6-7.6" stroke="currentColor" stroke-width="1.8"/>`,
};

const UNKNOWN = svg`<rect x="3" y="3" width="10" height="10" fill="none" stroke="currentColor" stroke-width="1.8"/>`;

/** The shape of a state. @param {string} state @returns {object} a template */
export function stateIcon(state) {
  return html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true">${SHAPES[state] ?? UNKNOWN}</svg>`;
}

/** The shape and the word of a state. @param {string} state @returns {object} a template */
export function stateBadge(state) {
  return html`<span class="state" data-state=${state}>${stateIcon(state)}<span>${stateWord(state)}</span></span>`;
}

const GLYPHS = {
  pause: svg`<path d="M5 3v10M11 3v10" stroke="currentColor" stroke-width="2.4" stroke-linecap="round"/>`,
  play: svg`<path d="M4.5 2.8v10.4L13 8z" fill="currentColor"/>`,
  moon: svg`<path d="M13 9.6A5.6 5.6 0 0 1 6.4 3 5.6 5.6 0 1 0 13 9.6z" fill="currentColor"/>`,
  sun: svg`<circle cx="8" cy="8" r="3" fill="currentColor"/><path d="M8 1.4v1.8M8 12.8v1.8M1.4 8h1.8M12.8 8h1.8M3.4 3.4l1.2 1.2M11.4 11.4l1.2 1.2M12.6 3.4l-1.2 1.2M4.6 11.4l-1.2 1.2" stroke="currentColor" stroke-width="1.5" stroke-linecap="round"/>`,
  half: svg`<circle cx="8" cy="8" r="5.6" fill="none" stroke="currentColor" stroke-width="1.6"/><path d="M8 2.4a5.6 5.6 0 0 1 0 11.2z" fill="currentColor"/>`,
  copy: svg`<rect x="5.5" y="5.5" width="8" height="8" rx="1.5" fill="none" stroke="currentColor" stroke-width="1.5"/><path d="M10.5 3.5v-1h-8v8h1" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linejoin="round"/>`,
  search: svg`<circle cx="7" cy="7" r="4.2" fill="none" stroke="currentColor" stroke-width="1.6"/><path d="m10.4 10.4 3.2 3.2" stroke="currentColor" stroke-width="1.8" stroke-linecap="round"/>`,
  logo: svg`<path d="M2.5 4h6M2.5 8h11M2.5 12h4" stroke="currentColor" stroke-width="2" stroke-linecap="round"/><circle cx="12" cy="4" r="1.7" fill="currentColor"/>`,
};

/** A drawing of the shell. @param {keyof typeof GLYPHS} name @returns {object} a template */
export function glyph(name) {
  return html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true">${GLYPHS[name]}</svg>`;
}
