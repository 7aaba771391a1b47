// The nodes that share a database, or the one process whose tasks are in memory.

import { html, nothing } from '../lit.js';
import { get } from '../api.js';
import { clock, count, isoSpan } from '../format.js';
import { empty, failure, heading } from '../parts.js';
import { href } from '../router.js';

const LEASES = { held: 'held', expired: 'expired: its tasks move to other nodes', fenced: 'fenced: it may not write any more' };

/** The nodes, live by the stream of the overview. */
export class NodesView {
  title = 'Nodes';
  source = { params: () => new URLSearchParams({ view: 'overview' }) };
  data = null;
  error = null;

  /** @param {import('../app.js').App} app */
  constructor(app) {
    this.app = app;
  }

  /** Reads the nodes once. */
  async load() {
    try {
      this.data = await get('api/overview');
      clock.observe(this.data.now);
      this.error = null;
    }
    catch (error) {
      this.error = error;
    }
  }

  /** Takes live data. @param {string} name @param {object} data */
  onLive(name, data) {
    if (name === 'overview') {
      this.data = data;
    }
  }

  /** @returns {object} a template */
  render() {
    return html`${heading('Nodes')}${failure(this.error, () => this.app.reload())}${this.data ? this.#content() : nothing}`;
  }

  #content() {
    if (this.data.nodes?.length) {
      return nodesTable(this.data.nodes);
    }
    return empty('This process is alone.', html`Its tasks are in memory. The host is
      <b>${this.data.phase}</b>. With <code>taskhost-spring-boot-starter-jdbc</code>, the nodes of one database appear here.`);
  }
}

/** The table of nodes. @param {object[]} nodes @returns {object} a template */
export function nodesTable(nodes) {
  return html`<div class="scroll"><table class="plain"><thead><tr><th scope="col">Node</th><th scope="col">Lease</th>
    <th scope="col">Renewed</th><th scope="col" class="number">Running</th><th scope="col">Worker</th></tr></thead>
    <tbody>${nodes.map(nodeRow)}</tbody></table></div>`;
}

function nodeRow(node) {
  return html`<tr><th scope="row">${node.name ?? node.worker} ${node.own ? html`<span class="badge">this node</span>` : nothing}
      ${node.draining ? html`<span class="badge">draining</span>` : nothing}</th>
    <td><span class=${`lease lease-${node.lease}`}>${LEASES[node.lease] ?? node.lease}</span></td>
    <td>${node.leaseAge ? `${isoSpan(node.leaseAge)} ago` : ''}</td><td class="number">${count(node.running)}</td>
    <td><a href=${href('tasks', { worker: node.worker })}><code>${node.worker}</code></a></td></tr>`;
}
