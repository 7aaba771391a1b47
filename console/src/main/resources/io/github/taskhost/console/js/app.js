// The page as a whole: the session, the view that is shown, its live data, and the pause.

import { render } from './lit.js';
import { readSession } from './api.js';
import { clock } from './format.js';
import { FocusKeeper } from './focus.js';
import { Keys } from './keys.js';
import { LiveFeed } from './live.js';
import { Router, viewOf } from './router.js';
import { shell } from './shell.js';
import { OverviewView } from './views/overview.js';
import { TasksView } from './views/tasks.js';
import { TaskView } from './views/task.js';
import { SchedulesView } from './views/schedules.js';
import { SessionsView } from './views/sessions.js';
import { KindsView } from './views/kinds.js';
import { NodesView } from './views/nodes.js';

const VIEW_TYPES = { overview: OverviewView, tasks: TasksView, task: TaskView, sessions: SessionsView,
  schedules: SchedulesView, kinds: KindsView, nodes: NodesView };
const TICK = 1000;

/** Pages that follow each other faster open no stream, since the server does not see at once that one was left. */
const SETTLE = 1000;
const QUIET = { name: 'connecting', reason: '' };

/**
 * Holds the current view. A view has `title`, `load()`, `render()`, and optionally `source` for live data with
 * `onLive(name, data)`, `position()`, `onMissing()`, `accept(params)`, `onKey(key)` and `dispose()`, and `frozen` if it shows
 * a last state, whose ages stand still.
 */
export class App {
  session = null;
  view = null;
  paused = false;
  pausedAt = null;
  connection = QUIET;
  dialog = null;
  error = null;
  #feed = null;
  #fedAt = 0;
  #planned = false;
  #focus = null;
  #keeper = new FocusKeeper();

  /** @param {HTMLElement} root the element that the page is rendered into */
  constructor(root) {
    this.root = root;
    this.router = new Router((change) => this.route(change));
    this.keys = new Keys(this);
  }

  /** Reads the session and shows the view of the address. */
  async start() {
    this.root.textContent = '';
    setInterval(() => this.#tick(), TICK);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.view?.themeChanged?.());
    await this.signIn();
    this.router.start();
    this.keys.start();
    this.route({ scroll: null });
  }

  /** Reads the session; an error is shown in the place of the view. */
  async signIn() {
    try {
      this.session = await readSession();
      clock.observe(this.session.now);
      this.error = null;
    }
    catch (error) {
      this.error = error;
      this.connection = { name: error.signedOut ? 'signed-out' : 'still', reason: error.detail };
    }
    this.update();
  }

  /** Shows the view of the current address. @param {{scroll: number|null}} change */
  async route({ scroll }) {
    const first = !this.view;
    const params = new URLSearchParams(location.search);
    const Type = VIEW_TYPES[viewOf(params)];
    const stays = this.view instanceof Type && this.view.accept?.(params);
    if (!stays) {
      this.#replace(new Type(this, params));
    }
    const shown = this.view;
    await this.reload();
    if (shown !== this.view) {
      return;
    }
    if (!stays && !first) {
      this.#arrive(scroll);
    }
    else if (scroll !== null) {
      window.scrollTo(0, scroll);
    }
  }

  #replace(view) {
    this.#stopFeed();
    this.view?.dispose?.();
    this.showDialog(null);
    this.view = view;
    this.holdClock();
    this.update();
  }

