package io.github.taskhost.test.contract.support;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs actions at the same time, each on a platform thread of its own, and fails when
 * they do not end: with a dump of all threads, virtual ones included, that says where
 * they are.
 */
public final class Watchdog {

	private Watchdog() {
	}

	/**
	 * Runs the actions.
	 * @param <T> what they return
	 * @param patience how long they may take together
	 * @param folder where the dump goes
	 * @param actions what to run
	 * @return what they returned, in their order
	 * @throws Exception what the first of them threw that threw
	 * @throws AssertionError if one does not end; it names the dump
	 */
	public static <T> List<T> run(Duration patience, Path folder, List<Callable<T>> actions) throws Exception {
		List<FutureTask<T>> running = actions.stream().map(FutureTask::new).toList();
		running.forEach((task) -> Thread.ofPlatform().daemon().name("watched").start(task));
		long end = System.nanoTime() + patience.toNanos();
		List<T> results = new ArrayList<>();
		for (FutureTask<T> task : running) {
			results.add(resultOf(task, end, folder));
		}
		return results;
	}

	private static <T> T resultOf(FutureTask<T> task, long end, Path folder) throws Exception {
		try {
			return task.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException ex) {
			Path dump = ThreadDump.write(folder, "stuck-" + System.nanoTime() + ".json");
			throw new AssertionError("An action does not end; all threads are in " + dump, ex);
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof Exception cause) {
				throw cause;
			}
			throw ex;
		}
	}

}
