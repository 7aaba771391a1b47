package io.github.taskhost.test.contract.body;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.spi.TaskContextPropagator;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.test.contract.support.AbstractHostContract;
import io.github.taskhost.test.contract.support.HostParts;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Context propagators that throw. */
abstract class ContextFaultsContract extends AbstractHostContract {

	private static final TaskContextPropagator CAPTURE = () -> {
		throw new IllegalStateException("capture");
	};

	private static final TaskContextPropagator OPEN = () -> (task) -> {
		throw new StackOverflowError("open");
	};

	private static final TaskContextPropagator SCOPE = () -> (task) -> new TaskContextPropagator.Scope() {

		@Override
		public void transition(BackgroundTaskRecord before, BackgroundTaskRecord after) {
			throw new IllegalStateException("transition");
		}

		@Override
		public void close(@Nullable BackgroundTaskRecord record, @Nullable Throwable thrown) {
			throw new LinkageError("close");
		}

	};

	@SuppressWarnings("NullAway") // that is the fault
	private static final TaskContextPropagator NO_CONTEXT = () -> null;

	@SuppressWarnings("NullAway") // that is the fault
	private static final TaskContextPropagator NO_SCOPE = () -> (task) -> null;

	/** The calls of the propagators around and inside the broken propagators. */
	private final Queue<String> calls = new ConcurrentLinkedQueue<>();

	@Override
	protected HostParts parts() {
		return HostParts.NONE.withPropagators(noting("outer"), CAPTURE, OPEN, SCOPE, NO_CONTEXT, NO_SCOPE,
				noting("inner"));
	}

	private TaskContextPropagator noting(String name) {
		return () -> (task) -> {
			this.calls.add("open " + name);
			return (record, thrown) -> this.calls.add("close " + name);
		};
	}

	@Test
	void bodyRunsWithoutTheContextOfABrokenPropagator() throws Exception {
		BackgroundTaskHandle<String> task = this.host.spawnManaged("s1", named("t1"), (context) -> "done");
		assertThat(task.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.COMPLETED);
		assertThat(task.result()).isEqualTo("done");
		this.host.awaitIdle(PATIENCE);
		assertThat(this.calls).containsExactly("open outer", "open inner", "close inner", "close outer");
		assertThat(this.host.statistics().unresponsive()).isZero();
	}

	@Test
	void hiddenWorkRunsWithoutTheContextOfABrokenPropagator() throws Exception {
		this.host.spawnHidden("s1", "hidden", () -> this.calls.add("work"));
		this.host.awaitHidden("s1", PATIENCE);
		assertThat(this.calls).containsExactly("open outer", "open inner", "work", "close inner", "close outer");
	}

}
