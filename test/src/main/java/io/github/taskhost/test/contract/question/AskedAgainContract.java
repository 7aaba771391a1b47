package io.github.taskhost.test.contract.question;

import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

import io.github.taskhost.BackgroundTask;
import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.TaskReporter;
import io.github.taskhost.error.AnswerNotPermittedException;
import io.github.taskhost.error.InputDeadlineException;
import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.error.TaskStateException;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.event.BackgroundTaskEvent.InputRequested;
import io.github.taskhost.message.Answer;
import io.github.taskhost.spi.AnswerSchemas;
import io.github.taskhost.spi.TaskCallers;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.InputRequest;
import io.github.taskhost.task.JsonPayload;
import io.github.taskhost.test.contract.support.GreetingCodec;
import io.github.taskhost.test.contract.support.GreetingCodec.Greeting;
import io.github.taskhost.test.contract.support.HostParts;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/** Several questions of a task: which answers are kept, and which question one names. */
abstract class AskedAgainContract extends AbstractQuestionsContract {

	private static final InputRequest SCRATCH = InputRequest.of("approve", "rm scratch");

	private static final InputRequest PRODUCTION = InputRequest.of("approve", "rm production");

	private static final JsonPayload NO = new JsonPayload("false");

	/** The authorities of the caller, which the test sets. */
	private final AtomicReference<Set<String>> authorities = new AtomicReference<>(Set.of());

	@Override
	protected HostParts parts() {
		return HostParts.NONE.withCodec(new GreetingCodec())
			.withSchemas(new AnySchemas())
			.withCallers(() -> new Person(this.authorities.get()));
	}

	/** A body that asks two questions and returns both answers. */
	private static BackgroundTask<String> asking(InputRequest first, InputRequest second) {
		return (context) -> context.requestInput(first).value().text() + ","
				+ context.requestInput(second).value().text();
	}

	private BackgroundTaskHandle<String> askedTwice(InputRequest first, InputRequest second) throws Exception {
		BackgroundTaskHandle<String> task = asked(named("t1"), asking(first, second));
		task.answer(first.key(), YES);
		awaitQuestion(2);
		return task;
	}

	private InputRequest awaitQuestion(int number) throws InterruptedException {
		BackgroundTaskRecord record = this.events.awaitCount(InputRequested.class, number).get(number - 1).record();
		InputRequest question = Objects.requireNonNull(record.inputRequest());
		assertThat(question.number()).isEqualTo(number);
		assertThat(record.questions()).isEqualTo(number);
		return question;
	}

	@Test
	void anotherPromptIsAskedAgain() throws Exception {
		BackgroundTaskHandle<String> task = askedTwice(SCRATCH, PRODUCTION);
		assertThat(task.record().inputRequest()).isEqualTo(PRODUCTION.withNumber(2));
		task.answer("approve", 2, NO);
		task.await(PATIENCE);
		assertThat(task.result()).isEqualTo("true,false");
	}

	@Test
	void anotherAuthorityIsAskedAgainAndChecked() throws Exception {
		BackgroundTaskHandle<String> task = askedTwice(SCRATCH, SCRATCH.withAuthority("ADMIN"));
		assertThatExceptionOfType(AnswerNotPermittedException.class).isThrownBy(() -> task.answer("approve", 2, YES));
		assertThat(task.record().state()).isEqualTo(BackgroundTaskState.WAITING);
		this.authorities.set(Set.of("ADMIN"));
		task.answer("approve", 2, NO);
		task.await(PATIENCE);
		assertThat(task.result()).isEqualTo("true,false");
	}

	@Test
	void anotherSchemaIsAskedAgain() throws Exception {
		BackgroundTaskHandle<String> task = askedTwice(SCRATCH, SCRATCH.withExpected(new JsonPayload("{}")));
		task.answer("approve", 2, NO);
		task.await(PATIENCE);
		assertThat(task.result()).isEqualTo("true,false");
	}

	@Test
	void anotherTypeIsAskedAgain() throws Exception {
		BackgroundTaskHandle<String> task = asked(named("t1"), (context) -> {
			String first = context.requestInput(SCRATCH).value().text();
			return first + "," + context.requestInput(SCRATCH, Greeting.class).name();
		});
		task.answer("approve", YES);
		awaitQuestion(2);
		task.answer("approve", 2, new Greeting("ann"));
		task.await(PATIENCE);
		assertThat(task.result()).isEqualTo("true,ann");
	}

	@Test
	void newestAnswerIsKept() throws Exception {
		BackgroundTaskHandle<String> task = asked(named("t1"), (context) -> {
			context.requestInput(SCRATCH);
			context.requestInput(PRODUCTION);
			return context.requestInput(PRODUCTION.withDeadline(this.clock.instant())).value().text() + ","
					+ context.answer("approve").orElseThrow().value().text() + ","
					+ context.requestInput(SCRATCH).value().text();
		});
		task.answer("approve", YES);
		awaitQuestion(2);
		task.answer("approve", 2, NO);
		assertThat(awaitQuestion(3)).isEqualTo(SCRATCH.withNumber(3));
		assertThat(task.answers()).singleElement().extracting(Answer::value).isEqualTo(NO);
		task.answer("approve", 3, YES);
		task.await(PATIENCE);
		assertThat(task.result()).isEqualTo("false,false,true");
		assertThat(task.answers()).singleElement().extracting(Answer::value).isEqualTo(YES);
	}

	@Test
	void questionsWithOneKeyNeedOnePlaceForTheirAnswers() throws Exception {
		BackgroundTaskHandle<Integer> task = asked(named("t1"), (context) -> {
			for (int i = 1; i <= 10; i++) {
				context.requestInput(InputRequest.of("approve", "Step " + i + "?"));
			}
			return context.record().questions();
		});
		for (int i = 1; i <= 10; i++) {
			awaitQuestion(i);
			task.answer("approve", i, YES);
		}
		task.await(PATIENCE);
		assertThat(task.result()).isEqualTo(10);
	}

