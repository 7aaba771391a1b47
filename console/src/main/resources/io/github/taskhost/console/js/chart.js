// Charts of the overview: a canvas by uPlot, and the same numbers as a table for screen readers.

import { html } from './lit.js';
import { count, timeOfDay } from './format.js';

const HEIGHT = 150;

/**
 * A chart of series over time.
 *
 * @typedef {object} ChartSpec
 * @property {string} title
 * @property {string} unit the heading of the numbers, such as `per 5 s`
 * @property {Array<{label: string, colour: string, dash?: number[]}>} series `colour` names a variable of the CSS
 */

function axisTime(value, values) {
  const text = timeOfDay(new Date(value * 1000).toISOString());
  return values.length > 1 && values[1] - values[0] < 60 ? text : text.slice(0, 5);
}

/** One chart, whose element stays the same while its data changes. */
export class Chart {
  #plot = null;
  #data = null;
  #element = document.createElement('div');
  #observer = new ResizeObserver(() => this.#resize());

  /** @param {ChartSpec} spec */
  constructor(spec) {
    this.spec = spec;
    this.#element.className = 'plot';
    this.#element.setAttribute('aria-hidden', 'true');
    this.#observer.observe(this.#element);
  }

  /** Shows data. @param {number[]} times in seconds @param {number[][]} columns one for each series */
  show(times, columns) {
    this.#data = [times, ...columns];
    if (this.#plot) {
      this.#plot.setData(this.#data);
    }
  }

  /** Takes the colours of the theme again. */
  recolour() {
    this.#plot?.destroy();
    this.#plot = null;
    this.#resize();
  }

  /** Frees the chart. */
  dispose() {
    this.#observer.disconnect();
    this.#plot?.destroy();
  }

  /** @returns {object} a template */
  render() {
    return html`<figure class="chart"><figcaption>${this.spec.title} <span class="hint">${this.spec.unit}</span>
      <span class="legend" aria-hidden="true">${this.spec.series.map((one) => html`<span class=${`key key-${one.colour}`}>${one.label}</span>`)}</span></figcaption>
      ${this.#element}
      <details class="numbers"><summary>Numbers</summary>${this.#table()}</details></figure>`;
  }

  #table() {
    const [times = [], ...columns] = this.#data ?? [];
    const last = times.map((time, index) => index).slice(-12).reverse();
    return html`<table class="plain"><caption class="unseen">${this.spec.title}, ${this.spec.unit}</caption>
      <thead><tr><th scope="col">Time</th>${this.spec.series.map((one) => html`<th scope="col">${one.label}</th>`)}</tr></thead>
      <tbody>${last.map((index) => html`<tr><th scope="row">${timeOfDay(new Date(times[index] * 1000).toISOString())}</th>
        ${columns.map((column) => html`<td>${count(column[index])}</td>`)}</tr>`)}</tbody></table>`;
  }

  #resize() {
    const width = this.#element.clientWidth;
    if (!width || !this.#data || !globalThis.uPlot) {
      return;
    }
    if (this.#plot) {
      this.#plot.setSize({ width, height: HEIGHT });
    }
    else {
      this.#plot = new globalThis.uPlot(this.#options(width), this.#data, this.#element);
    }
  }

  /** Draws for the first time, once the element is in the page. */
  rendered() {
    if (!this.#plot) {
      this.#resize();
    }
  }

  #options(width) {
    const style = getComputedStyle(document.documentElement);
    const colour = (name) => style.getPropertyValue(`--${name}`).trim();
    const axis = { stroke: colour('muted'), font: '11px system-ui', grid: { stroke: colour('line'), width: 1 },
      ticks: { show: false } };
    return {
      width, height: HEIGHT, legend: { show: false }, cursor: { show: false }, padding: [8, 18, 0, 0],
      scales: { y: { range: (plot, min, max) => [0, Math.max(4, max * 1.15)] } },
      axes: [{ ...axis, size: 24, gap: 4, space: 70, values: (plot, values) => values.map((value) => axisTime(value, values)) },
        { ...axis, size: 44, values: (plot, values) => values.map((value) => (Number.isInteger(value) ? count(value) : '')) }],
      series: [{}, ...this.spec.series.map((one) => ({ label: one.label, stroke: colour(one.colour), width: 1.6,
        dash: one.dash, points: { show: false } }))],
    };
  }
}
