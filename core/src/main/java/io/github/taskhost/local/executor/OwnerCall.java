package io.github.taskhost.local.executor;

import java.util.concurrent.locks.ReentrantLock;

import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.spi.TaskTimer.Scheduled;
import org.jspecify.annotations.Nullable;

/**
 * The calls that tell the owner of one task, one after the other, until one returns. A
 * call that exceeded its timeout and ignores its interrupt is not overtaken by another
 * one.
 *
 * <p>
 * <b>Synchronisation.</b> {@code lock} guards all fields. Calls begin under it, but run
 * on other threads.
 */
final class OwnerCall {

	private final ReentrantLock lock = new ReentrantLock();

	private final OwnerCalls all;

	private final LocalTask task;

	private final Owner owner;

	private @Nullable ControlCall last;

	private boolean calling;

	private int failures;

	private @Nullable Scheduled next;

	/** The number of further failures, or looks at a call that hangs, until the end. */
	private int left = Integer.MAX_VALUE;

	private boolean ended;

	OwnerCall(OwnerCalls all, LocalTask task, Owner owner) {
		this.all = all;
		this.task = task;
		this.owner = owner;
	}

	/** Begins a call now, unless one is under way. */
	void tell() {
		inTurn(() -> {
			if (!isUnderWay()) {
				begin();
			}
		});
	}

	private void again() {
		inTurn(() -> {
			if (isUnderWay()) {
				this.left--;
				scheduleNext();
			}
			else {
				begin();
			}
		});
		giveUpIfOver();
	}

	private void inTurn(Runnable work) {
		this.lock.lock();
		try {
			if (!this.ended && !this.calling) {
				work.run();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Whether the last call exceeded its timeout and has not returned. */
	private boolean isUnderWay() {
		return this.last != null && this.last.isUnderWay();
	}

	private void begin() {
		cancelNext();
		this.calling = true;
		try {
			this.last = this.owner.tell(this::over);
		}
		catch (Throwable ex) {
			if (this.calling) {
				over(ex);
			}
			throw ex;
		}
	}

	private void scheduleNext() {
		cancelNext();
		this.next = this.all.later(this.failures, this::again);
	}

	private void cancelNext() {
		if (this.next != null) {
			this.next.cancel();
			this.next = null;
		}
	}

	private void over(@Nullable Throwable failure) {
		if (failure == null) {
			this.all.settle(this.task, this.owner);
		}
		else {
			this.all.failed(this.task, this.owner, failed(), failure);
			giveUpIfOver();
		}
	}

	private void giveUpIfOver() {
		if (isOver()) {
			giveUp();
		}
	}

	/** Ends the calls, though none has reached the owner. */
	void giveUp() {
		this.all.giveUp(this.task, this.owner);
	}

	private boolean isOver() {
		this.lock.lock();
		try {
			return this.left <= 0 && !this.ended;
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Ends the calls after a number of further failures. */
	void end(int after) {
		this.lock.lock();
		try {
			this.left = after;
		}
		finally {
			this.lock.unlock();
		}
	}

	private int failed() {
		this.lock.lock();
		try {
			this.calling = false;
			this.failures++;
			this.left--;
			if (!this.ended) {
				this.all.mark(this.task);
				scheduleNext();
			}
			return this.failures;
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Ends the calls. */
	void end() {
		this.lock.lock();
		try {
			this.ended = true;
			cancelNext();
			this.all.unmark(this.task);
		}
		finally {
			this.lock.unlock();
		}
	}

}
