package io.github.taskhost.local.gate;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Decides when the thread of a body may be interrupted. While the thread is inside the
 * host (a commit, a listener), an interrupt is held back and raised when the thread
 * leaves the host. A closed gate, from the writing of the end on, lets no interrupt
 * through.
 *
 * <p>
 * <b>Synchronisation.</b> {@code phase} is one word, changed by compare-and-set or by the
 * thread that owns it. Only the thread of the body enters, leaves and closes, and only
 * that thread uses {@code depth} and {@code raised}. An interrupting thread sets the
 * phase to INTERRUPTING for the moment of the interrupt, so no interrupt arrives after
 * the thread has entered.
 */
public class InterruptGate {

	private static final int OUTSIDE = 0;

	private static final int INSIDE = 1;

	private static final int INSIDE_HELD_BACK = 2;

	private static final int INTERRUPTING = 3;

	private static final int CLOSED = 4;

	private static final VarHandle PHASE;

	static {
		try {
			PHASE = MethodHandles.lookup().findVarHandle(InterruptGate.class, "phase", int.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private static final ThreadLocal<@Nullable InterruptGate> CURRENT = new ThreadLocal<>();

	private volatile int phase = OUTSIDE;

	private int depth;

	private boolean raised;

	/** The gate of the current thread, or {@code null} if no body runs on it. */
	public static @Nullable InterruptGate current() {
		return CURRENT.get();
	}

	/** Runs work inside the host, with interrupts of a body held back. */
	public static void inside(Runnable work) {
		InterruptGate gate = current();
		if (gate == null) {
			work.run();
			return;
		}
		gate.enter();
		try {
			work.run();
		}
		finally {
			gate.leave();
		}
	}

	/** Computes a value inside the host, with interrupts of a body held back. */
	public static <T extends @Nullable Object> T inside(Supplier<T> work) {
		InterruptGate gate = current();
		if (gate == null) {
			return work.get();
		}
		gate.enter();
		try {
			return work.get();
		}
		finally {
			gate.leave();
		}
	}

	/** Makes this the gate of the current thread, before it runs a body. */
	public final void open() {
		CURRENT.set(this);
	}

	/** Detaches the closed gate from the current thread. */
	public final void discard() {
		CURRENT.remove();
	}

	/**
	 * Enters the host. The depth is counted last, so that an error of the JVM on the way,
	 * such as an exhausted stack, leaves the count right.
	 */
	public final void enter() {
		if (this.depth == 0 && moveInside()) {
			this.raised = Thread.interrupted();
		}
		this.depth++;
	}

	public final void leave() {
		if (--this.depth > 0 || this.phase == CLOSED) {
			return;
		}
		if ((int) PHASE.getAndSet(this, OUTSIDE) == INSIDE_HELD_BACK || this.raised) {
			this.raised = false;
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Closes the gate for good, also when an error kept the thread from leaving the host,
	 * and clears the interrupt status of the thread.
	 */
	public final void close() {
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

	/**
	 * Moves from outside to inside; returns {@code false} if the gate is closed, or if an
	 * error kept the thread from leaving the host before. Waits for nothing but the
	 * moment of an interrupt.
	 */
	private boolean moveInside() {
		int now = this.phase;
		while (now == OUTSIDE || now == INTERRUPTING) {
			if (now == OUTSIDE && move(OUTSIDE, INSIDE)) {
				return true;
			}
			Thread.onSpinWait();
			now = this.phase;
		}
		return false;
	}

	public final void interrupt(Thread thread) {
		while (true) {
			int now = this.phase;
			if (now == OUTSIDE && move(OUTSIDE, INTERRUPTING)) {
				try {
					thread.interrupt();
				}
				finally {
					this.phase = OUTSIDE;
				}
				return;
			}
			if (now == INSIDE && move(INSIDE, INSIDE_HELD_BACK) || now > INSIDE) {
				return;
			}
		}
	}

}
