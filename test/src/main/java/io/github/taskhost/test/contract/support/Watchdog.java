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
 * Runs actions concurrently, each on a new platform thread, and detects deadlocks. When
 * an action does not end in time, the failure names a dump of all platform and virtual
 * threads.
 */
public final class Watchdog {

	private Watchdog() {
	}

	/**
	 * Runs the actions.
	 * @param <T> the type of the results
	 * @param patience the timeout of all actions together
	 * @param folder the folder for the dump
	 * @param actions the actions
	 * @return the results, in the order of the actions
	 * @throws Exception the exception of the first failed action
	 * @throws AssertionError if an action does not end in time; the message names the
	 * dump
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
			throw new AssertionError("An action did not end: all threads are in " + dump, ex);
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof Exception cause) {
				throw cause;
			}
			throw ex;
		}
	}

}
