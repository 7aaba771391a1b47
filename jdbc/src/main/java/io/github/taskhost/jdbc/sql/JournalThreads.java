package io.github.taskhost.jdbc.sql;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The threads of a journal: platform threads, since pools of connections spin on virtual
 * ones, and daemons, so that they do not keep a process alive. They are stopped by
 * latches, never by an interrupt, which only ends a wait.
 */
public final class JournalThreads {

	private JournalThreads() {
	}

	public static Thread of(String name, Runnable task) {
		return Thread.ofPlatform().name(name).daemon().unstarted(task);
	}

	/**
	 * Waits until a latch is counted down, for some time at most.
	 * @return whether it is counted down
	 */
	public static boolean await(CountDownLatch latch, long millis) {
		try {
			return latch.await(millis, TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			return false;
		}
	}

	/**
	 * Waits for permits, for some time at most, and takes all of them.
	 * @return whether there were some
	 */
	public static boolean await(Semaphore permits, long millis) {
		try {
			boolean some = permits.tryAcquire(millis, TimeUnit.MILLISECONDS);
			permits.drainPermits();
			return some;
		}
		catch (InterruptedException ex) {
			return false;
		}
	}

	/** Waits for the end of a thread. An interrupt does not end the wait, and is kept. */
	public static void join(Thread thread) {
		boolean interrupted = false;
		while (thread.isAlive()) {
			try {
				thread.join();
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
