package io.github.taskhost.local.body;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

import io.github.taskhost.BackgroundTaskContext.CancelRegistration;
import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.JoinPolicy;
import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.error.TaskStateException;
import io.github.taskhost.local.handle.LocalHandle;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import org.jspecify.annotations.Nullable;

/**
 * Joins tasks: a body waits for the ends of several tasks and takes their results.
 */
public final class Joins {

	private static final int MAX_SUPPRESSED = 100;

	private final BodyWaits waits;

	private final Heartbeats heartbeats;

	public Joins(BodyWaits waits, Heartbeats heartbeats) {
		this.waits = waits;
		this.heartbeats = heartbeats;
	}

	/**
	 * Waits until the join is over, and returns the results in the order of the handles.
	 */
	<R extends @Nullable Object> List<R> join(Attempt attempt,
			Collection<? extends BackgroundTaskHandle<? extends R>> handles, JoinPolicy policy)
			throws InterruptedException {
		List<LocalHandle<? extends R>> joined = new ArrayList<>(handles.size());
		handles.forEach((handle) -> joined.add(joinable(attempt, handle)));
		LocalHandle<? extends R> failed = awaitEnd(attempt, joined, policy);
		if (failed != null) {
			cancelOthers(joined, failed);
			throw failed.noResult();
		}
		return results(joined);
	}

	private static <R extends @Nullable Object> LocalHandle<R> joinable(Attempt attempt,
			BackgroundTaskHandle<R> handle) {
		if (!(handle instanceof LocalHandle<R> local)) {
			throw new InvalidTaskArgumentException("The handle of task '" + handle.id() + "', "
					+ handle.getClass().getName() + ", cannot be joined. Use the handles that the host returned.");
		}
		if (local.task() == attempt.task()) {
			throw BodyWaits.ownEnd(attempt.task());
		}
		BodyWaits.requireAwaitable(local.task());
		return local;
	}

	/**
	 * Waits for the end of all tasks or, if the join fails fast, for the first failure.
	 * @return the handle of the task that failed first; {@code null} if the join waits
	 * for all, or all have completed
	 */
	private <H extends LocalHandle<?>> @Nullable H awaitEnd(Attempt attempt, List<H> joined, JoinPolicy policy)
			throws InterruptedException {
		CountDownLatch over = new CountDownLatch(1);
		AtomicReference<@Nullable H> failed = new AtomicReference<>();
		List<CompletableFuture<?>> signals = new ArrayList<>();
		CancelRegistration cancellation = attempt.cancelSource().addWake(over::countDown);
		try {
			ContextPlane.throwIfCancelled(attempt);
			if (policy == JoinPolicy.FAIL_FAST) {
				joined.forEach((handle) -> signals.add(whenFailed(handle, () -> {
					failed.compareAndSet(null, handle);
					over.countDown();
				})));
			}
			signals.add(CompletableFuture.allOf(ends(joined)).thenRun(over::countDown));
			await(attempt, joined, over);
		}
		finally {
			cancellation.close();
			signals.forEach((signal) -> signal.cancel(false));
		}
		ContextPlane.throwIfCancelled(attempt);
		return failed.get();
	}

	private static CompletableFuture<?> whenFailed(LocalHandle<?> handle, Runnable action) {
		return handle.task().ended().thenAccept((record) -> {
			if (record.state() != BackgroundTaskState.COMPLETED) {
				action.run();
			}
		});
	}

	private static CompletableFuture<?>[] ends(List<? extends LocalHandle<?>> joined) {
		return joined.stream().map((handle) -> handle.task().ended()).toArray(CompletableFuture<?>[]::new);
	}

	private void await(Attempt attempt, List<? extends LocalHandle<?>> joined, CountDownLatch over)
			throws InterruptedException {
		List<LocalTask> tasks = joined.stream().<LocalTask>map(LocalHandle::task).distinct().toList();
		this.heartbeats.blocking(attempt, () -> this.waits.during(tasks, () -> {
			over.await();
			return true;
		}));
	}

	private static void cancelOthers(List<? extends LocalHandle<?>> joined, LocalHandle<?> failed) {
		BackgroundTaskRecord record = failed.record();
		String reason = "Task '" + record.id() + "' of the same join ended " + record.state();
		joined.stream().filter((handle) -> !handle.task().isOver()).forEach((handle) -> handle.cancel(reason));
	}

	private static <R extends @Nullable Object> List<R> results(List<LocalHandle<? extends R>> joined) {
		List<R> results = new ArrayList<>(joined.size());
		List<TaskStateException> failures = new ArrayList<>();
		for (LocalHandle<? extends R> handle : joined) {
			try {
				results.add(handle.result());
			}
			catch (TaskStateException ex) {
				failures.add(ex);
			}
		}
		if (!failures.isEmpty()) {
			throw first(failures);
		}
		return Collections.unmodifiableList(results);
	}

	private static TaskStateException first(List<TaskStateException> failures) {
		TaskStateException first = failures.get(0);
		failures.stream().skip(1).limit(MAX_SUPPRESSED).forEach(first::addSuppressed);
		return first;
	}

}
