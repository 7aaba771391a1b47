// Keeps the focus in the page when a rendering takes it away.

/**
 * Watches the focused element over renderings. If a rendering disables it, such as a button that sends, the element gets
 * the focus back when it is enabled again; if a rendering removes it, the heading gets the focus.
 */
export class FocusKeeper {
  #held = null;

  /** Renders, and keeps the focus. @param {HTMLElement} root @param {() => void} rendering */
  around(root, rendering) {
    const before = document.activeElement;
    rendering();
    if (before && before !== document.body && (!before.isConnected || before.matches(':disabled'))) {
      this.#held = before;
    }
    this.#settle(root, document.activeElement);
  }

  #settle(root, active) {
    const held = this.#held;
    const elsewhere = active && active !== document.body && active !== held;
    if (!held || (!elsewhere && held.isConnected && held.matches(':disabled'))) {
      return;
    }
    this.#held = null;
    if (!elsewhere) {
      const place = held.isConnected ? held : root.querySelector('dialog[open] h2') ?? root.querySelector('h1');
      place?.focus({ preventScroll: true });
    }
  }
}
