package io.github.taskhost.test.contract.question;

import java.util.Optional;
import java.util.Set;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.TaskReporter;
import io.github.taskhost.error.AnswerNotPermittedException;
import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.error.TaskStateException;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.message.Answer;
import io.github.taskhost.message.TaskMessage;
import io.github.taskhost.spi.AnswerSchemas;
import io.github.taskhost.spi.TaskCallers;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.InputRequest;
import io.github.taskhost.task.JsonPayload;
import io.github.taskhost.test.contract.support.AbstractHostContract;
import io.github.taskhost.test.contract.support.GreetingCodec;
import io.github.taskhost.test.contract.support.GreetingCodec.Greeting;
import io.github.taskhost.test.contract.support.HostFactory;
import io.github.taskhost.test.contract.support.HostParts;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Validation of answers, and the authority to give them. */
abstract class AnswerChecksContract extends AbstractHostContract {

	private static final InputRequest QUESTION = InputRequest.of("go-on", "Go on?");

	private static final JsonPayload SCHEMA = new JsonPayload("{\"const\":true}");

	private static final JsonPayload YES = new JsonPayload("true");

	private static final JsonPayload NO = new JsonPayload("false");

	/** The caller, which the test sets. */
	private volatile @Nullable Person caller = new Person("ann", Set.of("CLERK"));

	@Override
	protected HostParts parts() {
		return HostParts.NONE.withCodec(new GreetingCodec())
			.withSchemas(new ConstantSchemas())
			.withCallers(() -> this.caller);
	}

	private TaskReporter asks(InputRequest question) {
		this.host.registerExternal("s1", named("t1"), null);
		TaskReporter reporter = this.host.reporter("s1", "t1");
		reporter.ask(question);
		return reporter;
	}

	private BackgroundTaskHandle<@Nullable Object> task() {
		return this.host.task("s1", "t1");
	}

	private void stays(InputRequest question) {
		assertThat(task().record().state()).isEqualTo(BackgroundTaskState.WAITING);
		assertThat(task().record().inputRequest()).isEqualTo(question.withNumber(1));
		assertThat(task().answers()).isEmpty();
		assertThat(task().messages(null, 10).messages()).isEmpty();
	}

	@Test
	void answerThatViolatesTheSchemaIsRejectedAndTheQuestionStaysOpen() {
		InputRequest question = QUESTION.withExpected(SCHEMA);
		asks(question);
		assertThatExceptionOfType(InvalidTaskArgumentException.class).isThrownBy(() -> task().answer("go-on", NO))
			.withMessageContainingAll("'go-on'", "must be true");
		stays(question);
		task().answer("go-on", YES);
		assertThat(task().record().state()).isEqualTo(BackgroundTaskState.RUNNING);
	}

	@Test
	void invalidSchemaIsRejectedWithTheQuestion() {
		this.host.registerExternal("s1", named("t1"), null);
		TaskReporter reporter = this.host.reporter("s1", "t1");
		assertThatExceptionOfType(InvalidTaskArgumentException.class)
			.isThrownBy(() -> reporter.ask(QUESTION.withExpected(new JsonPayload("[]"))))
			.withMessageContaining("no schema");
		assertThat(task().record().state()).isEqualTo(BackgroundTaskState.RUNNING);
		assertThat(task().record().inputRequest()).isNull();
	}

	@Test
	void answerIsDecodedAsTheExpectedType() throws Exception {
		BackgroundTaskHandle<String> task = this.host.spawnManaged("s1", named("t1"),
				(context) -> context.requestInput(QUESTION, Greeting.class).name());
		this.events.await(BackgroundTaskEvent.InputRequested.class, "t1");
		assertThatExceptionOfType(InvalidTaskArgumentException.class).isThrownBy(() -> task.answer("go-on", YES));
		stays(QUESTION);
		task.answer("go-on", new Greeting("ann"));
		task.await(PATIENCE);
		assertThat(task.result()).isEqualTo("ann");
	}

	@Test
	void oversizedAnswerIsRejected() {
		asks(QUESTION);
		assertThatExceptionOfType(InvalidTaskArgumentException.class)
			.isThrownBy(() -> task().answer("go-on", new Greeting("x".repeat(GreetingCodec.MAX_SIZE))));
		stays(QUESTION);
	}

