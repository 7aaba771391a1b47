package io.github.taskhost.autoconfigure.view;

import io.github.taskhost.error.TaskNotFoundException;
import io.github.taskhost.local.LocalBackgroundTaskHost;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.JsonPayload;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link TaskAction}: the uid of a record names the task.
 */
class TaskActionTests {

	private final LocalBackgroundTaskHost host = LocalBackgroundTaskHost.builder().build();

	static TaskAction[] actions() {
		return new TaskAction[] { new TaskAction.Cancel(null), new TaskAction.CancelNow(null),
				new TaskAction.Answer("go-on", null, new JsonPayload("\"yes\"")),
				new TaskAction.Decline("go-on", null, "no") };
	}

	@AfterEach
	void close() {
		this.host.close();
	}

	@ParameterizedTest
	@MethodSource("actions")
	void taskThatHasTheIdByNowIsNotTouched(TaskAction action) {
		BackgroundTaskRecord first = register();
		this.host.unregisterExternal("chat-42", "a");
		BackgroundTaskRecord second = register();
		assertThatExceptionOfType(TaskNotFoundException.class).isThrownBy(() -> action.on(this.host.task(first.uid())))
			.withMessageContaining(first.uid().toString());
		assertThat(this.host.find(second.uid())).contains(second);
	}

	@Test
	void taskThatMovedIsFound() {
		BackgroundTaskRecord before = register();
		this.host.transfer("a", "chat-43");
		assertThat(new TaskAction.CancelNow(null).on(this.host.task(before.uid())).record().state())
			.isEqualTo(BackgroundTaskState.CANCELLED);
	}

	private BackgroundTaskRecord register() {
		return this.host.registerExternal("chat-42", BackgroundTaskRegistration.ofKind("monitor").id("a").build(),
				null);
	}

}
