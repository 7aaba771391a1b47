package io.github.taskhost.autoconfigure.schema;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.taskhost.BackgroundTask;
import io.github.taskhost.BackgroundTaskContext;
import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.TaskRequest;
import io.github.taskhost.TaskSession;
import io.github.taskhost.autoconfigure.BackgroundTaskHostCustomizer;
import io.github.taskhost.autoconfigure.TaskhostAutoConfiguration;
import io.github.taskhost.autoconfigure.codec.TaskhostCodecAutoConfiguration;
import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.event.BackgroundTaskListener;
import io.github.taskhost.kind.BackgroundTaskHandler;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.InputRequest;
import io.github.taskhost.task.JsonPayload;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for a host with the codec and the schemas: refusals name the problem.
 */
class QuestionsAndInputsTests {

	private static final Duration SOON = Duration.ofSeconds(30);

	private static final JsonPayload DECISION = new JsonPayload(
			"{\"type\":\"object\",\"properties\":{\"action\":{\"enum\":[\"approve\",\"stop\"]}},\"required\":[\"action\"]}");

	private final CountDownLatch asked = new CountDownLatch(1);

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TaskhostAutoConfiguration.class, TaskhostCodecAutoConfiguration.class,
				TaskhostSchemasAutoConfiguration.class, ValidationAutoConfiguration.class))
		.withBean(BackgroundTaskListener.class, () -> this::listen)
		.withBean(BackgroundTaskHostCustomizer.class, () -> (builder) -> builder.addHandler(new PartsHandler()));

	private void listen(BackgroundTaskEvent event) {
		if (event instanceof BackgroundTaskEvent.InputRequested) {
			this.asked.countDown();
		}
	}

	@Test
	void answerThatViolatesTheSchemaIsRefusedAndTheQuestionStaysOpen() {
		this.contextRunner.run((context) -> {
			BackgroundTaskHandle<String> task = ask(context, (body) -> body.requestInput(question()).value().text());
			assertThatExceptionOfType(InvalidTaskArgumentException.class)
				.isThrownBy(() -> task.answer("go-on", Map.of("action", "maybe")))
				.withMessageContaining("action: does not have a value in the enumeration [\"approve\", \"stop\"]");
			assertThat(task.record().state()).isEqualTo(BackgroundTaskState.WAITING);
			task.answer("go-on", new JsonPayload("{\"action\":\"stop\"}"));
			task.await(SOON);
			assertThat(task.result()).isEqualTo("{\"action\":\"stop\"}");
		});
	}

	@Test
	void answerThatDoesNotFitTheClassIsRefusedAndTheQuestionStaysOpen() {
		this.contextRunner.run((context) -> {
			BackgroundTaskHandle<Action> task = ask(context,
					(body) -> body.requestInput(InputRequest.of("go-on", "Go on?"), Decision.class).action());
			assertThatExceptionOfType(InvalidTaskArgumentException.class)
				.isThrownBy(() -> task.answer("go-on", new JsonPayload("{\"action\":\"maybe\"}")))
				.withMessageContaining("action: \"maybe\" is not one of [APPROVE, STOP]");
			task.answer("go-on", new JsonPayload("{\"action\":\"approve\"}"));
			task.await(SOON);
			assertThat(task.result()).isEqualTo(Action.APPROVE);
		});
	}

	@Test
	void questionWithAnInvalidSchemaIsRefused() {
		this.contextRunner.run((context) -> {
			InputRequest question = new InputRequest("go-on", "Go on?", new JsonPayload("{\"type\":\"objekt\"}"), null,
					null);
			BackgroundTaskHandle<String> task = context.getBean(BackgroundTaskHost.class)
				.session("chat-42")
				.spawn(BackgroundTaskRegistration.ofKind("import").build(),
						(body) -> body.requestInput(question).value().text());
			task.await(SOON);
			assertThat(task.failure()).get()
				.isInstanceOf(InvalidTaskArgumentException.class)
				.asString()
				.contains("type: ");
		});
	}

	@Test
	void inputThatDoesNotFitIsRefusedWithItsPathAndWithoutATask() {
		this.contextRunner.run((context) -> {
			TaskSession session = context.getBean(BackgroundTaskHost.class).session("chat-42");
			JsonPayload input = new JsonPayload("{\"parts\":[{\"name\":\"a\"},{\"name\":\"\"}]}");
			assertThatExceptionOfType(InvalidTaskArgumentException.class)
				.isThrownBy(() -> session.submit(TaskRequest.of("parts").input(input)))
				.withMessageContaining("parts[1].name: must not be blank");
			assertThat(session.list()).isEmpty();
			BackgroundTaskHandle<?> task = session
				.submit(TaskRequest.of("parts").input(new Parts(List.of(new Part("a"), new Part("b")))));
			task.await(SOON);
			assertThat(task.record().result()).hasToString("TaskResult[value=2, omitted=null]");
		});
	}

	private <R> BackgroundTaskHandle<R> ask(ApplicationContext context, BackgroundTask<R> body)
			throws InterruptedException {
		BackgroundTaskHandle<R> task = context.getBean(BackgroundTaskHost.class)
			.session("chat-42")
			.spawn(BackgroundTaskRegistration.ofKind("import").build(), body);
		assertThat(this.asked.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
		return task;
	}

	private static InputRequest question() {
		return new InputRequest("go-on", "Go on?", DECISION, null, null);
	}

	enum Action {

		APPROVE, STOP

	}

	record Decision(Action action) {
	}

	record Parts(List<@Valid Part> parts) {
	}

	record Part(@NotBlank String name) {
	}

	static final class PartsHandler implements BackgroundTaskHandler<Parts> {

		@Override
		public String kind() {
			return "parts";
		}

		@Override
		public Type inputType() {
			return Parts.class;
		}

		@Override
		public Object run(Parts input, BackgroundTaskContext context) {
			return input.parts().size();
		}

	}

}
