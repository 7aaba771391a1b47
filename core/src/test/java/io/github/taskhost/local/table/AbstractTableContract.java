package io.github.taskhost.local.table;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** Base of the parts of the contract of the table. */
@Timeout(60)
abstract class AbstractTableContract {

	TaskTable<TableTask> table;

	TableTasks tasks;

	abstract TaskTable<TableTask> newStore();

	@BeforeEach
	void makeStore() {
		this.table = newStore();
		this.tasks = new TableTasks(this.table);
	}

	/**
	 * Runs pieces of work concurrently, each on its own thread, and waits for all of
	 * them.
	 */
	static <T> List<T> together(List<? extends Callable<T>> work) throws Exception {
		CountDownLatch go = new CountDownLatch(1);
		List<T> results = new ArrayList<>();
		try (ExecutorService threads = Executors.newFixedThreadPool(work.size())) {
			List<Future<T>> running = new ArrayList<>();
			for (Callable<T> part : work) {
				running.add(threads.submit(() -> {
					go.await();
					return part.call();
				}));
			}
			go.countDown();
			for (Future<T> part : running) {
				results.add(part.get());
			}
		}
		return results;
	}

}
