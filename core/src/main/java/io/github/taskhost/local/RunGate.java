package io.github.taskhost.local;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

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
class RunGate {

	private static final int OUTSIDE = 0;

	private static final int INSIDE = 1;

	private static final int INSIDE_HELD_BACK = 2;

	private static final int INTERRUPTING = 3;

	private static final int CLOSED = 4;

	private static final VarHandle PHASE;

	static {
		try {
			PHASE = MethodHandles.lookup().findVarHandle(RunGate.class, "phase", int.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private volatile int phase = OUTSIDE;

	private int depth;

	private boolean raised;

	final void enter() {
		if (this.depth++ == 0 && leaveOutside(INSIDE)) {
			this.raised = Thread.interrupted();
		}
	}

	final void leave() {
		if (--this.depth > 0 || this.phase == CLOSED) {
			return;
		}
		if ((int) PHASE.getAndSet(this, OUTSIDE) == INSIDE_HELD_BACK || this.raised) {
			this.raised = false;
			Thread.currentThread().interrupt();
		}
	}

	/** Closes it for good, also when an error kept the thread from leaving the host. */
	final void close() {
		int now = this.phase;
		while (now == INTERRUPTING || !move(now, CLOSED)) {
			Thread.onSpinWait();
			now = this.phase;
		}
		Thread.interrupted();
	}

	private boolean move(int from, int to) {
		return PHASE.compareAndSet(this, from, to);
	}

	private boolean leaveOutside(int to) {
		while (!move(OUTSIDE, to)) {
			if (this.phase == CLOSED) {
				return false;
			}
			Thread.onSpinWait();
		}
		return true;
	}

	final void interrupt(Thread thread) {
		while (true) {
			int now = this.phase;
			if (now == OUTSIDE && move(OUTSIDE, INTERRUPTING)) {
				thread.interrupt();
				this.phase = OUTSIDE;
				return;
			}
			if (now == INSIDE && move(INSIDE, INSIDE_HELD_BACK) || now > INSIDE) {
				return;
			}
		}
	}

}
