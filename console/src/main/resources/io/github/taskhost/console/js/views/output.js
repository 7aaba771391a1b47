// The tail of the output of a task. Lines are appended by hand, since there may be thousands.

import { html, nothing } from '../lit.js';
import { absolute, count, plural } from '../format.js';
import { download } from '../parts.js';

const MOST = 5000;

/** The lines of a task, at most 5,000 of the newest. */
export class OutputTail {
  next = 0;
  ended = false;
  #lines = [];
  #seen = -1;
  #gone = 0;
  #wrap = true;
  #follow = true;
  #list = document.createElement('div');

  /** @param {import('../app.js').App} app @param {string} name of the task, for the file */
  constructor(app, name) {
    this.app = app;
    this.name = name;
    this.#list.className = 'lines';
    this.#list.tabIndex = 0;
    this.#list.setAttribute('role', 'region');
    this.#list.setAttribute('aria-label', 'Output lines');
    this.#list.addEventListener('scroll', () => this.#scrolled());
  }

  /** The number of lines that are kept. */
  get size() {
    return this.#lines.length;
  }

  /** Takes the next page of the output. @param {{lines: object[], next: number, dropped?: number, ended?: boolean}} page */
  append({ lines, next, dropped = 0, ended }) {
    const fresh = lines.filter((line) => line.position > this.#seen);
    if (dropped && fresh.length) {
      this.#gap(dropped);
    }
    fresh.forEach((line) => this.#add(line));
    this.next = Math.max(this.next, next ?? 0);
    this.ended = ended ?? this.ended;
    this.#trim();
    this.#toEnd();
  }

  #add(line) {
    this.#seen = line.position;
    const element = document.createElement('div');
    element.className = line.stream === 'err' || line.stream === 'stderr' ? 'out err' : 'out';
    element.title = `${absolute(line.time)}${line.stream ? `, ${line.stream}` : ''}`;
    element.textContent = line.text;
    this.#lines.push({ text: line.text, element });
    this.#list.append(element);
  }

  #gap(number) {
    const element = document.createElement('div');
    element.className = 'gap';
    element.textContent = `${plural(number, 'line')} gone`;
    this.#gone += number;
    this.#lines.push({ text: `[${element.textContent}]`, element });
    this.#list.append(element);
  }

  #trim() {
    while (this.#lines.length > MOST) {
      this.#lines.shift().element.remove();
      this.#gone += 1;
    }
  }

  #scrolled() {
    const atEnd = this.#list.scrollHeight - this.#list.scrollTop - this.#list.clientHeight < 24;
    if (atEnd !== this.#follow) {
      this.#follow = atEnd;
      this.app.update();
    }
  }

  #toEnd() {
    if (this.#follow) {
      queueMicrotask(() => { this.#list.scrollTop = this.#list.scrollHeight; });
    }
  }

  /** Scrolls to the end, once the element is in the page. */
  rendered() {
    this.#toEnd();
  }

  /** @returns {object} a template */
  render() {
    return html`<section class="output" aria-labelledby="output-title"><header><h2 id="output-title">Output</h2>
      <span class="hint">${this.#note()}</span>${this.size ? this.#tools() : nothing}</header>
      ${this.size ? this.#list : html`<p class="empty-line">${this.ended ? 'It wrote no output.' : 'No output yet.'}</p>`}</section>`;
  }

  #tools() {
    return html`<span class="tools">
      ${this.#follow ? nothing : html`<button type="button" class="quiet" @click=${() => this.#followAgain()}>Follow</button>`}
      <button type="button" class="quiet" aria-pressed=${String(this.#wrap)} @click=${() => this.#toggleWrap()}>Wrap</button>
      <button type="button" class="quiet" @click=${() => this.#download()}>Download</button></span>`;
  }

  #note() {
    return [this.size ? plural(this.size, 'line') : '', this.#gone ? `${count(this.#gone)} gone` : '',
      this.#follow || !this.size ? '' : 'not following'].filter(Boolean).join(', ');
  }

  #followAgain() {
    this.#follow = true;
    this.#toEnd();
    this.app.update();
  }

  #toggleWrap() {
    this.#wrap = !this.#wrap;
    this.#list.classList.toggle('nowrap', !this.#wrap);
    this.app.update();
  }

  #download() {
    download(`${this.name.replaceAll(/[^\w.-]+/g, '-').slice(0, 60)}-output.txt`, this.#lines.map((line) => line.text).join('\n'));
  }
}
