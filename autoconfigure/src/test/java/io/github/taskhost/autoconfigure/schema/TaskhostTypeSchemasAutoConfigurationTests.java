package io.github.taskhost.autoconfigure.schema;

import java.time.Duration;

import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.module.jackson.JacksonSchemaModule;
import io.github.taskhost.BackgroundTaskContext;
import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.KindDescription;
import io.github.taskhost.autoconfigure.TaskhostAutoConfiguration;
import io.github.taskhost.autoconfigure.codec.TaskhostCodecAutoConfiguration;
import io.github.taskhost.autoconfigure.kind.TaskhostKindAutoConfiguration;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.event.BackgroundTaskFilter;
import io.github.taskhost.event.BackgroundTaskSubscription;
import io.github.taskhost.kind.BackgroundTaskKind;
import io.github.taskhost.spi.TypeSchemas;
import io.github.taskhost.task.InputRequest;
import io.github.taskhost.task.JsonPayload;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TaskhostTypeSchemasAutoConfiguration}.
 */
class TaskhostTypeSchemasAutoConfigurationTests {

	private static final Duration SOON = Duration.ofSeconds(30);

	private static final InputRequest QUESTION = InputRequest.of("go-on", "Go on?");

	private final ApplicationContextRunner contexts = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(TaskhostTypeSchemasAutoConfiguration.class, TaskhostAutoConfiguration.class,
						TaskhostCodecAutoConfiguration.class, TaskhostKindAutoConfiguration.class))
		.withBean(Sums.class);

	private static KindDescription sum(BackgroundTaskHost host) {
		return host.kinds().getFirst();
	}

	@Test
	void kindShowsTheSchemaOfItsInput() {
		this.contexts
			.run((context) -> assertThat(String.valueOf(sum(context.getBean(BackgroundTaskHost.class)).inputSchema()))
				.contains("\"first\":{\"type\":\"integer\"}"));
	}

	@ParameterizedTest
	@ValueSource(classes = { SchemaGenerator.class, JacksonSchemaModule.class })
	void kindHasNoSchemaWithoutTheLibraries(Class<?> library) {
		this.contexts.withClassLoader(new FilteredClassLoader(library)).run((context) -> {
			assertThat(context).hasNotFailed().doesNotHaveBean(TypeSchemas.class);
			assertThat(sum(context.getBean(BackgroundTaskHost.class)).inputSchema()).isNull();
		});
	}

	@Test
	void schemasOfTheApplicationPrecede() {
		JsonPayload own = new JsonPayload("true");
		this.contexts.withBean(TypeSchemas.class, () -> (type) -> own)
			.run((context) -> assertThat(sum(context.getBean(BackgroundTaskHost.class)).inputSchema()).isEqualTo(own));
	}

	/** No validator of schemas is on the class path of this context. */
	@Test
	void typedQuestionShowsTheSchemaOfItsAnswer() {
		this.contexts.run((context) -> {
			BackgroundTaskHost host = context.getBean(BackgroundTaskHost.class);
			try (BackgroundTaskSubscription events = host.subscribe(BackgroundTaskFilter.all())) {
				BackgroundTaskHandle<Integer> task = host.session("s1")
					.spawn("other", (body) -> body.requestInput(QUESTION, Numbers.class).first());
				InputRequest question = asked(events);
				assertThat(String.valueOf(question.expected())).contains("\"first\":{\"type\":\"integer\"}");
				task.answer("go-on", new Numbers(3, 4));
				task.await(SOON);
				assertThat(task.result()).isEqualTo(3);
			}
		});
	}

	private static InputRequest asked(BackgroundTaskSubscription events) throws InterruptedException {
		while (true) {
			BackgroundTaskEvent event = events.next(SOON).orElseThrow();
			if (event instanceof BackgroundTaskEvent.InputRequested requested) {
				return requested.record().inputRequest();
			}
		}
	}

	record Numbers(int first, int second) {
	}

	static class Sums {

		@BackgroundTaskKind("sum")
		int sum(Numbers numbers, BackgroundTaskContext context) {
			return numbers.first() + numbers.second();
		}

	}

}
