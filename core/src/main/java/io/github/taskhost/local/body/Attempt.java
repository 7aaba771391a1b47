package io.github.taskhost.local.body;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;

import io.github.taskhost.BackgroundTask;
import io.github.taskhost.lifecycle.TaskCommand;
import io.github.taskhost.lifecycle.WorkRules;
import io.github.taskhost.local.gate.CancelSource;
import io.github.taskhost.local.gate.InterruptGate;
import io.github.taskhost.local.handle.LocalHandle;
import io.github.taskhost.local.kind.SlotQueue;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.local.task.Work;
import io.github.taskhost.task.BackgroundTaskRecord;
import org.jspecify.annotations.Nullable;

/**
 * One attempt of a managed task: its body and its thread. It extends the gate of its
 * thread, since thousands of attempts may wait and the collector copies every object of a
 * waiting attempt.
 *
 * <p>
 * <b>Synchronisation.</b> The thread is created and started once, by the thread that
 * committed the start. {@code stage} goes from waiting to starting and to running, each
 * by a compare-and-set; the end of an attempt without a live thread is claimed in the
 * same way, so a thread that begins later runs nothing. {@code over} is set by the thread
 * of the attempt as its last step, or by the claiming thread. All mutable fields of this
 * class are volatile.
 */
public final class Attempt extends InterruptGate implements Runnable, Work.Body {

	private static final VarHandle STAGE;

	private static final VarHandle SLOT;

	/** Its start was not called. */
	private static final byte WAITING = 0;

	/** Its start was called; the thread may be created later, and runs nothing yet. */
	private static final byte STARTING = 1;

	/** Its thread runs, or has ended. */
	private static final byte RUNS = 2;

	/** Another thread than the created one runs it, to which a factory passed it on. */
	private static final byte RUNS_ELSEWHERE = 3;

	/** Its end was claimed by a thread that is not its own. */
	private static final byte CLAIMED = 4;

	/** Neither its own thread nor another one acts for it, and its end was not done. */
	private static final byte LEFT = 5;

