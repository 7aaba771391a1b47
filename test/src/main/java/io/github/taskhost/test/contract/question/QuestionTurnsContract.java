package io.github.taskhost.test.contract.question;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import io.github.taskhost.BackgroundTaskContext;
import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.error.InputWithdrawnException;
import io.github.taskhost.error.RejectionReason;
import io.github.taskhost.error.TaskCancelledException;
import io.github.taskhost.error.TaskRejectedException;
import io.github.taskhost.error.TaskStateException;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.event.BackgroundTaskEvent.InputRequested;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.InputRequest;
import io.github.taskhost.task.TaskRetryPolicy;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Threads of one body that ask at the same time; two may wait for their turn. */
abstract class QuestionTurnsContract extends AbstractQuestionsContract {

	private static final InputRequest SECOND = InputRequest.of("second", "Second?");

	private static final Duration BACKOFF = Duration.ofSeconds(127);

	private final AtomicReference<BackgroundTaskHandle<String>> task = new AtomicReference<>();

	private static FutureTask<String> elsewhere(Callable<String> work) {
		FutureTask<String> task = new FutureTask<>(work);
		Thread.ofVirtual().start(task);
		return task;
	}

	private static String outcomeOf(FutureTask<String> task) throws Exception {
		try {
			return task.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
		}
		catch (ExecutionException ex) {
			return Objects.requireNonNull(ex.getCause()).getClass().getSimpleName();
		}
	}

	private static String keyOf(InputRequested event) {
		return Objects.requireNonNull(event.record().inputRequest()).key();
	}

	private static Callable<String> ask(BackgroundTaskContext context, InputRequest question) {
		return () -> context.requestInput(question).value().text();
	}

	/** Waits until a thread waits or has ended. */
	private static void awaitWaiting(Thread thread) {
		while (thread.getState() != Thread.State.WAITING && thread.isAlive()) {
			Thread.onSpinWait();
		}
	}

	/** Spawns a body whose thread asks, and returns its context when it has asked. */
	private BackgroundTaskContext asking() throws Exception {
		AtomicReference<BackgroundTaskContext> context = new AtomicReference<>();
		this.task.set(asked(named("t1"), (body) -> {
			context.set(body);
			String first = "";
			try {
				first = body.requestInput(QUESTION).value().text();
			}
			catch (InputWithdrawnException ex) {
				// goes on without an answer
			}
			this.release.await();
			return first;
		}));
		return context.get();
	}

	private Thread started(FutureTask<String> work) {
		Thread thread = Thread.ofVirtual().start(work);
		awaitWaiting(thread);
		return thread;
	}

	@Test
	void secondThreadWaitsForItsTurn() throws Exception {
		BackgroundTaskContext context = asking();
		FutureTask<String> second = new FutureTask<>(ask(context, SECOND));
		started(second);
		assertThat(this.task.get().record().inputRequest()).isEqualTo(ASKED);
		this.task.get().answer("go-on", YES);
		this.events.awaitCount(InputRequested.class, 2);
		assertThat(this.task.get().record().inputRequest()).isEqualTo(SECOND.withNumber(2));
		this.task.get().answer("second", YES);
		assertThat(outcomeOf(second)).isEqualTo("true");
		this.release.countDown();
		assertThat(this.task.get().await(PATIENCE).state()).isEqualTo(BackgroundTaskState.COMPLETED);
	}

	@Test
	void threadsAskInTheOrderOfTheirCalls() throws Exception {
		BackgroundTaskContext context = asking();
		List<FutureTask<String>> waiting = new ArrayList<>();
		for (String key : List.of("a", "b")) {
			FutureTask<String> next = new FutureTask<>(ask(context, InputRequest.of(key, "?")));
			started(next);
			waiting.add(next);
		}
		this.task.get().decline("go-on", null);
		for (String key : List.of("a", "b")) {
			this.events.awaitCount(InputRequested.class, key.equals("a") ? 2 : 3);
			this.task.get().answer(key, YES);
		}
		for (FutureTask<String> each : waiting) {
			assertThat(outcomeOf(each)).isEqualTo("true");
		}
		assertThat(this.events.awaitCount(InputRequested.class, 3)).extracting(QuestionTurnsContract::keyOf)
			.containsExactly("go-on", "a", "b");
	}

	@Test
	void threadsPastTheLimitAreRejected() throws Exception {
		BackgroundTaskContext context = asking();
		CountDownLatch rejected = new CountDownLatch(3);
		List<FutureTask<String>> all = new ArrayList<>();
		for (int i = 1; i <= 5; i++) {
			InputRequest question = InputRequest.of("q" + i, "?");
			all.add(elsewhere(() -> {
				try {
					return context.requestInput(question).value().text();
				}
				catch (TaskRejectedException ex) {
					assertThat(ex.reason()).isEqualTo(RejectionReason.QUESTIONS);
					assertThat(ex.getMessage()).contains("'" + question.key() + "'", "limits.questions");
					rejected.countDown();
					return "rejected";
				}
			}));
		}
		await(rejected);
		this.task.get().answer("go-on", YES);
		for (int i = 2; i <= 3; i++) {
			String open = keyOf(this.events.awaitCount(InputRequested.class, i).get(i - 1));
			this.task.get().answer(open, YES);
		}
		List<String> outcomes = new ArrayList<>();
		for (FutureTask<String> each : all) {
			outcomes.add(outcomeOf(each));
		}
		assertThat(outcomes).containsExactlyInAnyOrder("true", "true", "rejected", "rejected", "rejected");
	}

