package io.github.taskhost.local;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.taskhost.BackgroundTaskContext;
import io.github.taskhost.TaskRequest;
import io.github.taskhost.config.BackgroundTaskHostOptions;
import io.github.taskhost.error.TaskStateException;
import io.github.taskhost.kind.BackgroundTaskHandler;
import io.github.taskhost.kind.DuplicateTaskKindException;
import io.github.taskhost.kind.InvalidKindOptionException;
import io.github.taskhost.kind.KindOptions;
import io.github.taskhost.spi.BackgroundTaskMetricsRecorder;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.JsonPayload;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Kinds that are defined after the host was built. */
class LateKindTests {

	@Test
	void definedKindHasItsOptionsAndRuns() throws InterruptedException {
		try (LocalBackgroundTaskHost host = LocalBackgroundTaskHost.builder().build()) {
			host.define(new Late(KindOptions.NONE.withTimeout(Duration.ofSeconds(7))));
			BackgroundTaskRecord record = host.session("s1")
				.submit(TaskRequest.of("late"))
				.await(Duration.ofSeconds(30));
			assertThat(record.state()).isEqualTo(BackgroundTaskState.COMPLETED);
			assertThat(record.timeout()).hasSeconds(7);
		}
	}

	@Test
	void metricsLearnOfConfiguredAndDefinedKinds() {
		List<String> kinds = new CopyOnWriteArrayList<>();
		BackgroundTaskHostOptions options = BackgroundTaskHostOptions.withDefaults()
			.withKinds(Map.of("configured", KindOptions.NONE.withMaxConcurrent(2)));
		BackgroundTaskMetricsRecorder metrics = new BackgroundTaskMetricsRecorder() {

			@Override
			public void kindDefined(String kind) {
				kinds.add(kind);
			}

		};
		try (LocalBackgroundTaskHost host = LocalBackgroundTaskHost.builder()
			.options(options)
			.metrics(metrics)
			.build()) {
			assertThat(kinds).containsExactly("configured");
			host.define(new Late(KindOptions.NONE));
			assertThat(kinds).containsExactly("configured", "late");
		}
	}

	@Test
	void kindIsDefinedOnce() {
		Late first = new Late(KindOptions.NONE);
		Late second = new Late(KindOptions.NONE.withMaxConcurrent(2));
		try (LocalBackgroundTaskHost host = LocalBackgroundTaskHost.builder().addHandler(first).build()) {
			assertThatExceptionOfType(DuplicateTaskKindException.class).isThrownBy(() -> host.define(second))
				.satisfies((ex) -> assertThat(ex.definitions()).containsExactly(first, second));
		}
	}

	@Test
	void kindWithTasksCannotBeDefined() {
		try (LocalBackgroundTaskHost host = LocalBackgroundTaskHost.builder().build()) {
			host.session("s1").spawn("late", (context) -> "done");
			assertThatExceptionOfType(TaskStateException.class)
				.isThrownBy(() -> host.define(new Late(KindOptions.NONE)))
				.withMessageContaining("'late'")
				.withMessageContaining("before its first task");
		}
	}

	@Test
	void refusedOptionsLeaveTheKindUndefined() {
		BackgroundTaskHostOptions options = BackgroundTaskHostOptions.withDefaults()
			.withKinds(Map.of("late", KindOptions.NONE));
		try (LocalBackgroundTaskHost host = LocalBackgroundTaskHost.builder().options(options).build()) {
			Late late = new Late(KindOptions.NONE.withReconcileInterval(Duration.ofSeconds(1)));
			assertThatExceptionOfType(InvalidKindOptionException.class).isThrownBy(() -> host.define(late))
				.satisfies((ex) -> assertThat(ex.property()).isEqualTo("taskhost.kinds.late.reconcile-interval"));
			host.define(new Late(KindOptions.NONE));
		}
	}

	private record Late(KindOptions options) implements BackgroundTaskHandler<@Nullable JsonPayload> {

		@Override
		public String kind() {
			return "late";
		}

		@Override
		public Class<?> inputType() {
			return JsonPayload.class;
		}

		@Override
		public @Nullable Object run(@Nullable JsonPayload input, BackgroundTaskContext context) {
			return null;
		}

	}

}
