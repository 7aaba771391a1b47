package io.github.taskhost.test.contract.question;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.TaskReporter;
import io.github.taskhost.error.InputDeadlineException;
import io.github.taskhost.error.InputWithdrawnException;
import io.github.taskhost.error.TaskStateException;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.message.Answer;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.InputRequest;
import io.github.taskhost.task.JsonPayload;
import io.github.taskhost.test.contract.support.AbstractHostContract;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Races between answers, and with a deadline, a cancel and an end. */
abstract class QuestionRacesContract extends AbstractHostContract {

	private static final int ROUNDS = 200;

	private static final int THREADS = 16;

	private static final JsonPayload YES = new JsonPayload("true");

	private static List<Object> together(List<Callable<?>> works) throws Exception {
		CyclicBarrier barrier = new CyclicBarrier(works.size());
		List<FutureTask<Object>> all = new ArrayList<>();
		for (Callable<?> work : works) {
			FutureTask<Object> each = new FutureTask<>(() -> {
				barrier.await();
				try {
					return String.valueOf(work.call());
				}
				catch (RuntimeException ex) {
					return ex;
				}
			});
			Thread.ofVirtual().start(each);
			all.add(each);
		}
		List<Object> outcomes = new ArrayList<>();
		for (FutureTask<Object> each : all) {
			outcomes.add(each.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
		}
		return outcomes;
	}

	private BackgroundTaskHandle<String> asked(int round, InputRequest question) throws InterruptedException {
		BackgroundTaskHandle<String> task = this.host.spawnManaged("s1", named("t" + round), (context) -> {
			try {
				return context.requestInput(question).value().text();
			}
			catch (InputDeadlineException ex) {
				return "late";
			}
			catch (InputWithdrawnException ex) {
				return "withdrawn";
			}
		});
		this.events.await(BackgroundTaskEvent.InputRequested.class, task.id());
		return task;
	}

	/** Checks that the answer is accepted or rejected consistently. */
	private void agree(BackgroundTaskHandle<?> task, boolean answered) throws InterruptedException {
		BackgroundTaskRecord end = task.await(PATIENCE);
		Class<? extends BackgroundTaskEvent> type = switch (end.state()) {
			case COMPLETED -> BackgroundTaskEvent.Completed.class;
			case CANCELLED -> BackgroundTaskEvent.Cancelled.class;
			default -> BackgroundTaskEvent.Failed.class;
		};
		this.events.await(type, task.id());
		assertThat(end.inputRequest()).isNull();
		assertThat(task.answers()).hasSize(answered ? 1 : 0);
		assertThat(this.events.of(task.id())).filteredOn(List.of("InputAnswered", "InputWithdrawn")::contains)
			.containsExactly(answered ? "InputAnswered" : "InputWithdrawn");
	}

	@Test
	void oneOfConcurrentAnswersIsAccepted() throws Exception {
		for (int round = 0; round < ROUNDS; round++) {
			BackgroundTaskHandle<String> task = asked(round, InputRequest.of("go-on", "Go on?"));
			List<Callable<?>> answers = new ArrayList<>();
			for (int i = 0; i < THREADS; i++) {
				JsonPayload mine = new JsonPayload(String.valueOf(i));
				answers.add(() -> task.answer("go-on", mine).message().id());
			}
			List<Object> outcomes = together(answers);
			assertThat(outcomes).filteredOn(String.class::isInstance).hasSize(1);
			assertThat(outcomes).filteredOn(TaskStateException.class::isInstance).hasSize(THREADS - 1);
			agree(task, true);
			Answer kept = task.answers().get(0);
			assertThat(outcomes.get(Integer.parseInt(kept.value().text()))).isInstanceOf(String.class);
			assertThat(task.result()).isEqualTo(kept.value().text());
			assertThat(task.messages(null, 20).messages()).hasSize(1);
		}
	}

	@Test
	void answerRacesWithDeadline() throws Exception {
		Duration deadline = Duration.ofSeconds(3);
		for (int round = 0; round < ROUNDS; round++) {
			BackgroundTaskHandle<String> task = asked(round,
					InputRequest.of("go-on", "Go on?").withDeadline(this.clock.instant().plus(deadline)));
			Object outcome = together(List.of(() -> task.answer("go-on", YES).message().id(), () -> {
				this.timer.advance(deadline);
				return true;
			})).get(0);
			agree(task, outcome instanceof String);
			assertThat(task.result()).isEqualTo((outcome instanceof String) ? "true" : "late");
		}
	}

	@Test
	void answerRacesWithCancel() throws Exception {
		for (int round = 0; round < ROUNDS; round++) {
			BackgroundTaskHandle<String> task = asked(round, InputRequest.of("go-on", "Go on?"));
			Object outcome = together(
					List.of(() -> task.answer("go-on", YES).message().id(), () -> task.cancel("enough").state()))
				.get(0);
			agree(task, outcome instanceof String);
			if (!(outcome instanceof String)) {
				assertThat(task.record().state()).isEqualTo(BackgroundTaskState.CANCELLED);
			}
		}
	}

	@Test
	void answerRacesWithEnd() throws Exception {
		for (int round = 0; round < ROUNDS; round++) {
			String id = "t" + round;
			this.host.registerExternal("s1", named(id), null);
			TaskReporter reporter = this.host.reporter("s1", id);
			reporter.ask(InputRequest.of("go-on", "Go on?"));
			Object outcome = together(List.of(() -> this.host.task("s1", id).answer("go-on", YES).message().id(),
					() -> reporter.complete(null).state()))
				.get(0);
			agree(this.host.task("s1", id), outcome instanceof String);
		}
	}

	@Test
	void oneOfConcurrentQuestionsIsAccepted() throws Exception {
		for (int round = 0; round < ROUNDS; round++) {
			String id = "t" + round;
			this.host.registerExternal("s1", named(id), null);
			TaskReporter reporter = this.host.reporter("s1", id);
			List<Callable<?>> questions = new ArrayList<>();
			for (int i = 0; i < THREADS; i++) {
				InputRequest mine = InputRequest.of("q" + i, "?");
				questions.add(() -> reporter.ask(mine));
			}
			List<Object> outcomes = together(questions);
			assertThat(outcomes).filteredOn(TaskStateException.class::isInstance).hasSize(THREADS - 1);
			InputRequest open = Objects.requireNonNull(record("s1", id).inputRequest());
			assertThat(outcomes.get(Integer.parseInt(open.key().substring(1)))).isInstanceOf(String.class);
			assertThat(this.events.of(id)).containsOnlyOnce("InputRequested");
			reporter.complete(null);
		}
	}

}
