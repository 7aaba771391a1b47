package io.github.taskhost.local;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Decides when the thread of a body may be interrupted. While it is inside the host (a
 * store write, a listener), an interrupt is held back and raised on leaving; once the end
 * is being written, none is sent any more.
 *
 * <p>
 * <b>Synchronisation.</b> The phase is one word. Only the body's thread enters, leaves
 * and closes, and only it uses {@code depth} and {@code raised}. Interrupting takes the
 * phase to itself for the moment of the interrupt, so none is on its way when the thread
 * has entered.
 */
final class RunGate extends AtomicInteger {

	private static final long serialVersionUID = 1;

	private static final int OUTSIDE = 0;

	private static final int INSIDE = 1;

	private static final int INSIDE_HELD_BACK = 2;

	private static final int INTERRUPTING = 3;

	private static final int CLOSED = 4;

	private int depth;

	private boolean raised;

	void enter() {
		if (this.depth++ == 0 && leaveOutside(INSIDE)) {
			this.raised = Thread.interrupted();
		}
	}

	void leave() {
		if (--this.depth > 0 || get() == CLOSED) {
			return;
		}
		if (getAndSet(OUTSIDE) == INSIDE_HELD_BACK || this.raised) {
			this.raised = false;
			Thread.currentThread().interrupt();
		}
	}

	/** Closes it for good, also when an error kept the thread from leaving the host. */
	void close() {
		int phase = get();
		while (phase == INTERRUPTING || !compareAndSet(phase, CLOSED)) {
			Thread.onSpinWait();
			phase = get();
		}
		Thread.interrupted();
	}

	private boolean leaveOutside(int phase) {
		while (!compareAndSet(OUTSIDE, phase)) {
			if (get() == CLOSED) {
				return false;
			}
			Thread.onSpinWait();
		}
		return true;
	}

	void interrupt(Thread thread) {
		while (true) {
			int phase = get();
			if (phase == OUTSIDE && compareAndSet(OUTSIDE, INTERRUPTING)) {
				thread.interrupt();
				set(OUTSIDE);
				return;
			}
			if (phase == INSIDE && compareAndSet(INSIDE, INSIDE_HELD_BACK) || phase > INSIDE) {
				return;
			}
		}
	}

}
