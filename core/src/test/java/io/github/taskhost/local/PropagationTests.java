package io.github.taskhost.local;

import java.lang.ref.WeakReference;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

import io.github.taskhost.BackgroundTaskCompletion;
import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.TaskRequest;
import io.github.taskhost.spi.TaskContextPropagator;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.test.contract.support.RecordingExecutor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The lifetime of captured contexts, and changes while a context is opened. */
class PropagationTests extends LocalHostTest {

	private final List<WeakReference<Object>> captured = new CopyOnWriteArrayList<>();

	private final TaskContextPropagator capturing = () -> {
		Object value = new Object();
		this.captured.add(new WeakReference<>(value));
		return (task) -> (record, thrown) -> value.hashCode();
	};

	private void awaitRelease() {
		long end = System.nanoTime() + PATIENCE.toNanos();
		while (this.captured.getFirst().get() != null) {
			assertThat(System.nanoTime()).as("it is let go").isLessThan(end);
			System.gc();
		}
	}

	@Test
	void contextOfABodyIsReleasedAtItsEnd() throws Exception {
		start((builder) -> builder.addContextPropagator(this.capturing));
		session().spawn(named("t1"), (context) -> "done");
		host().awaitIdle(PATIENCE);
		awaitRelease();
	}

	@Test
	void contextOfSubmittedWorkIsReleasedAtItsEnd() throws Exception {
		start((builder) -> builder.addContextPropagator(this.capturing).addExecutor(RecordingExecutor.of("remote")));
		session().submit(TaskRequest.of(BackgroundTaskRegistration.ofKind("remote").id("t1").build()));
		host().complete("t1", BackgroundTaskCompletion.completed(null));
		host().awaitIdle(PATIENCE);
		awaitRelease();
	}

	@Test
	void cancelRequestWhileTheContextIsOpenedIsReported() throws Exception {
		CountDownLatch opening = new CountDownLatch(1);
		List<String> told = new CopyOnWriteArrayList<>();
		start((builder) -> builder.addContextPropagator(() -> (task) -> new Telling(told))
			.addContextPropagator(() -> (task) -> {
				opening.countDown();
				awaitIgnoringInterrupts(this.release);
				return (record, thrown) -> told.add("close inner");
			}));
		BackgroundTaskHandle<String> task = session().spawn(named("t1"), (context) -> {
			context.throwIfCancelled();
			return "never";
		});
		await(opening);
		task.cancel("enough");
		this.release.countDown();
		host().awaitIdle(PATIENCE);
		assertThat(told).containsExactly("RUNNING to CANCEL_REQUESTED", "CANCEL_REQUESTED to CANCELLED", "close inner",
				"close CANCELLED");
	}

	private record Telling(List<String> told) implements TaskContextPropagator.Scope {

		@Override
		public void transition(BackgroundTaskRecord before, BackgroundTaskRecord after) {
			this.told.add(before.state() + " to " + after.state());
		}

		@Override
		public void close(@Nullable BackgroundTaskRecord task, @Nullable Throwable thrown) {
			this.told.add("close " + ((task != null) ? task.state() : null));
		}

	}

}
