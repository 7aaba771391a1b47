package io.github.taskhost.benchmarks;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

import io.github.taskhost.event.BackgroundTaskFilter;
import io.github.taskhost.local.LocalBackgroundTaskHost;
import org.jspecify.annotations.Nullable;

/**
 * Threads that are parked until an interrupt, and the time that the interrupt takes.
 */
final class Sleepers {

	private static final String SESSION = "sleepers";

	private final CountDownLatch entered;

	private final CountDownLatch left;

	private final Thread[] threads;

	private volatile long woken;

	private Sleepers(int count) {
		this.entered = new CountDownLatch(count);
		this.left = new CountDownLatch(count);
		this.threads = new Thread[count];
	}

	/** Returns the nanoseconds from an interrupt until the thread runs. */
	static long interruptOne() throws InterruptedException {
		Sleepers sleepers = new Sleepers(1);
		sleepers.startBare();
		long start = System.nanoTime();
		sleepers.threads[0].interrupt();
		return sleepers.woken() - start;
	}

	/** Returns the nanoseconds from a cancel until the body runs. */
	static long cancelOne(LocalBackgroundTaskHost host) throws InterruptedException {
		Sleepers sleepers = new Sleepers(1);
		String id = sleepers.startIn(host);
		long start = System.nanoTime();
		host.cancelManaged(SESSION, id);
		return sleepers.woken() - start;
	}

	/** Returns the nanoseconds from the first interrupt until all threads have left. */
	static long interruptAll(int count) throws InterruptedException {
		Sleepers sleepers = new Sleepers(count);
		sleepers.startBare();
		long start = System.nanoTime();
		for (Thread thread : sleepers.threads) {
			thread.interrupt();
		}
		sleepers.left.await();
		return System.nanoTime() - start;
	}

	/**
	 * Returns the nanoseconds from the call until all bodies, whose records end earlier,
	 * have left.
	 */
	static long cancelAll(LocalBackgroundTaskHost host, int count) throws InterruptedException {
		Sleepers sleepers = new Sleepers(count);
		sleepers.startIn(host);
		long start = System.nanoTime();
		host.cancelAllManaged(SESSION);
		sleepers.left.await();
		long nanos = System.nanoTime() - start;
		if (!host.list(BackgroundTaskFilter.ofSession(SESSION), 1, null).records().isEmpty()) {
			throw new IllegalStateException("A body has ended before its record");
		}
		return nanos;
	}

	private void startBare() throws InterruptedException {
		for (int i = 0; i < this.threads.length; i++) {
			int number = i;
			Thread.ofVirtual().start(() -> sleep(number));
		}
		awaitSleep();
	}

	/** Starts tasks, and returns the id of the last one. */
	private String startIn(LocalBackgroundTaskHost host) throws InterruptedException {
		String last = "";
		for (int i = 0; i < this.threads.length; i++) {
			int number = i;
			last = host.<@Nullable Object>spawnManaged(SESSION, Hosts.TRIVIAL, (context) -> {
				sleep(number);
				return null;
			}).id();
		}
		awaitSleep();
		return last;
	}

	private void sleep(int number) {
		this.threads[number] = Thread.currentThread();
		this.entered.countDown();
		while (!Thread.interrupted()) {
			LockSupport.park(this);
		}
		this.woken = System.nanoTime();
		this.left.countDown();
	}

	private void awaitSleep() throws InterruptedException {
		this.entered.await();
		for (Thread thread : this.threads) {
			while (thread.getState() != Thread.State.WAITING) {
				Thread.onSpinWait();
			}
		}
	}

	private long woken() throws InterruptedException {
		this.left.await();
		return this.woken;
	}

}
