package io.github.taskhost.chaos;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The end of a round: from then on bodies return, executors and owners do as they are
 * told, and listeners only listen.
 */
final class Calm {

	private volatile CountDownLatch calm = new CountDownLatch(1);

	void begin() {
		this.calm.countDown();
	}

	/** Begins the next round. */
	void end() {
		this.calm = new CountDownLatch(1);
	}

	boolean hasBegun() {
		return this.calm.getCount() == 0;
	}

	/**
	 * Waits for the end of the round, or for a time; returns whether the end has come.
	 */
	boolean await(Duration time) throws InterruptedException {
		return this.calm.await(time.toNanos(), TimeUnit.NANOSECONDS);
	}

	/** Waits for the end of the round and ignores interrupts. */
	void awaitStubbornly() {
		boolean interrupted = false;
		CountDownLatch round = this.calm;
		while (round.getCount() > 0) {
			try {
				round.await();
			}
			catch (InterruptedException ex) {
				interrupted = true;
			}
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

}