	@Test
	void secondAnswerNeverReachesTheNextQuestion() throws Exception {
		BackgroundTaskHandle<String> task = askedTwice(InputRequest.of("staging", "Staging?"),
				InputRequest.of("production", "Production?"));
		assertThatExceptionOfType(TaskStateException.class).isThrownBy(() -> task.answer("staging", YES))
			.withMessageContainingAll("'staging'", "was answered at", "by ann");
		assertThatExceptionOfType(TaskStateException.class).isThrownBy(() -> task.answer("staging", 1, YES));
		assertThatExceptionOfType(TaskStateException.class).isThrownBy(() -> task.answer("production", 1, YES))
			.withMessageContainingAll("'production', number 1", "has the number 2");
		assertThat(task.record().inputRequest()).isNotNull().extracting(InputRequest::key).isEqualTo("production");
		task.answer("production", NO);
		task.await(PATIENCE);
		assertThat(task.result()).isEqualTo("true,false");
	}

	@Test
	void keyThatWasAskedBeforeNeedsTheNumber() throws Exception {
		BackgroundTaskHandle<String> task = askedTwice(SCRATCH, PRODUCTION);
		assertThatExceptionOfType(TaskStateException.class).isThrownBy(() -> task.answer("approve", YES))
			.withMessageContainingAll("'approve'", "asked this key before", "by ann", "number");
		assertThatExceptionOfType(TaskStateException.class).isThrownBy(() -> task.decline("approve", null))
			.withMessageContaining("number");
		assertThatExceptionOfType(TaskStateException.class).isThrownBy(() -> task.answer("approve", 1, YES))
			.withMessageContainingAll("'approve', number 1", "has the number 2");
		assertThat(task.record().inputRequest()).isEqualTo(PRODUCTION.withNumber(2));
		assertThat(task.answers()).singleElement().extracting(Answer::value).isEqualTo(YES);
		task.answer("approve", 2, NO);
		task.await(PATIENCE);
		assertThatExceptionOfType(TaskStateException.class).isThrownBy(() -> task.answer("approve", 2, YES));
	}

	@Test
	void keyOfALapsedQuestionNeedsTheNumber() throws Exception {
		InputRequest question = withDeadline();
		BackgroundTaskHandle<String> task = asked(named("t1"), (context) -> {
			assertThatExceptionOfType(InputDeadlineException.class).isThrownBy(() -> context.requestInput(question));
			return context.requestInput(QUESTION).value().text();
		});
		this.timer.advance(DEADLINE);
		awaitQuestion(2);
		assertThatExceptionOfType(TaskStateException.class).isThrownBy(() -> task.answer("go-on", YES))
			.withMessageContaining("asked this key before");
		task.answer("go-on", 2, YES);
		assertThat(task.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.COMPLETED);
	}

	@Test
	void numberIsNecessaryPastTheLimitOfRememberedKeys() {
		this.host.registerExternal("s1", named("t1"), null);
		TaskReporter reporter = this.host.reporter("s1", "t1");
		BackgroundTaskHandle<@Nullable Object> task = this.host.task("s1", "t1");
		for (int i = 1; i <= 3; i++) {
			reporter.ask(InputRequest.of("q" + i, "?"));
			task.decline("q" + i, null);
		}
		reporter.ask(InputRequest.of("q4", "?"));
		assertThatNoException().isThrownBy(() -> task.answer("q4", YES));
		reporter.ask(InputRequest.of("q5", "?"));
		assertThatExceptionOfType(TaskStateException.class).isThrownBy(() -> task.answer("q5", YES));
		task.answer("q5", 5, YES);
		assertThat(task.answers()).extracting(Answer::key).containsExactly("q4", "q5");
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, -1, Integer.MIN_VALUE })
	void invalidNumberIsRejected(int number) throws Exception {
		BackgroundTaskHandle<String> task = asked(named("t1"), asking(QUESTION));
		assertThatExceptionOfType(InvalidTaskArgumentException.class)
			.isThrownBy(() -> task.answer("go-on", number, YES))
			.withMessageContaining(String.valueOf(number));
		assertThatExceptionOfType(InvalidTaskArgumentException.class)
			.isThrownBy(() -> task.decline("go-on", number, null));
		assertThat(task.record().inputRequest()).isEqualTo(ASKED);
	}

	@Test
	void hostNumbersTheQuestion() throws Exception {
		BackgroundTaskHandle<String> task = asked(named("t1"), asking(QUESTION.withNumber(7)));
		assertThat(task.record().inputRequest()).isEqualTo(ASKED);
	}

	@Test
	void numbersGoOnAcrossSessionsAndEvents() throws Exception {
		BackgroundTaskHandle<String> task = askedTwice(SCRATCH, PRODUCTION);
		this.host.transfer("t1", "s2");
		this.host.task("s2", "t1").answer("approve", 2, YES);
		task.await(PATIENCE);
		assertThat(this.events.awaitCount(BackgroundTaskEvent.InputAnswered.class, 2))
			.extracting((event) -> event.question().number())
			.containsExactly(1, 2);
		assertThat(task.record().questions()).isEqualTo(2);
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

	/** Accepts every schema and every answer. */
	private static final class AnySchemas implements AnswerSchemas {

		@Override
		public void requireValid(JsonPayload schema) {
			// every schema is valid
		}

		@Override
		public Optional<String> mismatch(JsonPayload schema, JsonPayload answer) {
			return Optional.empty();
		}

	}

}
