package io.github.taskhost.autoconfigure;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.github.taskhost.BackgroundTaskContext;
import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.TaskReporter;
import io.github.taskhost.TaskRequest;
import io.github.taskhost.TaskSession;
import io.github.taskhost.autoconfigure.codec.TaskhostCodecAutoConfiguration;
import io.github.taskhost.error.TaskStateException;
import io.github.taskhost.kind.BackgroundTaskExecutor;
import io.github.taskhost.kind.BackgroundTaskHandler;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.JsonPayload;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.BeanCurrentlyInCreationException;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.io.support.SpringFactoriesLoader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for beans that define kinds, for {@link DuplicateTaskKindFailureAnalyzer} and for
 * {@link InvalidKindOptionFailureAnalyzer}.
 */
class KindBeansTests {

	private static final Duration SOON = Duration.ofSeconds(30);

	private final ApplicationContextRunner contexts = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TaskhostAutoConfiguration.class));

	@Test
	void executorDefinesAKind() {
		this.contexts.withBean(Remote.class, () -> new Remote("remote", 0)).run((context) -> {
			BackgroundTaskRecord record = run(context, "remote");
			assertThat(record.state()).isEqualTo(BackgroundTaskState.COMPLETED);
			assertThat(record.summary()).isEqualTo("done elsewhere");
		});
	}

	@Test
	void handlerDefinesAKind() {
		this.contexts.withBean(Local.class, () -> new Local("local"))
			.run((context) -> assertThat(run(context, "local").summary()).isEqualTo("done here"));
	}

	@Test
	void resultIsReadAsItsType() {
		this.contexts.withConfiguration(AutoConfigurations.of(TaskhostCodecAutoConfiguration.class))
			.withBean(BackgroundTaskHostCustomizer.class, () -> (builder) -> builder.addHandler(new Digesting()))
			.run((context) -> {
				TaskSession session = context.getBean(BackgroundTaskHost.class).session("chat-42");
				BackgroundTaskHandle<Digest> task = session.submit(TaskRequest.of("digest"), Digest.class);
				task.await(SOON);
				Digest expected = new Digest("abc", List.of(1, 2));
				assertThat(task.result()).isEqualTo(expected);
				assertThat(session.task(task.id()).result(Digest.class)).isEqualTo(expected);
				assertThatExceptionOfType(TaskStateException.class)
					.isThrownBy(() -> session.task(task.id()).result(Instant.class))
					.withMessageContaining("java.time.Instant");
			});
	}

	@Test
	void handlersOfAnyInputTypeDefineKinds() {
		this.contexts.withBean("text", Local.class, () -> new Local("json"))
			.withUserConfiguration(RawHandler.class)
			.run((context) -> {
				assertThat(run(context, "json").summary()).isEqualTo("done here");
				assertThat(run(context, "raw").summary()).isEqualTo("done here");
			});
	}

	@Test
	void executorThatInjectsTheHostStopsTheStart() {
		this.contexts.withBean(NeedsHost.class)
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.hasRootCauseInstanceOf(BeanCurrentlyInCreationException.class));
	}

	@Test
	void executorCanObtainTheHostLater() {
		this.contexts.withBean(NeedsHostLater.class)
			.run((context) -> assertThat(run(context, "needs-host").summary()).isEqualTo("RUNNING"));
	}

	@Test
	void propertiesApplyToAKindOfAnExecutor() {
		this.contexts.withBean(Remote.class, () -> new Remote("remote", 0))
			.withPropertyValues("taskhost.kinds.remote.timeout=7s")
			.run((context) -> assertThat(run(context, "remote").timeout()).hasSeconds(7));
	}

	@Test
	void customizerCanAddKinds() {
		this.contexts
			.withBean(BackgroundTaskHostCustomizer.class, () -> (builder) -> builder.addHandler(new Local("added")))
			.run((context) -> assertThat(run(context, "added").summary()).isEqualTo("done here"));
	}

	@Test
	void twoExecutorsOfAKindStopTheStartAndAreListedInOrder() {
		this.contexts.withBean("late", Remote.class, () -> new Remote("remote", 2))
			.withBean("early", Remote.class, () -> new Remote("remote", 1))
			.run((context) -> {
				FailureAnalysis analysis = analyze(context);
				assertThat(analysis.getDescription()).contains("'remote'")
					.containsSubsequence("bean 'early' (" + Remote.class.getName() + ")",
							"bean 'late' (" + Remote.class.getName() + ")");
				assertThat(analysis.getAction()).contains("Keep one of them");
			});
	}

	@Test
	void executorAndHandlerOfTheSameKindStopTheStart() {
		this.contexts.withBean("executor", Remote.class, () -> new Remote("both", 0))
			.withBean("handler", Local.class, () -> new Local("both"))
			.run((context) -> assertThat(analyze(context).getDescription()).contains("bean 'executor'",
					"bean 'handler'"));
	}

	@Test
	void handlerThatIsNoBeanIsListedByToString() {
		this.contexts.withBean("handler", Local.class, () -> new Local("both"))
			.withBean(BackgroundTaskHostCustomizer.class, () -> (builder) -> builder.addHandler(new Local("both")))
			.run((context) -> assertThat(analyze(context).getDescription()).contains("bean 'handler'", "local both"));
	}

	@ParameterizedTest
	@CsvSource({ "local,reconcile-interval,1s,no executor", "local,cancel-policy,EXTERNAL,for work outside the host",
			"remote,max-concurrent,2,for bodies", "remote,rate-limit,10/s,for bodies",
			"remote,thread,PLATFORM,for bodies", "reported,reconcile-interval,1s,no executor" })
	void optionThatTheKindDoesNotSupportStopsTheStart(String kind, String option, String value, String reason) {
		this.contexts.withBean(Remote.class, () -> new Remote("remote", 0))
			.withBean(Local.class, () -> new Local("local"))
			.withPropertyValues("taskhost.kinds." + kind + "." + option + "=" + value)
			.run((context) -> {
				FailureAnalysis analysis = new InvalidKindOptionFailureAnalyzer().analyze(failureOf(context));
				assertThat(analysis).isNotNull();
				assertThat(analysis.getDescription()).contains("'" + kind + "'", option, reason);
				assertThat(analysis.getAction()).contains("'taskhost.kinds." + kind + "." + option + "'");
			});
	}

	@Test
	void kindWithoutADefinitionCanBeExternal() {
		this.contexts.withPropertyValues("taskhost.kinds.reported.cancel-policy=EXTERNAL")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void failureAnalyzersAreRegistered() {
		List<FailureAnalyzer> analyzers = SpringFactoriesLoader.forDefaultResourceLocation()
			.load(FailureAnalyzer.class, (factoryType, factory, failure) -> {
				// analyzers of other libraries need a context
			});
		assertThat(analyzers).hasAtLeastOneElementOfType(DuplicateTaskKindFailureAnalyzer.class)
			.hasAtLeastOneElementOfType(InvalidKindOptionFailureAnalyzer.class);
	}

	private static FailureAnalysis analyze(AssertableApplicationContext context) {
		FailureAnalysis analysis = new DuplicateTaskKindFailureAnalyzer().analyze(failureOf(context));
		assertThat(analysis).isNotNull();
		return analysis;
	}

	private static Throwable failureOf(AssertableApplicationContext context) {
		Throwable failure = context.getStartupFailure();
		assertThat(failure).isNotNull();
		return failure;
	}

	private static BackgroundTaskRecord run(AssertableApplicationContext context, String kind)
			throws InterruptedException {
		return context.getBean(BackgroundTaskHost.class).session("chat-42").submit(TaskRequest.of(kind)).await(SOON);
	}

	private record Digest(String text, List<Integer> parts) {
	}

	private record Digesting() implements BackgroundTaskHandler<JsonPayload> {

		@Override
		public String kind() {
			return "digest";
		}

		@Override
		public Class<JsonPayload> inputType() {
			return JsonPayload.class;
		}

		@Override
		public Object run(JsonPayload input, BackgroundTaskContext context) {
			return new Digest("abc", List.of(1, 2));
		}

	}

	private record Remote(String kind, int order) implements BackgroundTaskExecutor, Ordered {

		@Override
		public void start(BackgroundTaskRecord task, TaskReporter reporter) {
			reporter.complete("done elsewhere");
		}

		@Override
		public void cancel(BackgroundTaskRecord task, TaskReporter reporter) {
			throw new AssertionError();
		}

		@Override
		public int getOrder() {
			return this.order;
		}

	}

	private record Local(String kind) implements BackgroundTaskHandler<@Nullable JsonPayload> {

		@Override
		public Class<?> inputType() {
			return JsonPayload.class;
		}

		@Override
		public @Nullable Object run(@Nullable JsonPayload input, BackgroundTaskContext context) {
			context.summary("done here");
			return null;
		}

		@Override
		public String toString() {
			return "local " + this.kind;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class RawHandler {

		@Bean
		@SuppressWarnings("rawtypes")
		BackgroundTaskHandler raw() {
			return new Local("raw");
		}

	}

	static class NeedsHost implements BackgroundTaskExecutor {

		private final BackgroundTaskHost host;

		NeedsHost(BackgroundTaskHost host) {
			this.host = host;
		}

		@Override
		public String kind() {
			return "needs-host";
		}

		@Override
		public void cancel(BackgroundTaskRecord task, TaskReporter reporter) {
			throw new AssertionError(this.host);
		}

	}

	static class NeedsHostLater implements BackgroundTaskExecutor {

		private final ObjectProvider<BackgroundTaskHost> host;

		NeedsHostLater(ObjectProvider<BackgroundTaskHost> host) {
			this.host = host;
		}

		@Override
		public String kind() {
			return "needs-host";
		}

		@Override
		public void start(BackgroundTaskRecord task, TaskReporter reporter) {
			reporter.complete(this.host.getObject().phase().name());
		}

		@Override
		public void cancel(BackgroundTaskRecord task, TaskReporter reporter) {
			throw new AssertionError();
		}

	}

}
