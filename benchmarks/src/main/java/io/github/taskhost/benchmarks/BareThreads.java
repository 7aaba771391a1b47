package io.github.taskhost.benchmarks;

import java.util.concurrent.CountDownLatch;

/**
 * Bare virtual threads: the baseline of all comparisons.
 */
final class BareThreads implements Contender {

	@Override
	public String name() {
		return "bare `Thread.ofVirtual().start()`";
	}

	@Override
	public void run(int tasks, int sessions) throws InterruptedException {
		CountDownLatch ended = new CountDownLatch(tasks);
		for (int i = 0; i < tasks; i++) {
			Thread.ofVirtual().start(ended::countDown);
		}
		ended.await();
	}

}
