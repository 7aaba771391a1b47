package io.github.taskhost.benchmarks;

import java.util.concurrent.CountDownLatch;

import org.springframework.core.task.SimpleAsyncTaskExecutor;

/**
 * Spring's {@code SimpleAsyncTaskExecutor} on virtual threads.
 */
final class ExecutorThreads implements Contender {

	private final SimpleAsyncTaskExecutor executor = new SimpleAsyncTaskExecutor("bench-");

	ExecutorThreads() {
		this.executor.setVirtualThreads(true);
	}

	@Override
	public String name() {
		return "`SimpleAsyncTaskExecutor`, virtual";
	}

	@Override
	public void run(int tasks, int sessions) throws InterruptedException {
		CountDownLatch ended = new CountDownLatch(tasks);
		for (int i = 0; i < tasks; i++) {
			this.executor.execute(ended::countDown);
		}
		ended.await();
	}

}
