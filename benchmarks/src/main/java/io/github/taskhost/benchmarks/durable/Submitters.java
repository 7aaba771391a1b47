package io.github.taskhost.benchmarks.durable;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.function.IntConsumer;

/**
 * Threads that submit tasks, each after the return of its submit before.
 *
 * @param count the number of threads
 * @param threads the kind of the threads
 */
record Submitters(int count, ThreadFactory threads) {

	static Submitters virtual(int count) {
		return new Submitters(count, Thread.ofVirtual().factory());
	}

	static Submitters platform(int count) {
		return new Submitters(count, Thread.ofPlatform().factory());
	}

	/**
	 * Calls for each of the numbers 0 to {@code calls - 1}, and returns after all calls.
	 */
	void call(int calls, IntConsumer call) throws InterruptedException {
		List<Thread> started = new ArrayList<>();
		for (int i = 0; i < this.count; i++) {
			int first = i;
			Thread thread = this.threads.newThread(() -> {
				for (int number = first; number < calls; number += this.count) {
					call.accept(number);
				}
			});
			thread.start();
			started.add(thread);
		}
		for (Thread thread : started) {
			thread.join();
		}
	}

}
