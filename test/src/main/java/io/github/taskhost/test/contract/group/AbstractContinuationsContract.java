package io.github.taskhost.test.contract.group;

import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.taskhost.BackgroundTask;
import io.github.taskhost.BackgroundTaskCompletion;
import io.github.taskhost.BackgroundTaskContext;
import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.TaskRequest;
import io.github.taskhost.config.BackgroundTaskHostOptions;
import io.github.taskhost.kind.BackgroundTaskHandler;
import io.github.taskhost.kind.KindOptions;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.JsonPayload;
import io.github.taskhost.test.contract.support.AbstractKindContract;
import io.github.taskhost.test.contract.support.HostParts;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Base class of the suites about tasks that wait for others. The host knows the kinds
 * {@code step} and {@code single} (one body at once), whose bodies note their ids.
 */
abstract class AbstractContinuationsContract extends AbstractKindContract {

	/** The ids of the tasks whose bodies have run, in their order. */
	final List<String> runs = new CopyOnWriteArrayList<>();

	@Override
	protected HostParts parts() {
		return super.parts().withHandlers(new Noting("step", KindOptions.NONE),
				new Noting("single", KindOptions.NONE.withMaxConcurrent(1)));
	}

	@Override
	protected BackgroundTaskHostOptions options() {
		return super.options().withKinds(Map.of("narrow", KindOptions.NONE.withMaxConcurrent(1)));
	}

	static BackgroundTaskRegistration.Builder step(String id) {
		return BackgroundTaskRegistration.ofKind("step").id(id);
	}

	static TaskRequest task(String id, String... after) {
		return TaskRequest.of(step(id).build()).after(after);
	}

	/** A task that the test ends. */
	BackgroundTaskRecord external(String id) {
		return this.host.registerExternal("s1", named(id), null);
	}

	BackgroundTaskHandle<@Nullable Object> submit(TaskRequest request) {
		return this.host.session("s1").submit(request);
	}

	List<BackgroundTaskHandle<@Nullable Object>> submitAll(TaskRequest... requests) {
		return this.host.session("s1").submitAll(List.of(requests));
	}

	/** A body that notes the id of its task. */
	BackgroundTask<@Nullable Object> noting() {
		return (context) -> {
			this.runs.add(context.record().id());
			return null;
		};
	}

	void complete(String id) {
		end(id, BackgroundTaskState.COMPLETED);
	}

	void end(String id, BackgroundTaskState state) {
		this.host.complete(id, new BackgroundTaskCompletion(state, null));
	}

	static void assertWaits(BackgroundTaskHandle<?> task) {
		assertThat(stateOf(task)).isEqualTo(BackgroundTaskState.PENDING);
		assertThat(task.record().held()).isTrue();
	}

	static void assertCompletes(BackgroundTaskHandle<?> task) throws InterruptedException {
		assertThat(task.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.COMPLETED);
	}

	static void assertIsCancelled(BackgroundTaskHandle<?> task, String... reasons) throws InterruptedException {
		BackgroundTaskRecord record = task.await(PATIENCE);
		assertThat(record.state()).isEqualTo(BackgroundTaskState.CANCELLED);
		assertThat(record.cancelReason()).contains(reasons);
		assertThat(record.held()).isFalse();
		assertThat(record.startedAt()).isNull();
	}

	/** A kind whose bodies note the ids of their tasks, and fail if the input says so. */
	private final class Noting implements BackgroundTaskHandler<@Nullable JsonPayload> {

		private final String kind;

		private final KindOptions options;

		Noting(String kind, KindOptions options) {
			this.kind = kind;
			this.options = options;
		}

		@Override
		public String kind() {
			return this.kind;
		}

		@Override
		public Type inputType() {
			return JsonPayload.class;
		}

		@Override
		public KindOptions options() {
			return this.options;
		}

		@Override
		public @Nullable Object run(@Nullable JsonPayload input, BackgroundTaskContext context) {
			AbstractContinuationsContract.this.runs.add(context.record().id());
			if (input != null) {
				throw new IllegalStateException("it fails");
			}
			return null;
		}

	}

}