	@Test
	void sameQuestionOfTwoThreadsIsAskedOnce() throws Exception {
		BackgroundTaskContext context = asking();
		FutureTask<String> second = new FutureTask<>(ask(context, QUESTION));
		started(second);
		this.task.get().answer("go-on", YES);
		assertThat(outcomeOf(second)).isEqualTo("true");
		assertThat(this.events.of("t1")).containsOnlyOnce("InputRequested");
	}

	@Test
	void keptAnswerIsReturnedWhileAnotherQuestionIsOpen() throws Exception {
		AtomicReference<BackgroundTaskContext> context = new AtomicReference<>();
		BackgroundTaskHandle<String> task = asked(named("t1"), (body) -> {
			context.set(body);
			body.requestInput(QUESTION);
			return body.requestInput(SECOND).value().text();
		});
		task.answer("go-on", YES);
		this.events.awaitCount(InputRequested.class, 2);
		assertThat(outcomeOf(elsewhere(ask(context.get(), QUESTION)))).isEqualTo("true");
		assertThat(task.record().inputRequest()).isEqualTo(SECOND.withNumber(2));
	}

	@Test
	void askRefusesWhileAnotherQuestionIsOpen() throws Exception {
		BackgroundTaskContext context = asking();
		assertThatExceptionOfType(TaskStateException.class).isThrownBy(() -> context.ask(SECOND))
			.withMessageContaining("'go-on'");
	}

	@Test
	void threadWaitsForAQuestionThatNoThreadWaitsFor() throws Exception {
		BackgroundTaskHandle<String> task = asked(named("t1"), (body) -> {
			body.ask(QUESTION);
			return body.requestInput(SECOND).value().text();
		});
		task.answer("go-on", YES);
		this.events.awaitCount(InputRequested.class, 2);
		task.answer("second", YES);
		task.await(PATIENCE);
		assertThat(task.result()).isEqualTo("true");
	}

	@Test
	void cancelEndsTheWaitForTheTurn() throws Exception {
		BackgroundTaskContext context = asking();
		FutureTask<String> second = new FutureTask<>(ask(context, SECOND));
		started(second);
		this.task.get().cancel("enough");
		assertThat(outcomeOf(second)).isEqualTo(TaskCancelledException.class.getSimpleName());
		assertThat(this.task.get().await(PATIENCE).state()).isEqualTo(BackgroundTaskState.CANCELLED);
		assertThat(this.events.of("t1")).containsOnlyOnce("InputRequested");
	}

	@Test
	void endEndsTheWaitForTheTurn() throws Exception {
		BackgroundTaskContext context = asking();
		FutureTask<String> second = new FutureTask<>(ask(context, SECOND));
		started(second);
		BackgroundTaskRecord end = context.complete("done");
		assertThat(end.state()).isEqualTo(BackgroundTaskState.COMPLETED);
		assertThat(outcomeOf(second)).isEqualTo(TaskCancelledException.class.getSimpleName());
	}

	@Test
	void interruptedThreadLeavesItsPlaceToTheNext() throws Exception {
		BackgroundTaskContext context = asking();
		FutureTask<String> second = new FutureTask<>(ask(context, SECOND));
		Thread first = started(second);
		FutureTask<String> third = new FutureTask<>(ask(context, InputRequest.of("third", "Third?")));
		started(third);
		first.interrupt();
		assertThat(outcomeOf(second)).isEqualTo(InterruptedException.class.getSimpleName());
		assertThat(this.task.get().record().inputRequest()).isEqualTo(ASKED);
		this.task.get().answer("go-on", YES);
		this.events.awaitCount(InputRequested.class, 2);
		this.task.get().answer("third", YES);
		assertThat(outcomeOf(third)).isEqualTo("true");
		assertThat(this.events.of("t1")).doesNotContain("InputWithdrawn");
	}

	@Test
	void withdrawnQuestionGivesTheTurnToTheNext() throws Exception {
		BackgroundTaskContext context = asking();
		FutureTask<String> second = new FutureTask<>(ask(context, SECOND));
		started(second);
		this.host.markLiveState("s1", "t1", BackgroundTaskState.RUNNING);
		this.events.awaitCount(InputRequested.class, 2);
		this.events.await(BackgroundTaskEvent.InputWithdrawn.class, "t1");
	}

	@Test
	void threadOfAnAttemptThatIsOverAsksNothing() throws Exception {
		AtomicReference<FutureTask<String>> helper = new AtomicReference<>();
		TaskRetryPolicy policy = TaskRetryPolicy.ofMaxAttempts(2).withBackoff(BACKOFF, 1, BACKOFF).withJitter(0);
		BackgroundTaskHandle<String> failing = asked(builder("t1").retry(policy).build(), (context) -> {
			helper.set(new FutureTask<>(ask(context, SECOND)));
			context.ask(QUESTION);
			this.release.await();
			throw new IOException("the line is dead");
		});
		started(helper.get());
		this.release.countDown();
		assertThat(outcomeOf(helper.get())).isEqualTo(TaskCancelledException.class.getSimpleName());
		this.timer.awaitScheduled(BACKOFF);
		assertThat(failing.record().state()).isEqualTo(BackgroundTaskState.PENDING);
		assertThat(this.events.of("t1")).containsOnlyOnce("InputRequested");
	}

}
