// Texts for people: times by the clock of the server, durations, numbers, states, links.

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The states of a task: the word that people read, and whether a task in it can still change. */
export const STATES = {
  pending: { word: 'Pending', live: true },
  running: { word: 'Running', live: true },
  waiting: { word: 'Waiting', live: true },
  cancel_requested: { word: 'Cancelling', live: true },
  completed: { word: 'Completed', live: false },
  failed: { word: 'Failed', live: false },
  cancelled: { word: 'Cancelled', live: false },
};

let offset = 0;
let frozenAt = null;

/** The clock of the server, which ages are measured by. */
export const clock = {
  /** Notes the time of the server. @param {string|undefined} now ISO-8601 time of an answer that just arrived */
  observe(now) {
    const time = Date.parse(now ?? '');
    if (!Number.isNaN(time)) {
      offset = time - Date.now();
    }
  },
  /** The current time of the server in ms, or the time of the pause while the page is paused. */
  now() {
    return frozenAt ?? Date.now() + offset;
  },
  /** Stops or starts the ages on the page. Ages that stand still stay as they are. @param {boolean} frozen */
  freeze(frozen) {
    frozenAt = frozen ? frozenAt ?? Date.now() + offset : null;
  },
};

/** The word for a state. @param {string} state @returns {string} */
export function stateWord(state) {
  return STATES[state]?.word ?? String(state);
}

/** Whether a task in this state has not ended. @param {string} state @returns {boolean} */
export function isLive(state) {
  return STATES[state]?.live ?? false;
}

/** A length of time in at most two units. @param {number} ms @returns {string} such as `4 min 5 s` */
export function span(ms) {
  if (ms < 1000) {
    return ms < 0 || ms < 10 ? '0 s' : `${Math.round(ms)} ms`;
  }
  const parts = [[Math.floor(ms / DAY), 'd'], [Math.floor(ms / HOUR) % 24, 'h'],
    [Math.floor(ms / MINUTE) % 60, 'min'], [Math.floor(ms / 1000) % 60, 's']];
  const first = parts.findIndex(([count]) => count > 0);
  return parts.slice(first, first + 2).filter(([count]) => count > 0).map(([count, unit]) => `${count} ${unit}`).join(' ');
}

/** The time since an instant. @param {string} iso ISO-8601 time @returns {string} such as `5 s` */
export function since(iso) {
  const ms = clock.now() - Date.parse(iso);
  return ms < 1000 ? 'now' : span(ms);
}

/** The time since an instant, in words. @param {string} iso ISO-8601 time @returns {string} such as `5 s ago` */
export function ago(iso) {
  const text = since(iso);
  return text === 'now' ? 'just now' : `${text} ago`;
}

/** The time until an instant. @param {string} iso ISO-8601 time @returns {string} */
export function until(iso) {
  const ms = Date.parse(iso) - clock.now();
  return ms <= 0 ? 'due' : `in ${span(Math.max(ms, 1000))}`;
}

/** The time between two instants. @param {string} from @param {string} [to] the server's now if absent @returns {string} */
export function between(from, to) {
  return span(Math.max(0, (to ? Date.parse(to) : clock.now()) - Date.parse(from)));
}

/** An instant in full, in the zone of the browser. @param {string|undefined} iso @returns {string} */
export function absolute(iso) {
  const date = new Date(iso ?? NaN);
  return Number.isNaN(date.getTime()) ? String(iso ?? '') : `${localDate(date)} ${timeOfDay(iso)}`;
}

/** The time of day of an instant. @param {string} iso @returns {string} such as `14:03:22` */
export function timeOfDay(iso) {
  const date = new Date(iso);
  return [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':');
}

function localDate(date) {
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

function two(number) {
  return String(number).padStart(2, '0');
}

/** An ISO-8601 duration in words. @param {string|undefined} iso such as `PT1H30M` @returns {string} */
export function isoSpan(iso) {
  const match = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?)?$/.exec(iso ?? '');
  if (!match) {
    return String(iso ?? '');
  }
  const [days, hours, minutes, seconds] = match.slice(1).map((part) => Number(part ?? 0));
  return span(days * DAY + hours * HOUR + minutes * MINUTE + seconds * 1000);
}

/** A number with separators. @param {number|undefined} value @returns {string} */
export function count(value) {
  return (value ?? 0).toLocaleString('en');
}

/** A number with its noun. @param {number} value @param {string} noun singular @returns {string} such as `2 tasks` */
export function plural(value, noun) {
  return `${count(value)} ${noun}${value === 1 ? '' : 's'}`;
}

/** The progress of a task as text. @param {{current: number, total?: number, unit?: string}} progress @returns {string} */
export function progressText(progress) {
  const of = progress.total === undefined ? '' : ` / ${count(progress.total)}`;
  return `${count(progress.current)}${of}${progress.unit ? ` ${progress.unit}` : ''}`;
}

/**
 * The address of a link from the data of a task.
 * @param {string|undefined} uri @returns {string|null} the address, or null unless it is http or https
 */
export function safeLink(uri) {
  try {
    const url = new URL(uri ?? '');
    return url.protocol === 'http:' || url.protocol === 'https:' ? url.href : null;
  }
  catch {
    return null;
  }
}
