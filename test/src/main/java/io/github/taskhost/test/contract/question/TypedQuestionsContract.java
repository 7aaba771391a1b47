package io.github.taskhost.test.contract.question;

import java.util.Optional;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.spi.AnswerSchemas;
import io.github.taskhost.task.InputRequest;
import io.github.taskhost.task.JsonPayload;
import io.github.taskhost.test.contract.support.AbstractHostContract;
import io.github.taskhost.test.contract.support.GreetingCodec;
import io.github.taskhost.test.contract.support.GreetingCodec.Greeting;
import io.github.taskhost.test.contract.support.HostParts;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** The schema of the type as which a body reads an answer. */
abstract class TypedQuestionsContract extends AbstractHostContract {

	private static final InputRequest QUESTION = InputRequest.of("name", "Which name?");

	private static final JsonPayload OF_TYPE = new JsonPayload("{\"title\":\"Greeting\"}");

	private static final JsonPayload OWN = new JsonPayload("{\"title\":\"a name\"}");

	private static final Greeting ANN = new Greeting("ann");

	@Override
	protected HostParts parts() {
		return HostParts.NONE.withCodec(new GreetingCodec())
			.withSchemas(new RefusingSchemas())
			.withTypeSchemas((type) -> (type == Greeting.class) ? OF_TYPE : null);
	}

	private BackgroundTaskHandle<String> asks(InputRequest question) throws InterruptedException {
		BackgroundTaskHandle<String> task = this.host.spawnManaged("s1", named("t1"), (context) -> {
			String name = context.requestInput(question, Greeting.class).name();
			return name + context.requestInput(question, Greeting.class).name();
		});
		this.events.await(BackgroundTaskEvent.InputRequested.class, "t1");
		return task;
	}

	private @Nullable InputRequest shown() {
		return record("s1", "t1").inputRequest();
	}

	@Test
	void questionShowsTheSchemaOfItsType() throws Exception {
		asks(QUESTION);
		assertThat(shown()).isEqualTo(QUESTION.withExpected(OF_TYPE).withNumber(1));
	}

	@Test
	void schemaOfTheTypeDoesNotCheckTheAnswer() throws Exception {
		BackgroundTaskHandle<String> task = asks(QUESTION);
		assertThatExceptionOfType(InvalidTaskArgumentException.class)
			.isThrownBy(() -> task.answer("name", new JsonPayload("true")))
			.withMessageContaining("name: must be a text");
		task.answer("name", ANN);
		assertThat(task.await(PATIENCE).failure()).isNull();
	}

	@Test
	void keptAnswerServesTheSameQuestionAgain() throws Exception {
		BackgroundTaskHandle<String> task = asks(QUESTION);
		task.answer("name", ANN);
		task.await(PATIENCE);
		assertThat(task.result()).isEqualTo("annann");
	}

	@Test
	void schemaOfTheQuestionPrecedesAndChecksTheAnswer() throws Exception {
		BackgroundTaskHandle<String> task = asks(QUESTION.withExpected(OWN));
		assertThat(shown()).isEqualTo(QUESTION.withExpected(OWN).withNumber(1));
		assertThatExceptionOfType(InvalidTaskArgumentException.class).isThrownBy(() -> task.answer("name", ANN))
			.withMessageContaining("refused");
	}

	@Test
	void questionWithoutATypeHasNoSchema() {
		this.host.registerExternal("s1", named("t1"), null);
		this.host.reporter("s1", "t1").ask(QUESTION);
		assertThat(shown()).isEqualTo(QUESTION.withNumber(1));
	}

	/** Refuses every answer. */
	private static final class RefusingSchemas implements AnswerSchemas {

		@Override
		public void requireValid(JsonPayload schema) {
			// every schema is valid
		}

		@Override
		public Optional<String> mismatch(JsonPayload schema, JsonPayload answer) {
			return Optional.of("refused");
		}

	}

}
