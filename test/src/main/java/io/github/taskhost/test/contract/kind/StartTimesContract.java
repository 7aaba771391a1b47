package io.github.taskhost.test.contract.kind;

import java.time.Duration;
import java.time.Instant;

import io.github.taskhost.BackgroundTaskContext;
import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.TaskRequest;
import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.kind.BackgroundTaskHandler;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.JsonPayload;
import io.github.taskhost.test.contract.support.AbstractKindContract;
import io.github.taskhost.test.contract.support.HostParts;
import io.github.taskhost.test.contract.support.RecordingExecutor.Operation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Delays and times of the start of submitted work. */
abstract class StartTimesContract extends AbstractKindContract {

	/** Differs from all other durations of the tests. */
	private static final Duration LATER = Duration.ofSeconds(109);

	@Override
	protected HostParts parts() {
		return super.parts().withHandlers(new Nothing());
	}

	private void assertStartsAt(Instant time, BackgroundTaskHandle<@Nullable Object> task) throws Exception {
		assertThat(task.record().state()).isEqualTo(BackgroundTaskState.PENDING);
		assertThat(task.record().nextAttemptAt()).isEqualTo(time);
		this.timer.awaitScheduled(LATER);
		this.timer.advance(LATER.minusNanos(1));
		assertThat(task.record().state()).isEqualTo(BackgroundTaskState.PENDING);
		this.timer.advance(Duration.ofNanos(1));
	}

	private void assertStarted(BackgroundTaskHandle<@Nullable Object> task) throws Exception {
		if (task.record().kind().equals("remote")) {
			this.remote.await(task.id(), Operation.START).awaitOver();
			assertThat(task.record().state()).isEqualTo(BackgroundTaskState.RUNNING);
		}
		else {
			assertThat(task.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.COMPLETED);
		}
		assertThat(task.record().startedAt()).isEqualTo(this.clock.instant());
		assertThat(task.record().nextAttemptAt()).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "remote", "nothing" })
	void requestStartsAtATime(String kind) throws Exception {
		Instant time = this.clock.instant().plus(LATER);
		BackgroundTaskHandle<@Nullable Object> task = this.host.submit("s1", TaskRequest.of(kind).startAt(time));
		assertStartsAt(time, task);
		assertStarted(task);
	}

	@ParameterizedTest
	@ValueSource(strings = { "remote", "nothing" })
	void requestStartsAfterADelay(String kind) throws Exception {
		Instant time = this.clock.instant().plus(LATER);
		BackgroundTaskHandle<@Nullable Object> task = this.host.submit("s1", TaskRequest.of(kind).startAfter(LATER));
		assertStartsAt(time, task);
		assertStarted(task);
	}

	@ParameterizedTest
	@CsvSource({ "remote, 0", "nothing, 0", "remote, 86400", "nothing, 86400" })
	void requestForATimeThatHasPassedStartsAtOnce(String kind, long seconds) throws Exception {
		Instant passed = this.clock.instant().minusSeconds(seconds);
		assertStarted(this.host.submit("s1", TaskRequest.of(kind).startAt(passed)));
	}

	@Test
	void delayAndTimeOfARequestExcludeEachOther() {
		TaskRequest later = TaskRequest.of("remote").startAfter(LATER);
		assertThatExceptionOfType(InvalidTaskArgumentException.class)
			.isThrownBy(() -> later.startAt(this.clock.instant()))
			.withMessageContainingAll("startAfter", "startAt");
	}

	/** A handler that does nothing. */
	private record Nothing() implements BackgroundTaskHandler<JsonPayload> {

		@Override
		public String kind() {
			return "nothing";
		}

		@Override
		public Class<JsonPayload> inputType() {
			return JsonPayload.class;
		}

		@Override
		public @Nullable Object run(JsonPayload input, BackgroundTaskContext context) {
			return null;
		}

	}

}
