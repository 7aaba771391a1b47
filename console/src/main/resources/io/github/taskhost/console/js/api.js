// Requests to the server. Every address is relative to the page.

const HEADERS = { 'X-Requested-With': 'XMLHttpRequest' };
const READ_TIMEOUT = 30_000;

/** A refused or failed request. `detail` is for people; `status` is 0 when no answer came. */
export class ConsoleError extends Error {
  /** @param {number} status @param {string} detail @param {object} [problem] the body of the answer */
  constructor(status, detail, problem = {}) {
    super(detail);
    this.status = status;
    this.detail = detail;
    this.problem = problem;
  }

  /** Whether the sign-in of the user has ended. */
  get signedOut() {
    return this.status === 401 || this.status === -1;
  }
}

let session = null;

/** Reads the session again. @returns {Promise<object>} the answer of `api/session` */
export async function readSession() {
  session = await get('api/session');
  return session;
}

/**
 * Reads JSON.
 * @param {string} path relative address @param {URLSearchParams} [params] @param {AbortSignal} [signal]
 * @returns {Promise<object>} @throws {ConsoleError}
 */
export async function get(path, params, signal) {
  const query = params && [...params].length ? `?${params}` : '';
  const signals = [AbortSignal.timeout(READ_TIMEOUT), ...(signal ? [signal] : [])];
  const response = await send(path + query, {
    headers: { ...HEADERS, Accept: 'application/json' },
    signal: AbortSignal.any(signals),
  });
  return answer(response);
}

/**
 * Sends a form. A 403 reads the session once more, since the CSRF token may have changed, and tries again.
 * @param {string} path relative address @param {Array<[string, string|undefined]>} fields those without value are left out
 * @returns {Promise<object>} @throws {ConsoleError}
 */
export async function post(path, fields) {
  let response = await postOnce(path, fields);
  if (response.status === 403) {
    await readSession();
    response = await postOnce(path, fields);
  }
  return answer(response);
}

function postOnce(path, fields) {
  const body = new URLSearchParams(fields.filter(([, value]) => value !== undefined && value !== ''));
  if (session?.csrf) {
    body.set(session.csrf.parameter, session.csrf.token);
  }
  return send(path, {
    method: 'POST',
    body,
    headers: { ...HEADERS, Accept: 'application/json', 'X-Taskhost-Console': '1' },
  });
}

async function send(path, options) {
  try {
    return await fetch(path, { redirect: 'manual', cache: 'no-store', credentials: 'same-origin', ...options });
  }
  catch (error) {
    if (error.name === 'AbortError') {
      throw error;
    }
    const late = error.name === 'TimeoutError';
    throw new ConsoleError(0, late ? 'The application did not answer in time. Try again.'
      : 'The application cannot be reached. Check that it runs, then try again.');
  }
}

async function answer(response) {
  check(response);
  const body = await response.json().catch(() => null);
  if (!response.ok) {
    throw new ConsoleError(response.status, body?.detail ?? fallback(response.status), body ?? {});
  }
  if (body === null) {
    throw new ConsoleError(response.status, 'The answer is not JSON. A proxy may have answered for the application.');
  }
  return body;
}

function check(response) {
  if (response.type === 'opaqueredirect') {
    throw new ConsoleError(-1, 'You are signed out. Sign in again.');
  }
  if (response.status === 401) {
    throw new ConsoleError(401, 'You are signed out. Sign in again.');
  }
}

function fallback(status) {
  const texts = {
    403: 'The application refused this. Your roles may not allow it.',
    404: 'Not found. It may have been removed.',
    503: 'The application is stopping or busy. Try again.',
  };
  return texts[status] ?? `The application answered with status ${status}.`;
}

/**
 * Opens a stream; the caller reads its body.
 * @param {URLSearchParams} params @param {string|null} position the id of the last event
 * @param {AbortSignal} signal @returns {Promise<Response>} @throws {ConsoleError} when signed out or unreachable
 */
export async function openStream(params, position, signal) {
  const headers = { ...HEADERS, Accept: 'text/event-stream' };
  if (position) {
    headers['Last-Event-ID'] = position;
  }
  const response = await send(`api/live?${params}`, { headers, signal });
  check(response);
  if (!response.ok) {
    const body = await response.json().catch(() => ({}));
    throw new ConsoleError(response.status, body.detail ?? fallback(response.status), body);
  }
  return response;
}
