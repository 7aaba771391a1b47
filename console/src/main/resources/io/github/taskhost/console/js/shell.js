// The frame around every view.

import { html, nothing } from './lit.js';
import { glyph } from './icons.js';
import { timeOfDay } from './format.js';
import { href, viewOf, VIEWS } from './router.js';
import { chooseTheme, currentTheme } from './theme-switch.js';

const CONNECTIONS = {
  connecting: { word: 'Connecting', help: 'Waiting for the first data.' },
  live: { word: 'Live', help: 'The page changes as tasks change.' },
  polling: { word: 'Live, every 2 s', help: 'A proxy holds the stream back, or all streams are taken. The page asks every 2 s.' },
  still: { word: 'Not live', help: 'This page does not change.' },
  paused: { word: 'Paused', help: 'Nothing changes until you go on.' },
  reconnecting: { word: 'Reconnecting', help: 'The data may be old. The page tries again by itself.' },
  'signed-out': { word: 'Signed out', help: 'Sign in again to go on.' },
};

/** The page. @param {import('./app.js').App} app @returns {object} a template */
export function shell(app) {
  return html`
    <header class="top">
      <div class="bar">
        <a class="brand" href="?view=overview">${glyph('logo')}<span>${app.session?.application ?? 'Taskhost'}</span></a>
        ${environment(app.session)}
        <nav aria-label="Views"><ul>${VIEWS.map(navItem)}</ul></nav>
        <div class="tools">${connection(app)} ${pauseButton(app)} ${themeButton(app)} ${user(app.session)}</div>
      </div>
      ${lost(app)}
    </header>
    ${signedOut(app)}
    <main id="main" tabindex="-1">${content(app)}</main>
    <footer>${footer(app.session)}</footer>
    <dialog aria-labelledby="dialog-title" @close=${() => app.showDialog(null)}>${app.dialog?.render() ?? nothing}</dialog>`;
}

function environment(session) {
  return session?.environment ? html`<span class="badge environment" title="Environment">${session.environment}</span>` : nothing;
}

function navItem(view) {
  const current = viewOf(new URLSearchParams(location.search));
  const here = current === view.name || (current === 'task' && view.name === 'tasks');
  return html`<li><a href=${href(view.name)} aria-current=${here ? 'page' : nothing}>${view.label}</a></li>`;
}

function connection(app) {
  const { word, help } = CONNECTIONS[app.connection.name];
  const at = app.paused && app.pausedAt ? ` at ${timeOfDay(app.pausedAt)}` : '';
  return html`<span class="connection" data-connection=${app.connection.name}
    title=${[app.connection.reason, help].filter(Boolean).join(' ')}><span class="dot"></span>${word}${at}</span>`;
}

function lost(app) {
  return app.connection.name === 'reconnecting' ? html`<p class="lost">Not connected since ${timeOfDay(app.connection.since)}.
    The page shows the last known state and tries again by itself.</p>` : nothing;
}

function pauseButton(app) {
  return html`<button type="button" class="quiet" id="pause" aria-pressed=${String(app.paused)}
    title=${app.paused ? 'Go on (p)' : 'Pause the page (p)'} @click=${() => app.togglePause()}>
    ${glyph(app.paused ? 'play' : 'pause')}<span>${app.paused ? 'Go on' : 'Pause'}</span></button>`;
}

function themeButton(app) {
  const theme = currentTheme();
  const drawing = { system: 'half', light: 'sun', dark: 'moon' }[theme];
  const change = () => {
    chooseTheme();
    app.view?.themeChanged?.();
    app.update();
  };
  return html`<button type="button" class="quiet only-icon" id="theme" title="Theme: ${theme}"
    aria-label="Theme: ${theme}. Change it" @click=${change}>${glyph(drawing)}</button>`;
}

function user(session) {
  return session ? html`${session.user ? html`<span class="user" title="Signed in">${session.user}</span>` : nothing}
    ${session.canWrite ? nothing : html`<span class="badge read-only" title=${session.writeReason ?? ''}>read-only</span>`}` : nothing;
}

function signedOut(app) {
  return app.connection.name === 'signed-out' ? html`<div class="notice signed-out"><strong>You are signed out.</strong>
    The page shows old data. <a href=${location.search || '?'} @click=${signInAgain}>Sign in again</a></div>` : nothing;
}

function signInAgain(event) {
  event.preventDefault();
  event.stopPropagation();
  location.reload();
}

function content(app) {
  if (app.error && !app.session) {
    const title = app.error.signedOut ? 'Signed out' : app.error.status === 403 ? 'Not allowed' : 'No connection';
    return html`<h1 tabindex="-1">${title}</h1><p class="notice error">${app.error.detail}</p>
      <button type="button" @click=${() => again(app)}>Try again</button>`;
  }
  return app.view?.render() ?? nothing;
}

async function again(app) {
  await app.signIn();
  if (app.session) {
    app.connection = { name: 'connecting', reason: '' };
    await app.reload();
  }
}

function footer(session) {
  return session ? html`<span>Taskhost ${session.version}</span>${session.workerId ? html`<span>worker <code>${session.workerId}</code></span>` : nothing}
    <span>${session.durable ? 'durable tasks' : 'tasks in memory'}</span>
    ${session.phase && session.phase !== 'running' ? html`<span class="badge">${session.phase}</span>` : nothing}
    ${session.canWrite ? nothing : html`<span>read-only: ${session.writeReason ?? 'your roles may not change tasks'}</span>`}
    <span class="keys-hint">Keys: <kbd>?</kbd></span>` : nothing;
}
