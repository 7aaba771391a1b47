package io.github.taskhost.lifecycle;

import java.util.List;

import io.github.taskhost.event.WakeReason;
import io.github.taskhost.message.MessageDelivery;
import io.github.taskhost.message.MessageDirection;
import io.github.taskhost.message.TaskMessage;
import io.github.taskhost.message.TaskMessagePart;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.InputRequest;
import io.github.taskhost.task.TaskMode;
import io.github.taskhost.task.WakePolicy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static io.github.taskhost.task.BackgroundTaskState.COMPLETED;
import static io.github.taskhost.task.BackgroundTaskState.RUNNING;
import static org.assertj.core.api.Assertions.assertThat;

/** Rules of the changes that wake a session. */
class WakeRulesTests {

	private static final TaskCommand POST = new TaskCommand.Post(message());

	private static final TaskCommand RECEIVE = new TaskCommand.Receive(message());

	private static final TaskCommand ASK = new TaskCommand.Ask(InputRequest.of("k", "p"));

	private static final TaskCommand END = new TaskCommand.End(COMPLETED, null, null);

	private static final TaskCommand SAY = new TaskCommand.Describe("at work", null, null);

	private static TaskMessage message() {
		return new TaskMessage("tmsg_1", MessageDirection.OUTBOUND, List.of(TaskMessagePart.text("hi")), Tasks.LATER,
				null, null, MessageDelivery.DELIVERED);
	}

	private static @Nullable WakeReason wake(WakePolicy policy, TaskCommand command) {
		BackgroundTaskRecord before = Tasks.newTask(Tasks.registration().wakePolicy(policy).build(), TaskMode.EXTERNAL,
				RUNNING);
		return Tasks.changed(before, command).outcome().wake();
	}

	@Test
	void silentTaskWakesNoSession() {
		for (TaskCommand command : List.of(POST, ASK, END, RECEIVE, SAY)) {
			assertThat(wake(WakePolicy.SILENT, command)).isNull();
		}
	}

	@Test
	void endWakesTheSession() {
		for (WakePolicy policy : List.of(WakePolicy.ON_TERMINAL, WakePolicy.ON_ACTIVITY)) {
			assertThat(wake(policy, END)).isEqualTo(WakeReason.ENDED);
			assertThat(wake(policy, new TaskCommand.CancelNow(null, null, false))).isEqualTo(WakeReason.ENDED);
		}
	}

	@Test
	void activityWakesUnderThePolicyOnActivity() {
		assertThat(wake(WakePolicy.ON_ACTIVITY, POST)).isEqualTo(WakeReason.MESSAGE);
		assertThat(wake(WakePolicy.ON_ACTIVITY, ASK)).isEqualTo(WakeReason.QUESTION);
		assertThat(wake(WakePolicy.ON_ACTIVITY, RECEIVE)).isNull();
		assertThat(wake(WakePolicy.ON_ACTIVITY, SAY)).isNull();
		assertThat(wake(WakePolicy.ON_TERMINAL, POST)).isNull();
		assertThat(wake(WakePolicy.ON_TERMINAL, ASK)).isNull();
	}

	@Test
	void endedTaskWakesItsSessionOnlyOnce() {
		BackgroundTaskRecord ended = Tasks
			.changed(Tasks.newTask(Tasks.registration().wakePolicy(WakePolicy.ON_ACTIVITY).build(), TaskMode.EXTERNAL,
					RUNNING), END)
			.next();
		assertThat(Tasks.changed(ended, new TaskCommand.Transfer("s2")).outcome().wake()).isNull();
	}

}
