package io.github.taskhost.local.kind;

import java.time.Instant;
import java.util.UUID;

import io.github.taskhost.TaskReporter;
import io.github.taskhost.kind.BackgroundTaskExecutor;
import io.github.taskhost.kind.KindOptions;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.JsonPayload;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The inputs of earlier versions of a kind. */
class KindInputTests {

	private static BackgroundTaskRecord record(int version) {
		return BackgroundTaskRecord
			.builder(new UUID(1, 2), "s1",
					BackgroundTaskRegistration.ofKind("render").input(new JsonPayload("1")).build(), Instant.EPOCH)
			.schemaVersion(version)
			.build();
	}

	private static Kind kind(KindOptions options, @Nullable Object definition) {
		return new Kind("render", options, definition);
	}

	@Test
	void executorUpgradesAnInputOfAnEarlierVersion() {
		assertThat(kind(KindOptions.NONE.withSchemaVersion(3), new Remote()).input(record(2)))
			.isEqualTo(new JsonPayload("1 from 2"));
	}

	@ParameterizedTest
	@ValueSource(ints = { 3, 4 })
	void inputOfThePresentOrANewerVersionStaysAsItIs(int version) {
		assertThat(kind(KindOptions.NONE.withSchemaVersion(3), new Remote()).input(record(version)))
			.isEqualTo(new JsonPayload("1"));
	}

	@Test
	void kindWithoutADefinitionReadsTheInputAsItIs() {
		assertThat(kind(KindOptions.NONE.withSchemaVersion(3), null).input(record(1))).isEqualTo(new JsonPayload("1"));
	}

	private static final class Remote implements BackgroundTaskExecutor {

		@Override
		public String kind() {
			return "render";
		}

		@Override
		public @Nullable JsonPayload upgrade(@Nullable JsonPayload input, int from) {
			return new JsonPayload(input + " from " + from);
		}

		@Override
		public void cancel(BackgroundTaskRecord task, TaskReporter reporter) {
		}

	}

}
