package io.github.taskhost.local.body;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import io.github.taskhost.BackgroundTaskContext.CancelRegistration;
import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.JoinPolicy;
import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.error.TaskStateException;
import io.github.taskhost.local.group.PredecessorResults;
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

	private final PredecessorResults results;

	public Joins(BodyWaits waits, Heartbeats heartbeats, PredecessorResults results) {
		this.waits = waits;
		this.heartbeats = heartbeats;
		this.results = results;
	}

	/** The results of the tasks that the task of a body waited for before its start. */
	<T> Stream<T> predecessorResults(Attempt attempt, Class<T> type) {
		return this.results.of(attempt.task().record(), type);
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
			TaskStateException failure = failed.noResult();
			cancelOthers(joined, failed, failure);
			throw failure;
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
		Join<H> join = new Join<>(joined.size(), policy);
		CancelRegistration cancellation = attempt.cancelSource().addWake(join::end);
		try {
			ContextPlane.throwIfCancelled(attempt);
			joined.forEach(join::add);
			await(attempt, joined, join);
		}
		finally {
			cancellation.close();
			join.end();
		}
		ContextPlane.throwIfCancelled(attempt);
		return join.failed.get();
	}

	private void await(Attempt attempt, List<? extends LocalHandle<?>> joined, Join<?> join)
			throws InterruptedException {
		List<LocalTask> tasks = joined.stream().<LocalTask>map(LocalHandle::task).distinct().toList();
		this.heartbeats.blocking(attempt, () -> this.waits.during(tasks, join::await));
	}

	/**
	 * Requests the cancellation of the other tasks, each whatever happens to the rest.
	 */
	private static void cancelOthers(List<? extends LocalHandle<?>> joined, LocalHandle<?> failed,
			TaskStateException failure) {
		BackgroundTaskRecord record = failed.record();
		String reason = "Task '" + record.id() + "' of the same join ended " + record.state();
		for (LocalHandle<?> handle : joined) {
			try {
				if (!handle.task().isOver()) {
					handle.cancel(reason);
				}
			}
			catch (RuntimeException ex) {
				failure.addSuppressed(ex);
			}
		}
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

	/**
	 * The wait of one join. Its end takes its traces from the tasks that still live: they
	 * may live long, and be joined often.
	 */
	private static final class Join<H extends LocalHandle<?>> {

		private final CompletableFuture<Boolean> over = new CompletableFuture<>();

		private final AtomicReference<@Nullable H> failed = new AtomicReference<>();

		private final AtomicInteger open;

		private final JoinPolicy policy;

		Join(int tasks, JoinPolicy policy) {
			this.open = new AtomicInteger(tasks);
			this.policy = policy;
			if (tasks == 0) {
				end();
			}
		}

		/** Follows a task; its future forgets the join when either of them ends. */
		void add(H handle) {
			var unused = CompletableFuture.anyOf(this.over, handle.task().ended()).thenRun(() -> ended(handle));
		}

		private void ended(H handle) {
			if (this.over.isDone()) {
				return;
			}
			boolean failure = handle.record().state() != BackgroundTaskState.COMPLETED;
			if (failure && this.policy == JoinPolicy.FAIL_FAST) {
				this.failed.compareAndSet(null, handle);
				end();
			}
			else if (this.open.decrementAndGet() == 0) {
				end();
			}
		}

		void end() {
			this.over.complete(true);
		}

		boolean await() throws InterruptedException {
			try {
				return this.over.get();
			}
			catch (ExecutionException ex) {
				throw new IllegalStateException(ex); // it is only completed normally
			}
		}

	}

}