	@Test
	void answeringRequiresTheAuthority() {
		InputRequest question = QUESTION.withAuthority("CHIEF");
		asks(question);
		assertThatExceptionOfType(AnswerNotPermittedException.class).isThrownBy(() -> task().answer("go-on", YES))
			.withMessageContainingAll("'CHIEF'", "'ann'");
		stays(question);
		this.caller = null;
		assertThatExceptionOfType(AnswerNotPermittedException.class).isThrownBy(() -> task().answer("go-on", YES))
			.withMessageContaining("Sign in");
		stays(question);
		this.caller = new Person("bob", Set.of("CHIEF"));
		task().answer("go-on", YES);
		assertThat(task().answers()).singleElement().extracting(Answer::by).isEqualTo("bob");
	}

	@Test
	void unauthorizedCallerLearnsNothingAboutTheSchema() {
		asks(QUESTION.withAuthority("CHIEF").withExpected(SCHEMA));
		assertThatExceptionOfType(AnswerNotPermittedException.class).isThrownBy(() -> task().answer("go-on", NO));
	}

	@Test
	void secondAnswerLearnsTheNameOfTheFirstCaller() {
		asks(QUESTION);
		task().answer("go-on", YES);
		this.caller = new Person("bob", Set.of());
		assertThatExceptionOfType(TaskStateException.class).isThrownBy(() -> task().answer("go-on", NO))
			.withMessageContaining("by ann");
	}

	@Test
	void recordKeepsTheNameOfTheCaller() throws Exception {
		TaskReporter reporter = asks(QUESTION);
		TaskMessage answer = task().answer("go-on", YES).message();
		assertThat(answer.sender()).isEqualTo("ann");
		assertThat(this.events.await(BackgroundTaskEvent.InputAnswered.class, "t1").answer().by()).isEqualTo("ann");
		assertThat(task().send("hello").message().sender()).isEqualTo("ann");
		reporter.post("from the work");
		assertThat(task().messages(null, 10).messages()).last().extracting(TaskMessage::sender).isNull();
		task().cancel("enough");
		assertThat(task().record().cancelledBy()).isEqualTo("ann");
	}

	@Test
	void forcedCancelKeepsTheNameOfTheCaller() {
		this.host.registerExternal("s1", named("t1"), null);
		this.host.cancelManaged("s1", "t1");
		assertThat(task().record().cancelledBy()).isEqualTo("ann");
	}

	/** A host without a schema validator and without callers. */
	@Nested
	class WithoutChecks extends AbstractHostContract {

		@Override
		protected HostFactory factory() {
			return AnswerChecksContract.this.factory();
		}

		private void refused(InputRequest question, String... remedy) throws Exception {
			BackgroundTaskHandle<String> task = this.host.spawnManaged("s1", named("t1"),
					(context) -> context.requestInput(question).value().text());
			assertThat(task.await(PATIENCE).failure()).isNotNull().satisfies((failure) -> {
				assertThat(failure.type()).isEqualTo(InvalidTaskArgumentException.class.getName());
				assertThat(failure.message()).contains(remedy);
			});
			assertThat(this.events.of("t1")).doesNotContain("InputRequested");
		}

		@Test
		void schemaIsRejectedWithoutASchemaValidator() throws Exception {
			refused(QUESTION.withExpected(SCHEMA), "json-schema-validator");
		}

		@Test
		void authorityIsRejectedWithoutCallers() throws Exception {
			refused(QUESTION.withAuthority("CHIEF"), "'CHIEF'", "Spring Security");
		}

		@Test
		void unknownCallerIsNotRecorded() throws Exception {
			this.host.registerExternal("s1", named("t1"), null);
			this.host.reporter("s1", "t1").ask(QUESTION);
			assertThat(this.host.task("s1", "t1").answer("go-on", YES).message().sender()).isNull();
			assertThat(this.host.task("s1", "t1").answers()).singleElement().extracting(Answer::by).isNull();
			this.host.task("s1", "t1").cancel(null);
			assertThat(record("s1", "t1").cancelledBy()).isNull();
		}

	}

	private record Person(String name, Set<String> authorities) implements TaskCallers.Caller {

		@Override
		public boolean hasAuthority(String authority) {
			return this.authorities.contains(authority);
		}

	}

	/** Accepts schemas that consist of one constant. */
	private static final class ConstantSchemas implements AnswerSchemas {

		@Override
		public void requireValid(JsonPayload schema) {
			if (!schema.text().startsWith("{")) {
				throw new InvalidTaskArgumentException("That is no schema: " + schema.text());
			}
		}

		@Override
		public Optional<String> mismatch(JsonPayload schema, JsonPayload answer) {
			return answer.equals(YES) ? Optional.empty() : Optional.of("must be true");
		}

	}

}
