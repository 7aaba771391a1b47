// The live data of one page: a stream read by fetch, or polling where a stream does not get through.

import { ConsoleError, get, openStream } from './api.js';
import { EventParser } from './event-stream.js';
import { clock } from './format.js';

const FIRST_BYTE = 5000;
const SILENCE = 20_000;
const POLL = 2000;
const STREAM_AGAIN = 60_000;
const BACKOFF_FIRST = 500;
const BACKOFF_MOST = 8000;

let pollingUntil = 0;

/**
 * Feeds a page until it is stopped. The source of a page is either `{params: () => URLSearchParams}` for a stream, or
 * `{poll: () => Promise, every: ms}`. States are told as `{name, text}`.
 */
export class LiveFeed {
  #run = null;
  #position = null;
  #failures = 0;
  #paused = false;
  #ended = false;
  #wait = 0;

  /** @param {object} source @param {{onEvent: Function, onState: Function, onMissing?: Function}} listener */
  constructor(source, listener) {
    this.source = source;
    this.listener = listener;
    this.onVisibility = () => this.#adjust();
  }

  /**
   * Starts reading.
   * @param {boolean} paused @param {string|null} position where a stream begins @param {number} wait milliseconds before it
   */
  start(paused, position = null, wait = 0) {
    this.#paused = paused;
    this.#position = position;
    this.#wait = wait;
    document.addEventListener('visibilitychange', this.onVisibility);
    this.#adjust();
  }

  /** Ends reading for good. */
  stop() {
    document.removeEventListener('visibilitychange', this.onVisibility);
    this.#ended = true;
    this.#abort();
  }

  /** Stops reading for a while, or goes on from the same position. @param {boolean} paused */
  pause(paused) {
    this.#paused = paused;
    this.#adjust();
  }

  /** Reads at once, such as after an action. */
  now() {
    this.#wait = 0;
    if (this.#run) {
      this.#abort();
      this.#adjust();
    }
  }

  #abort() {
    this.#run?.abort();
    this.#run = null;
  }

  #adjust() {
    if (this.#paused) {
      this.#tell('paused');
    }
    const wanted = !this.#paused && !this.#ended && document.visibilityState === 'visible';
    if (!wanted) {
      this.#abort();
    }
    else if (!this.#run) {
      this.#run = new AbortController();
      this.#loop(this.#run.signal);
    }
  }

  async #loop(signal) {
    if (this.#wait) {
      await delay(this.#wait, signal);
      this.#wait = 0;
    }
    while (!signal.aborted) {
      const wait = await this.#attempt(signal).catch((error) => this.#failed(error, signal));
      if (wait === null || signal.aborted) {
        return;
      }
      await delay(wait, signal);
    }
  }

  #attempt(signal) {
    if (this.source.poll) {
      return this.#pollPage(signal);
    }
    return pollingUntil > Date.now() ? this.#pollLive(signal) : this.#stream(signal);
  }

  async #pollPage(signal) {
    await this.source.poll(signal);
    this.#failures = 0;
    this.#tell('live');
    return this.source.every;
  }

  async #pollLive(signal) {
    const params = this.source.params();
    params.set('once', 'true');
    if (this.#position) {
      params.set('from', this.#position);
    }
    const { now, id, ...events } = await get('api/live', params, signal);
    clock.observe(now);
    this.#position = id ?? this.#position;
    Object.entries(events).forEach(([name, data]) => this.listener.onEvent(name, data));
    this.#failures = 0;
    this.#tell('polling');
    return POLL;
  }

  async #stream(signal) {
    const attempt = new AbortController();
    const silence = new Silence(attempt);
    try {
      const response = await openStream(this.source.params(), this.#position, AbortSignal.any([signal, attempt.signal]));
      return await this.#read(response.body.getReader(), silence);
    }
    catch (error) {
      return this.#interrupted(error, silence, signal);
    }
    finally {
      silence.end();
      attempt.abort();
    }
  }

  #interrupted(error, silence, signal) {
    if (signal.aborted || !silence.expired) {
      throw error;
    }
    if (silence.started) {
      throw new ConsoleError(0, 'The stream went silent.');
    }
    pollingUntil = Date.now() + STREAM_AGAIN;
    return 0;
  }

  async #read(reader, silence) {
    const decoder = new TextDecoder();
    let bye = null;
    const parser = new EventParser((event) => {
      bye = event.name === 'bye' ? JSON.parse(event.data) : bye;
      this.#event(event);
    });
    for (;;) {
      const { done, value } = await reader.read();
      if (done || bye) {
        return this.#bye(bye);
      }
      silence.heard();
      this.#failures = 0;
      this.#tell('live');
      parser.push(decoder.decode(value, { stream: true }));
    }
  }

  #event({ name, data, id }) {
    this.#position = id ?? this.#position;
    if (name !== 'bye') {
      const value = JSON.parse(data);
      clock.observe(value.now);
      this.listener.onEvent(name, value);
    }
  }

  #bye(bye) {
    if (bye?.reason === 'full') {
      pollingUntil = Date.now() + STREAM_AGAIN;
    }
    if (bye?.reason === 'gone') {
      throw new ConsoleError(404, bye.detail ?? 'The task was removed.');
    }
    if (['full', 'lifetime'].includes(bye?.reason)) {
      return 0;
    }
    return this.#backOff(bye?.reason === 'draining' ? 'The application is stopping.' : 'The connection ended.');
  }

  #failed(error, signal) {
    if (signal.aborted) {
      return null;
    }
    if (error.signedOut) {
      this.#tell('signed-out');
      return null;
    }
    if (error.status === 404 && this.listener.onMissing) {
      this.listener.onMissing();
      return null;
    }
    if (error.status === 503 && !this.source.poll && pollingUntil <= Date.now()) {
      pollingUntil = Date.now() + STREAM_AGAIN;
      return 0;
    }
    return this.#backOff(error.detail ?? 'The connection failed.');
  }

  #backOff(reason) {
    const wait = Math.min(BACKOFF_MOST, BACKOFF_FIRST * 2 ** this.#failures);
    this.#failures += 1;
    this.#tell('reconnecting', reason);
    return wait;
  }

  #tell(name, reason = '') {
    this.listener.onState({ name, reason });
  }
}

/** Aborts an attempt that stays silent: 5 s before the first byte, 20 s after any other. */
class Silence {
  started = false;
  expired = false;
  #timer;

  constructor(attempt) {
    this.attempt = attempt;
    this.#wait(FIRST_BYTE);
  }

  heard() {
    this.started = true;
    this.#wait(SILENCE);
  }

  end() {
    clearTimeout(this.#timer);
  }

  #wait(ms) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.expired = true;
      this.attempt.abort();
    }, ms);
  }
}

function delay(ms, signal) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    }, { once: true });
  });
}
