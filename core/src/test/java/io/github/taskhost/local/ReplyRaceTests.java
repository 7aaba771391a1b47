package io.github.taskhost.local;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.TaskRequest;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.local.table.TableChange;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.message.MessageDelivery;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.InputRequest;
import io.github.taskhost.task.JsonPayload;
import io.github.taskhost.test.contract.support.RecordingExecutor;
import io.github.taskhost.test.contract.support.RecordingExecutor.Operation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Changes of a task between the return of the delivery of an answer and its commit.
 */
class ReplyRaceTests extends LocalHostTest {

	private static final JsonPayload YES = new JsonPayload("true");

	private final RecordingExecutor remote = RecordingExecutor.of("remote").reattachable();

	private final TableWithPoints table = new TableWithPoints();

	@BeforeEach
	void startHost() {
		start((builder) -> builder.table(this.table).addExecutor(this.remote));
	}

	private BackgroundTaskHandle<@Nullable Object> asking() throws InterruptedException {
		this.remote.on(Operation.START, (call) -> call.reporter().ask(InputRequest.of("go-on", "Go on?")));
		BackgroundTaskHandle<@Nullable Object> task = session()
			.submit(TaskRequest.of(BackgroundTaskRegistration.ofKind("remote").id("t1").build()));
		this.remote.await("t1", Operation.START).awaitOver();
		return task;
	}

	private void beforeTheAnswerIsCommitted(Runnable action) {
		this.table.before(ReplyRaceTests::isAnswer, action);
	}

	private static boolean isAnswer(TableChange<LocalTask> change) {
		return change instanceof TableChange.Replace<LocalTask> replace && replace.expected().inputRequest() != null
				&& replace.next().state() == BackgroundTaskState.RUNNING;
	}

	@Test
	void endDuringTheCommitOfAnAnswerWins() throws Exception {
		BackgroundTaskHandle<@Nullable Object> task = asking();
		beforeTheAnswerIsCommitted(() -> host().markTerminal("s1", "t1", BackgroundTaskState.COMPLETED));
		assertThat(task.answer("go-on", YES).delivery()).isEqualTo(MessageDelivery.DELIVERED);
		assertThat(task.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.COMPLETED);
		this.events.await(BackgroundTaskEvent.Completed.class, "t1");
		host().awaitIdle(PATIENCE);
		assertThat(this.events.of("t1")).containsOnlyOnce("InputWithdrawn", "Completed")
			.doesNotContain("InputAnswered");
		assertThat(this.remote.calls("t1", Operation.DELIVER)).hasSize(1);
		HostChecks.assertIdle(host());
	}

	@Test
	void nextAttemptDuringTheCommitOfAnAnswerAsksAgain() throws Exception {
		BackgroundTaskHandle<@Nullable Object> task = asking();
		beforeTheAnswerIsCommitted(() -> host().reattach("t1"));
		assertThat(task.answer("go-on", YES).delivery()).isEqualTo(MessageDelivery.DELIVERED);
		this.remote.await("t1", Operation.START, 2).awaitOver();
		assertThat(task.record().attempt()).isEqualTo(2);
		InputRequest again = task.record().inputRequest();
		assertThat(again).isNotNull();
		assertThat(again.number()).isEqualTo(2);
		assertThat(this.events.of("t1")).doesNotContain("InputAnswered");
		assertThat(task.answer("go-on", 2, YES).delivery()).isEqualTo(MessageDelivery.DELIVERED);
		this.events.await(BackgroundTaskEvent.InputAnswered.class, "t1");
		assertThat(task.record().inputRequest()).isNull();
		assertThat(this.remote.calls("t1", Operation.DELIVER)).hasSize(2);
	}

	@Test
	void cancelRequestDuringTheCommitOfAnAnswerWithdrawsTheQuestion() throws Exception {
		BackgroundTaskHandle<@Nullable Object> task = asking();
		beforeTheAnswerIsCommitted(() -> task.cancel("enough"));
		assertThat(task.answer("go-on", YES).delivery()).isEqualTo(MessageDelivery.DELIVERED);
		this.remote.await("t1", Operation.CANCEL).awaitOver();
		assertThat(task.record().state()).isEqualTo(BackgroundTaskState.CANCEL_REQUESTED);
		assertThat(task.record().inputRequest()).isNull();
		assertThat(this.events.of("t1")).contains("InputWithdrawn").doesNotContain("InputAnswered");
	}

}