	static {
		try {
			MethodHandles.Lookup lookup = MethodHandles.lookup();
			STAGE = lookup.findVarHandle(Attempt.class, "stage", byte.class);
			SLOT = lookup.findVarHandle(Attempt.class, "slot", SlotQueue.Slot.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private final Bodies bodies;

	private final LocalTask task;

	private final int number;

	private final BackgroundTask<@Nullable Object> body;

	/** The handle of the spawner, which gets the value or the throwable of the body. */
	private final LocalHandle<@Nullable Object> handle;

	/** The captured context of the spawning thread. */
	private final Surroundings surroundings;

	/** Set by the thread of the attempt when it begins to run. */
	private volatile @Nullable CancelSource cancelSource;

	private volatile SlotQueue.@Nullable Slot<LocalTask> slot;

	/**
	 * The next step after a cancel request: the interrupt, then the abandonment.
	 */
	private volatile Escalation.@Nullable Step escalation;

	private volatile byte stage = WAITING;

	private volatile @Nullable Thread thread;

	/** The context around the body while it runs. */
	private volatile Propagation.@Nullable Opened opened;

	private volatile boolean unresponsive;

	/** Whether the host told the body to end. */
	private volatile boolean told;

	/** Whether the task goes on in another process, so that its body should end. */
	private volatile boolean yielding;

	/** Whether the body knows that, or was interrupted for it. */
	private volatile boolean heeding;

	private volatile boolean bodyDone;

	private volatile boolean dequeued;

	private volatile boolean over;

	@SuppressWarnings({ "unchecked", "NullAway" }) // both have the same R
	<R extends @Nullable Object> Attempt(Bodies bodies, LocalTask task, BackgroundTask<R> body, LocalHandle<R> handle,
			Surroundings surroundings) {
		this.bodies = bodies;
		this.task = task;
		this.number = task.record().attempt();
		this.body = (BackgroundTask<@Nullable Object>) body;
		this.handle = (LocalHandle<@Nullable Object>) handle;
		this.surroundings = surroundings;
	}

	private Attempt(Attempt earlier) {
		<@Nullable Object>this(earlier.bodies, earlier.task, earlier.body, earlier.handle, earlier.surroundings);
	}

	public LocalTask task() {
		return this.task;
	}

	/** The number of the attempt, from 1. */
	int number() {
		return this.number;
	}

	public SlotQueue.@Nullable Slot<LocalTask> slot() {
		return this.slot;
	}

	public void slot(SlotQueue.Slot<LocalTask> next) {
		this.slot = next;
	}

	/** Whether it has no slot, or has returned it. */
	boolean isWithoutSlot() {
		SlotQueue.Slot<LocalTask> present = this.slot;
		return present == null || present.isReturned();
	}

	/** Takes a slot that was not returned, unless it has another one. */
	boolean takes(SlotQueue.Slot<LocalTask> next) {
		if (next.isReturned()) {
			return false;
		}
		SlotQueue.Slot<LocalTask> present = this.slot;
		return present == next || (present == null || present.isReturned()) && SLOT.compareAndSet(this, present, next);
	}

	/** Keeps the next step of its escalation. */
	void escalation(Escalation.Step next) {
		this.escalation = next;
	}

	/** The next step of its escalation, or {@code null} if none has begun. */
	Escalation.@Nullable Step escalation() {
		return this.escalation;
	}

	void cancelEscalation() {
		Escalation.Step next = this.escalation;
		if (next != null) {
			next.alarm().cancel();
		}
	}

	CancelSource cancelSource() {
		return Objects.requireNonNull(this.cancelSource, "the body has not begun");
	}

	/**
	 * Sets the source, then reads the record: a cancellation before the write finds no
	 * source, so it is signalled here.
	 */
	private void beginCancelSource() {
		CancelSource source = new CancelSource();
		this.cancelSource = source;
		if (this.yielding || WorkRules.shouldWindDown(this.task.record(), this.number)) {
			source.signal();
		}
	}

	/** Marks that the thread has ended or could not be started. */
	void markOver() {
		this.bodyDone = true;
		this.over = true;
	}

	/** Marks that the task ended before the attempt had a thread. */
	void markDequeued() {
		this.dequeued = true;
	}

	@Override
	public boolean isDequeued() {
		return this.dequeued;
	}

	@Override
	public boolean isOver() {
		return this.over;
	}

	@Override
	public boolean runsOn(Thread candidate) {
		return this.thread == candidate;
	}

	@Override
	public @Nullable Thread thread() {
		return this.thread;
	}

	/** Whether its start was not called. */
	boolean isWaiting() {
		return this.stage == WAITING;
	}

	/**
	 * Whether its thread has ended, or could not be started, and its end was not done. A
	 * start that has not returned is no loss, however long it takes.
	 */
	boolean isLost() {
		return isLost(this.stage);
	}

	private boolean isLost(byte seen) {
		return seen == LEFT || (seen == STARTING || seen == RUNS) && hasEnded();
	}

	private boolean hasEnded() {
		Thread created = this.thread;
		return created != null && created.getState() == Thread.State.TERMINATED;
	}

	/**
	 * Claims its end for the current thread, if it is lost or its start was not called: a
	 * thread that begins later runs nothing.
	 */
	boolean claim() {
		byte seen = this.stage;
		return (seen == WAITING || isLost(seen)) && STAGE.compareAndSet(this, seen, CLAIMED);
	}

	/** Leaves its end, which broke off, to the supervisor. */
	void leaveEnd() {
		this.stage = LEFT;
	}

	/**
	 * Starts the thread. Alarms leave that to a helper if the application creates the
	 * threads: a factory that hangs must not hold up the deadlines of other tasks.
	 */
	public void start() {
		if (!STAGE.compareAndSet(this, WAITING, STARTING)) {
			return;
		}
		boolean returns = false;
		try {
			if (!this.bodies.isHandedOn(this.task.kind().thread(), this::startHere)) {
				startHere();
			}
			returns = true;
		}
		catch (Throwable ex) {
			failed(ex);
			returns = true;
		}
		finally {
			if (!returns && this.stage == STARTING) {
				this.stage = LEFT; // an exhausted stack may have no room for a call
			}
		}
	}

	/** Ends the attempt after a failed start, unless its thread runs all the same. */
	private void failed(Throwable ex) {
		if (!STAGE.compareAndSet(this, STARTING, CLAIMED)) {
			return;
		}
		try {
			this.bodies.lastActs().notStarted(this, ex);
		}
		catch (Throwable again) {
			this.stage = LEFT;
			this.bodies.lastActs().startedNever(this);
		}
	}

	private void startHere() {
		try {
			Thread fresh = this.bodies.newThread(this.task.kind().thread(), this);
			this.thread = fresh;
			fresh.start();
		}
		catch (Throwable ex) {
			failed(ex);
		}
	}

	@Override
	public void resume() {
		this.bodies.startWhenDue(this.task);
	}

	@Override
	public void run() {
		byte runs = (this.thread == Thread.currentThread()) ? RUNS : RUNS_ELSEWHERE;
		if (!STAGE.compareAndSet(this, STARTING, runs)) {
			return; // its end was claimed
		}
		Throwable left = null;
		try {
			Thread.currentThread().setName(this.task.kind().threadName(this.task.uid()));
			open();
			beginCancelSource();
			if (!this.task.record().state().isTerminal()) {
				runBody();
			}
		}
		catch (Throwable ex) {
			left = ex;
		}
		close();
		markOver();
		discard();
		this.bodies.lastActs().threadEnds(this, left);
	}

	private void runBody() {
		BackgroundTaskRecord begun = this.task.record();
		Propagation.Opened around = this.bodies.calls().propagation().open(this.surroundings, begun);
		this.opened = around;
		Throwable thrown = null;
		try {
			around.catchUp(begun, this.task.record());
			thrown = callBody();
		}
		finally {
			this.opened = null;
			around.close(this.task.record(), thrown);
		}
	}

	/** Calls the body and commits its end; returns the throwable of the body, if any. */
	private @Nullable Throwable callBody() {
		TaskCommand end;
		Throwable thrown = null;
		try {
			BodyCalls calls = this.bodies.calls();
			LocalContext context = calls.context(this);
			Object value = calls.isIntercepted() ? calls.intercepted(context, () -> this.body.run(context)).proceed()
					: this.body.run(context);
			@Nullable Object settled = calls.settled(context, value);
			this.handle.returned(value);
			end = new TaskCommand.BodyReturned(calls.result(this.task.kind().name(), settled));
		}
		catch (Throwable ex) {
			this.handle.threw(ex);
			end = this.bodies.verdicts().on(this, ex);
			thrown = ex;
		}
		bodyDone();
		close();
		this.bodies.bodyEnded(this, end, thrown);
		return thrown;
	}

	/** Reports a change of state to the context around the body. */
	void transition(BackgroundTaskRecord before, BackgroundTaskRecord after) {
		Propagation.Opened around = this.opened;
		if (around != null) {
			around.transition(before, after);
		}
	}

	/**
	 * Marks that the body has returned: an end of the record from now on neither
	 * interrupts the thread nor makes it unresponsive.
	 */
	void bodyDone() {
		this.bodyDone = true;
	}

	boolean isBodyDone() {
		return this.bodyDone;
	}

	/** Marks that the host told the body to end: later exceptions are expected. */
	void markTold() {
		this.told = true;
	}

	boolean isTold() {
		return this.told;
	}

	/** Signals the body to wind down, because of a change by this or another thread. */
	void windDown() {
		if (!runsOn(Thread.currentThread())) {
			markTold();
		}
		CancelSource source = this.cancelSource;
		if (source != null) {
			source.signal();
		}
	}

	@Override
	public void askToYield() {
		this.yielding = true;
		windDown();
	}

	/** Whether the task goes on in another process; the body knows it from now on. */
	boolean heeds() {
		if (this.yielding) {
			this.heeding = true;
		}
		return this.yielding;
	}

	/**
	 * Whether the body ends for another process. The end of a body that does not know of
	 * it is that of the task.
	 */
	boolean isHeeding() {
		return this.heeding;
	}

	/** Interrupts the thread, unless the options of the kind forbid it. */
	@Override
	public void interrupt() {
		Thread running = this.thread;
		if (running != null && running != Thread.currentThread() && this.task.kind().isInterruptible()) {
			heeds();
			interrupt(running);
		}
	}

	/**
	 * Creates the next attempt with the same body, if the task waits for one here. A task
	 * that was given up waits for it elsewhere.
	 */
	@Nullable Attempt next() {
		if (this.task.isRemoved() || !WorkRules.awaitsNextAttempt(this.task.record(), this.number)) {
			return null;
		}
		this.handle.goesOn();
		this.task.ownExtras().failureStackTrace(null);
		return new Attempt(this);
	}

	void markUnresponsive() {
		this.unresponsive = true;
	}

	@Override
	public boolean isUnresponsive() {
		return this.unresponsive;
	}

}
