package io.github.taskhost.test.contract.question;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.error.InputDeadlineException;
import io.github.taskhost.error.InputWithdrawnException;
import io.github.taskhost.error.TaskCancelledException;
import io.github.taskhost.error.TaskStateException;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.CancelPolicy;
import io.github.taskhost.task.ClosePolicy;
import io.github.taskhost.task.FailureKind;
import io.github.taskhost.task.InputRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The ends of questions other than by an answer: deadline, cancel, withdrawal and stop.
 */
abstract class QuestionEndsContract extends AbstractQuestionsContract {

	@Test
	void missedDeadlineThrowsInTheBody() throws Exception {
		InputRequest question = withDeadline();
		BackgroundTaskHandle<String> task = asked(named("t1"), (context) -> {
			try {
				return context.requestInput(question).value().text();
			}
			catch (InputDeadlineException ex) {
				return "nobody answered '" + ex.key() + "' in " + context.record().state();
			}
		});
		this.timer.advance(DEADLINE.minusNanos(1));
		assertThat(task.record().state()).isEqualTo(BackgroundTaskState.WAITING);
		this.timer.advance(Duration.ofNanos(1));
		assertThat(task.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.COMPLETED);
		assertThat(task.result()).isEqualTo("nobody answered 'go-on' in RUNNING");
		assertThat(this.events.await(BackgroundTaskEvent.InputWithdrawn.class, "t1").question())
			.isEqualTo(question.withNumber(1));
		assertThatExceptionOfType(TaskStateException.class).isThrownBy(() -> task.answer("go-on", YES));
	}

	@Test
	void uncaughtMissedDeadlineFailsTheTask() throws Exception {
		BackgroundTaskHandle<String> task = asked(named("t1"), asking(withDeadline()));
		this.timer.advance(DEADLINE);
		assertThat(task.await(PATIENCE).failure()).isNotNull().satisfies((failure) -> {
			assertThat(failure.kind()).isEqualTo(FailureKind.EXCEPTION);
			assertThat(failure.type()).isEqualTo(InputDeadlineException.class.getName());
			assertThat(failure.message()).contains("'go-on'");
		});
	}

	@Test
	void pastDeadlineIsMissedAtOnce() throws Exception {
		InputRequest question = QUESTION.withDeadline(this.clock.instant());
		BackgroundTaskHandle<String> task = this.host.spawnManaged("s1", named("t1"), asking(question));
		assertThat(task.await(PATIENCE).failure()).isNotNull()
			.extracting("type")
			.isEqualTo(InputDeadlineException.class.getName());
	}

	@Test
	void answerInTimeStopsTheDeadline() throws Exception {
		BackgroundTaskHandle<String> task = asked(named("t1"), asking(withDeadline()));
		task.answer("go-on", YES);
		assertThat(task.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.COMPLETED);
		assertThat(this.timer.isScheduled(DEADLINE)).isFalse();
	}

	@Test
	void cancelWakesTheBodyAndWithdrawsTheQuestion() throws Exception {
		CountDownLatch woken = new CountDownLatch(1);
		BackgroundTaskHandle<String> task = asked(named("t1"), (context) -> {
			try {
				return context.requestInput(QUESTION).value().text();
			}
			catch (TaskCancelledException ex) {
				woken.countDown();
				throw ex;
			}
		});
		assertThat(task.cancel("enough").inputRequest()).isNull();
		await(woken);
		assertThat(task.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.CANCELLED);
		assertThat(this.events.of("t1")).containsOnlyOnce("InputWithdrawn");
		assertThatExceptionOfType(TaskStateException.class).isThrownBy(() -> task.answer("go-on", YES));
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void forcedEndWakesTheBody(boolean complete) throws Exception {
		CountDownLatch woken = new CountDownLatch(1);
		BackgroundTaskHandle<String> task = asked(named("t1"), (context) -> {
			try {
				return context.requestInput(QUESTION).value().text();
			}
			finally {
				woken.countDown();
			}
		});
		if (complete) {
			this.host.markTerminal("s1", "t1", BackgroundTaskState.COMPLETED);
		}
		else {
			this.host.cancelManaged("s1", "t1");
		}
		await(woken);
		assertThat(task.record().inputRequest()).isNull();
		assertThat(this.events.of("t1")).containsOnlyOnce("InputWithdrawn");
	}

	@Test
	void closingTheSessionWakesTheBody() throws Exception {
		BackgroundTaskHandle<String> task = asked(builder("t1").closePolicy(ClosePolicy.CANCEL).build(),
				asking(QUESTION));
		assertThat(this.host.closeSession("s1", null).cancelled()).containsExactly("t1");
		assertThat(task.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.CANCELLED);
	}

	@Test
	void markRunningWithdrawsTheQuestion() throws Exception {
		BackgroundTaskHandle<String> task = asked(named("t1"), (context) -> {
			try {
				return context.requestInput(QUESTION).value().text();
			}
			catch (InputWithdrawnException ex) {
				return "withdrawn: " + ex.key();
			}
		});
		this.host.markLiveState("s1", "t1", BackgroundTaskState.RUNNING);
		task.await(PATIENCE);
		assertThat(task.result()).isEqualTo("withdrawn: go-on");
	}

	@Test
	void interruptWithdrawsTheQuestion() throws Exception {
		CountDownLatch interrupted = new CountDownLatch(1);
		BackgroundTaskHandle<String> task = asked(named("t1"), (context) -> {
			Thread waiting = Thread.currentThread();
			Thread.ofVirtual().start(() -> {
				try {
					this.events.await(BackgroundTaskEvent.InputRequested.class, "t1");
					waiting.interrupt();
				}
				catch (InterruptedException ex) {
					throw new IllegalStateException(ex);
				}
			});
			try {
				return context.requestInput(QUESTION).value().text();
			}
			catch (InterruptedException ex) {
				interrupted.countDown();
				return String.valueOf(context.record().inputRequest());
			}
		});
		await(interrupted);
		assertThat(task.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.COMPLETED);
		assertThat(task.result()).isEqualTo("null");
		assertThat(this.events.of("t1")).containsOnlyOnce("InputWithdrawn");
	}

	@Test
	void waitingTaskWithAbortPolicyIsCancelledAtOnce() throws Exception {
		BackgroundTaskHandle<String> task = asked(builder("t1").cancelPolicy(CancelPolicy.ABORT_LOCAL).build(),
				asking(QUESTION));
		assertThat(task.cancel(null).state()).isEqualTo(BackgroundTaskState.CANCELLED);
		assertThat(task.record().inputRequest()).isNull();
	}

	@Test
	void questionAfterACancelRequestIsRejected() throws Exception {
		CountDownLatch running = new CountDownLatch(1);
		BackgroundTaskHandle<String> task = this.host.spawnManaged("s1", named("t1"), (context) -> {
			running.countDown();
			this.release.await();
			return context.requestInput(QUESTION).value().text();
		});
		await(running);
		task.cancel(null);
		this.release.countDown();
		assertThat(task.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.CANCELLED);
		assertThat(task.failure()).containsInstanceOf(TaskCancelledException.class);
		assertThat(this.events.of("t1")).doesNotContain("InputRequested");
	}

	@Test
	void stopOfTheHostWakesTheBody() throws Exception {
		BackgroundTaskHandle<String> task = asked(named("t1"), asking(QUESTION));
		FutureTask<BackgroundTaskRecord> end = new FutureTask<>(() -> task.await(PATIENCE));
		Thread.ofVirtual().start(end);
		factory().stop(this.host);
		assertThat(end.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).state()).isEqualTo(BackgroundTaskState.CANCELLED);
	}

}
