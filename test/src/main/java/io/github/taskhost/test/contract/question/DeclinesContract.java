package io.github.taskhost.test.contract.question;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.TaskReporter;
import io.github.taskhost.error.AnswerNotPermittedException;
import io.github.taskhost.error.InputDeclinedException;
import io.github.taskhost.error.TaskStateException;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.message.MessageDelivery;
import io.github.taskhost.message.TaskMessage;
import io.github.taskhost.message.TaskMessagePart;
import io.github.taskhost.message.TaskMessageReceipt;
import io.github.taskhost.spi.TaskCallers;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.FailureKind;
import io.github.taskhost.task.InputRequest;
import io.github.taskhost.test.contract.support.HostParts;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Questions that a person declines to answer. */
abstract class DeclinesContract extends AbstractQuestionsContract {

	/** The authorities of the caller, which the test sets. */
	private final AtomicReference<Set<String>> authorities = new AtomicReference<>(Set.of());

	@Override
	protected HostParts parts() {
		return HostParts.NONE.withCallers(() -> new Person(this.authorities.get()));
	}

	@Test
	void bodyGetsAnExceptionAndMayGoOn() throws Exception {
		BackgroundTaskHandle<String> task = asked(named("t1"), (context) -> {
			try {
				return context.requestInput(QUESTION).value().text();
			}
			catch (InputDeclinedException ex) {
				return ex.key() + " " + ex.reason() + " " + ex.by() + " in " + context.record().state();
			}
		});
		TaskMessageReceipt receipt = task.decline("go-on", "not my\u0007 call");
		assertThat(receipt.delivery()).isEqualTo(MessageDelivery.DELIVERED);
		assertThat(receipt.message().questionKey()).isEqualTo("go-on");
		assertThat(receipt.message().sender()).isEqualTo("ann");
		assertThat(task.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.COMPLETED);
		assertThat(task.result()).isEqualTo("go-on not my  call ann in RUNNING");
		assertThat(task.answers()).isEmpty();
		assertThat(task.messages(null, 10).messages()).containsExactly(receipt.message());
	}

	@Test
	void uncaughtDeclineFailsTheTaskWithItsReason() throws Exception {
		BackgroundTaskHandle<String> task = asked(named("t1"), asking(QUESTION));
		task.decline("go-on", "too risky");
		assertThat(task.await(PATIENCE).failure()).isNotNull().satisfies((failure) -> {
			assertThat(failure.kind()).isEqualTo(FailureKind.EXCEPTION);
			assertThat(failure.type()).isEqualTo(InputDeclinedException.class.getName());
			assertThat(failure.message()).contains("'t1'", "'go-on' was declined by ann: too risky");
		});
	}

	@Test
	void eventsOfADecline() throws Exception {
		BackgroundTaskHandle<String> task = asked(named("t1"), asking(QUESTION));
		task.decline("go-on", null);
		task.await(PATIENCE);
		this.events.await(BackgroundTaskEvent.Failed.class, "t1");
		assertThat(this.events.of("t1")).containsExactly("Registered", "InputRequested", "StateChanged",
				"InputDeclined", "StateChanged", "Failed");
		assertThat(this.events.await(BackgroundTaskEvent.InputDeclined.class, "t1")).satisfies((declined) -> {
			assertThat(declined.question()).isEqualTo(ASKED);
			assertThat(declined.reason()).isNull();
			assertThat(declined.by()).isEqualTo("ann");
			assertThat(declined.record().inputRequest()).isNull();
		});
	}

	@Test
	void decliningRequiresTheAuthorityOfAnAnswer() throws Exception {
		BackgroundTaskHandle<String> task = asked(named("t1"), asking(QUESTION.withAuthority("CHIEF")));
		assertThatExceptionOfType(AnswerNotPermittedException.class).isThrownBy(() -> task.decline("go-on", "no"))
			.withMessageContainingAll("'CHIEF'", "'ann'");
		assertThat(task.record().inputRequest()).isNotNull();
		this.authorities.set(Set.of("CHIEF"));
		task.decline("go-on", "no");
		assertThat(task.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.FAILED);
	}

	@Test
	void declinedQuestionTakesNoAnswerAndIsAskedAgain() throws Exception {
		CountDownLatch declined = new CountDownLatch(1);
		BackgroundTaskHandle<String> task = asked(named("t1"), (context) -> {
			assertThatExceptionOfType(InputDeclinedException.class).isThrownBy(() -> context.requestInput(QUESTION));
			declined.countDown();
			this.release.await();
			return context.requestInput(QUESTION).value().text();
		});
		task.decline("go-on", null);
		await(declined);
		assertThatExceptionOfType(TaskStateException.class).isThrownBy(() -> task.answer("go-on", YES));
		assertThatExceptionOfType(TaskStateException.class).isThrownBy(() -> task.decline("go-on", null));
		this.release.countDown();
		this.events.awaitCount(BackgroundTaskEvent.InputRequested.class, 2);
		task.answer("go-on", 2, YES);
		task.await(PATIENCE);
		assertThat(task.result()).isEqualTo("true");
	}

	@Test
	void onlyTheOpenQuestionIsDeclined() throws Exception {
		BackgroundTaskHandle<String> task = asked(named("t1"), asking(QUESTION));
		assertThatExceptionOfType(TaskStateException.class).isThrownBy(() -> task.decline("other", null))
			.withMessageContaining("'other'");
		assertThatExceptionOfType(TaskStateException.class).isThrownBy(() -> task.decline("go-on", 2, null));
		assertThat(task.record().inputRequest()).isEqualTo(ASKED);
		task.answer("go-on", YES);
		task.await(PATIENCE);
		assertThatExceptionOfType(TaskStateException.class).isThrownBy(() -> task.decline("go-on", null));
	}

	@Test
	void deadlineOfADeclinedQuestionIsOver() throws Exception {
		BackgroundTaskHandle<String> task = asked(named("t1"), asking(withDeadline()));
		task.decline("go-on", null);
		task.await(PATIENCE);
		assertThat(this.timer.isScheduled(DEADLINE)).isFalse();
	}

	@Test
	void bodyThatDidNotWaitReceivesTheDeclineAsAMessage() throws Exception {
		BackgroundTaskHandle<TaskMessage> task = asked(named("t1"), (context) -> {
			context.ask(QUESTION);
			return context.receive(Duration.ofDays(1)).orElseThrow();
		});
		assertThat(task.decline("go-on", "too risky").delivery()).isEqualTo(MessageDelivery.QUEUED);
		task.await(PATIENCE);
		assertThat(task.result().questionKey()).isEqualTo("go-on");
		assertThat(task.result().parts())
			.containsExactly(TaskMessagePart.text("The question 'go-on' was declined by ann: too risky"));
	}

	@Test
	void declineOfATaskWithoutAReceiverSaysSo() {
		this.host.registerExternal("s1", named("t1"), null);
		TaskReporter reporter = this.host.reporter("s1", "t1");
		reporter.ask(InputRequest.of("go-on", "Go on?"));
		BackgroundTaskHandle<@Nullable Object> task = this.host.task("s1", "t1");
		assertThat(task.decline("go-on", null).delivery()).isEqualTo(MessageDelivery.NOT_DELIVERED);
		assertThat(reporter.record().state()).isEqualTo(BackgroundTaskState.RUNNING);
		assertThat(reporter.answer("go-on")).isEmpty();
	}

	private record Person(Set<String> authorities) implements TaskCallers.Caller {

		@Override
		public String name() {
			return "ann";
		}

		@Override
		public boolean hasAuthority(String authority) {
			return this.authorities.contains(authority);
		}

	}

}
