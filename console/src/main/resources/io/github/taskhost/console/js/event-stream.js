// Parses text/event-stream as it arrives.

/** Collects the fields of server-sent events from pieces of text. */
export class EventParser {
  #rest = '';
  #event = fresh();

  /** @param {(event: {name: string, data: string, id: string|null}) => void} onEvent */
  constructor(onEvent) {
    this.onEvent = onEvent;
  }

  /** Takes the next piece of the stream. @param {string} text */
  push(text) {
    const lines = (this.#rest + text).split(/\r\n|\n|\r(?!$)/);
    this.#rest = lines.pop();
    lines.forEach((line) => this.#line(line));
  }

  #line(line) {
    if (line === '') {
      this.#dispatch();
      return;
    }
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    this.#field(field, value);
  }

  #field(field, value) {
    if (field === 'data') {
      this.#event.data.push(value);
    }
    else if (field === 'event') {
      this.#event.name = value;
    }
    else if (field === 'id') {
      this.#event.id = value;
    }
  }

  #dispatch() {
    const { name, data, id } = this.#event;
    this.#event = fresh();
    if (data.length) {
      this.onEvent({ name, data: data.join('\n'), id });
    }
  }
}

function fresh() {
  return { name: 'message', data: [], id: null };
}