  #arrive(scroll) {
    window.scrollTo(0, scroll ?? 0);
    const focused = document.activeElement;
    if (!focused || focused === document.body || !this.root.querySelector('main')?.contains(focused)) {
      this.root.querySelector('h1')?.focus({ preventScroll: true });
    }
  }

  /** Loads the data of the view again and restarts its live data. */
  async reload() {
    const view = this.view;
    this.#stopFeed();
    await view.load();
    if (view === this.view) {
      if (view.error?.signedOut) {
        this.#connected({ name: 'signed-out', reason: '' });
      }
      this.update();
      this.#flush();
      this.#startFeed();
    }
  }

  /** Opens the live data anew, since the view shows other rows. */
  restartFeed() {
    this.#stopFeed();
    this.#startFeed();
  }

  /** Reads live data at once, such as after an action. */
  refreshSoon() {
    this.#feed?.now();
  }

  #startFeed() {
    if (this.connection.name === 'signed-out') {
      return;
    }
    if (!this.view.source) {
      this.#connected({ name: 'still', reason: '' });
      return;
    }
    this.#feed = new LiveFeed(this.view.source, {
      onEvent: (name, data) => this.#live(name, data),
      onState: (state) => this.#connected(state),
      onMissing: this.view.onMissing && (() => this.#missing()),
    });
    const wait = Date.now() - this.#fedAt < SETTLE ? SETTLE : 0;
    this.#fedAt = Date.now();
    this.#feed.start(this.paused, this.view.position?.() ?? null, wait);
  }

  async #missing() {
    await this.view.onMissing();
    this.#connected({ name: 'still', reason: '' });
  }

  #stopFeed() {
    this.#feed?.stop();
    this.#feed = null;
  }

  #live(name, data) {
    this.view.onLive(name, data);
    this.update();
  }

  #connected(state) {
    if (state.name !== this.connection.name || state.reason !== this.connection.reason) {
      this.#announceConnection(state.name);
      this.connection = { ...state, since: this.#lostSince(state.name) };
      this.update();
    }
  }

  #lostSince(name) {
    return name === 'reconnecting' ? this.connection.since ?? new Date(clock.now()).toISOString() : undefined;
  }

  #announceConnection(name) {
    const calm = ['connecting', 'live', 'polling', 'still'];
    if (name !== this.connection.name && !(calm.includes(name) && calm.includes(this.connection.name))) {
      this.announce({ live: 'Live again', polling: 'Live again', paused: 'Paused', reconnecting: 'Reconnecting',
        'signed-out': 'Signed out' }[name]);
    }
  }

  /** Stops or starts all changes on the page. */
  togglePause() {
    this.paused = !this.paused;
    this.holdClock();
    this.pausedAt = this.paused ? new Date(clock.now()).toISOString() : null;
    if (!this.paused) {
      this.connection = { name: 'paused', reason: '' };
    }
    this.#feed?.pause(this.paused);
    if (!this.#feed) {
      this.#connected({ name: this.paused ? 'paused' : 'connecting', reason: '' });
    }
    this.update();
  }

  /** Stops the ages while the page is paused or shows a last state, and starts them otherwise. */
  holdClock() {
    clock.freeze(this.paused || Boolean(this.view?.frozen));
  }

  /** Whether the user may change tasks. */
  get canWrite() {
    return this.session?.canWrite ?? false;
  }

  /** Tells the result of an action to screen readers. @param {string} text */
  announce(text) {
    document.getElementById('announcer').textContent = text;
  }

  /** Moves the focus after the next rendering. @param {string} selector */
  focusSoon(selector) {
    this.#focus = selector;
    this.update();
  }

  /** Shows a dialog. @param {{render: Function, onClose?: Function}|null} dialog */
  showDialog(dialog) {
    const former = this.dialog;
    this.dialog = dialog;
    if (former && former !== dialog) {
      former.onClose?.();
    }
    this.update();
  }

  /** Renders the page soon, once for all changes of the current task of the event loop. */
  update() {
    if (!this.#planned) {
      this.#planned = true;
      queueMicrotask(() => this.#flush());
    }
  }

  #flush() {
    this.#planned = false;
    this.#keeper.around(this.root, () => {
      render(shell(this), this.root);
      this.#openDialog();
      this.#moveFocus();
    });
    if (this.view?.title) {
      document.title = `${this.view.title} · ${this.session?.application ?? 'Taskhost'}`;
    }
    this.view?.rendered?.();
  }

  #moveFocus() {
    if (this.#focus) {
      this.root.querySelector(this.#focus)?.focus();
      this.#focus = null;
    }
  }

  #openDialog() {
    const element = this.root.querySelector('dialog');
    if (this.dialog && element && !element.open) {
      element.showModal();
    }
    else if (!this.dialog && element?.open) {
      element.close();
    }
  }

  #tick() {
    if (!this.paused && document.visibilityState === 'visible') {
      this.update();
    }
  }
}
