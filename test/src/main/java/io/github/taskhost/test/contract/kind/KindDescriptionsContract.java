package io.github.taskhost.test.contract.kind;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.github.taskhost.BackgroundTaskContext;
import io.github.taskhost.KindDescription;
import io.github.taskhost.config.BackgroundTaskHostOptions;
import io.github.taskhost.kind.BackgroundTaskHandler;
import io.github.taskhost.kind.KindOptions;
import io.github.taskhost.kind.ThreadType;
import io.github.taskhost.task.CancelPolicy;
import io.github.taskhost.task.JsonPayload;
import io.github.taskhost.task.TaskRetryPolicy;
import io.github.taskhost.test.contract.support.AbstractHostContract;
import io.github.taskhost.test.contract.support.AbstractKindContract.CancelOnly;
import io.github.taskhost.test.contract.support.GreetingCodec;
import io.github.taskhost.test.contract.support.GreetingCodec.Greeting;
import io.github.taskhost.test.contract.support.HostFactory;
import io.github.taskhost.test.contract.support.HostParts;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Descriptions of the kinds that an application defines. */
abstract class KindDescriptionsContract extends AbstractHostContract {

	private static final JsonPayload SCHEMA = new JsonPayload("{\"type\":\"object\"}");

	@Override
	protected HostParts parts() {
		return HostParts.NONE.withCodec(new GreetingCodec())
			.withExecutors(new CancelOnly("remote", KindOptions.NONE.withReconcileInterval(Duration.ofSeconds(5))))
			.withHandlers(new Greeter("greet", "Greets\na person."))
			.withTypeSchemas((type) -> (type == Greeting.class) ? SCHEMA : null);
	}

	@Override
	protected BackgroundTaskHostOptions options() {
		return super.options()
			.withKinds(Map.of("greet", KindOptions.NONE.withMaxConcurrent(2), "only-configured",
					KindOptions.NONE.withThread(ThreadType.PLATFORM)))
			.withKindDefaults(KindOptions.NONE.withTimeout(Duration.ofMinutes(10)));
	}

	private KindDescription kind(String name) {
		return this.host.kinds().stream().filter((kind) -> kind.name().equals(name)).findFirst().orElseThrow();
	}

	@Test
	void definedKindsAreDescribedInTheOrderOfTheirNames() {
		this.host.session("s1").spawn("only-spawned", cooperative());
		assertThat(this.host.kinds()).extracting(KindDescription::name).containsExactly("greet", "remote");
	}

	@Test
	void kindIsDescribedByItsDefinition() {
		KindDescription greet = kind("greet");
		assertThat(greet.description()).isEqualTo("Greets a person.");
		assertThat(greet.inputType()).isEqualTo(Greeting.class.getTypeName());
		assertThat(greet.resultType()).isEqualTo("java.lang.String");
		assertThat(greet.inputSchema()).isEqualTo(SCHEMA);
	}

	@Test
	void definitionThatTellsNothingIsDescribedByItsNameAndOptions() {
		assertThat(kind("remote")).isEqualTo(new KindDescription("remote", null, null, null, null,
				Map.of("reconcile-interval", "PT5S", "timeout", "PT10M")));
	}

	@Test
	void optionsAreThoseInForce() {
		assertThat(kind("greet").options()).containsExactly(Map.entry("cancel-policy", "abort_local"),
				Map.entry("max-concurrent", "2"), Map.entry("retry.initial-delay", "PT1S"),
				Map.entry("retry.jitter", "0.2"), Map.entry("retry.max-attempts", "3"),
				Map.entry("retry.max-delay", "PT5M"), Map.entry("retry.multiplier", "2.0"),
				Map.entry("retry.retry-on", "java.lang.Exception"), Map.entry("timeout", "PT10M"));
	}

	/** A host whose kinds have a long text and a schema that is too large or fails. */
	@Nested
	class Bounds extends AbstractHostContract {

		@Override
		protected HostFactory factory() {
			return KindDescriptionsContract.this.factory();
		}

		@Override
		protected HostParts parts() {
			return HostParts.NONE.withCodec(new GreetingCodec())
				.withHandlers(new Greeter("greet", "x".repeat(3000)), new Greeter("other-type", null) {

					@Override
					public Type inputType() {
						return String.class;
					}

				})
				.withTypeSchemas((type) -> {
					if (type == String.class) {
						throw new IllegalStateException("no schema of a text");
					}
					return new JsonPayload("\"" + "x".repeat(16_384) + "\"");
				});
		}

		@Test
		void longTextIsTruncatedAndOtherSchemasAreLeftOut() {
			List<KindDescription> kinds = this.host.kinds();
			assertThat(kinds).extracting(KindDescription::inputSchema).containsOnlyNulls();
			assertThat(kinds.getFirst().description()).hasSize(2000);
		}

	}

	/** A handler that tells all about its kind. */
	private static class Greeter implements BackgroundTaskHandler<Greeting> {

		private final String kind;

		private final @Nullable String description;

		Greeter(String kind, @Nullable String description) {
			this.kind = kind;
			this.description = description;
		}

		@Override
		public String kind() {
			return this.kind;
		}

		@Override
		public @Nullable String description() {
			return this.description;
		}

		@Override
		public Type inputType() {
			return Greeting.class;
		}

		@Override
		public Type resultType() {
			return String.class;
		}

		@Override
		public KindOptions options() {
			return KindOptions.NONE.withCancelPolicy(CancelPolicy.ABORT_LOCAL)
				.withMaxConcurrent(9)
				.withRetry(TaskRetryPolicy.ofMaxAttempts(3));
		}

		@Override
		public @Nullable Object run(Greeting input, BackgroundTaskContext context) {
			return "hello " + input.name();
		}

	}

}
