package io.github.taskhost.autoconfigure.view;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import io.github.taskhost.TaskInspection;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TaskJson}.
 */
class TaskJsonTests {

	private final TaskJson json = new TaskJson(new TaskValues(ValueSanitizer.NONE));

	private static TaskInspection inspection(@Nullable String outOfReach) {
		BackgroundTaskRecord record = BackgroundTaskRecord
			.builder(UUID.randomUUID(), "s1", BackgroundTaskRegistration.ofKind("import").id("t1").build(),
					Instant.EPOCH)
			.build();
		return new TaskInspection(record, List.of(), false, null, List.of(), null, List.of(), List.of(), List.of(),
				outOfReach);
	}

	@Test
	void inspectionSaysThatTheBodyIsOutOfReach() {
		assertThat(this.json.write(inspection("The host of the task did not answer."), false))
			.containsEntry("outOfReach", "The host of the task did not answer.")
			.doesNotContainKeys("thread", "stack");
	}

	@Test
	void inspectionOfATaskInReachSaysNothing() {
		assertThat(this.json.write(inspection(null), false)).doesNotContainKey("outOfReach");
	}

}
