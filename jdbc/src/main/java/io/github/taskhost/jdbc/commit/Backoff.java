package io.github.taskhost.jdbc.commit;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The waits between attempts to reach the database: 10 ms, doubled up to 500 ms. Used by
 * one thread.
 */
public final class Backoff {

	private static final long FIRST = 10;

	private static final long LONGEST = 500;

	private final CountDownLatch stopped;

	private long next = FIRST;

	/**
	 * Creates a back-off.
	 * @param stopped ends a wait when it is counted down
	 */
	public Backoff(CountDownLatch stopped) {
		this.stopped = stopped;
	}

	public void success() {
		this.next = FIRST;
	}

	public void await() {
		long wait = this.next;
		this.next = Math.min(LONGEST, wait * 2);
		try {
			if (this.stopped.await(wait, TimeUnit.MILLISECONDS)) {
				TimeUnit.MILLISECONDS.sleep(FIRST);
			}
		}
		catch (InterruptedException ex) {
			// threads of the journal are stopped by a latch, never by an interrupt
		}
	}

}
