package io.github.taskhost.local.commit;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * The numbers of live and hidden tasks that count towards the limits of the host. A task
 * is counted before it is in the table.
 */
public final class AdmissionCounter {

	private final AtomicInteger live = new AtomicInteger();

	private final AtomicInteger hidden = new AtomicInteger();

	public int live() {
		return this.live.get();
	}

	public int hidden() {
		return this.hidden.get();
	}

	/** Counts a live task in; returns the previous number. */
	int enterLive() {
		return this.live.getAndIncrement();
	}

	void leaveLive() {
		this.live.decrementAndGet();
	}

	/** Corrects the number of live tasks. */
	public void correctLive(int difference) {
		this.live.addAndGet(difference);
	}

	/** Counts a hidden task in; returns the previous number. */
	int enterHidden() {
		return this.hidden.getAndIncrement();
	}

	public void leaveHidden() {
		this.hidden.decrementAndGet();
	}

}
