package io.github.taskhost.autoconfigure.kind;

import java.io.IOException;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.github.taskhost.BackgroundTaskContext;
import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.KindDescription;
import io.github.taskhost.autoconfigure.BackgroundTaskHostCustomizer;
import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.kind.BackgroundTaskKind;
import io.github.taskhost.kind.ThreadType;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.CancelPolicy;
import io.github.taskhost.task.ClosePolicy;
import io.github.taskhost.task.JsonPayload;
import io.github.taskhost.task.TaskFailure;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.AliasFor;
import org.springframework.core.annotation.MergedAnnotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link BackgroundTaskKind}: parameters, results and attributes.
 */
class BackgroundTaskKindTests {

	private final ApplicationContextRunner contexts = Kinds.contexts();

	@Test
	void methodIsTheBodyOfItsKind() {
		this.contexts.withBean(Methods.class).run((context) -> {
			BackgroundTaskRecord record = Kinds.run(context, "typed", new Order("a", 3));
			assertThat(record.state()).isEqualTo(BackgroundTaskState.COMPLETED);
			assertThat(record.summary()).isEqualTo("3 of a");
			assertThat(Kinds.result(record)).isEqualTo("{\"name\":\"a\",\"parts\":6}");
		});
	}

	@Test
	void inputMayBeAListAMapJsonOrAbsent() {
		this.contexts.withBean(Methods.class).run((context) -> {
			assertThat(Kinds.result(context, "list", List.of(new Order("a", 1), new Order("b", 2)))).isEqualTo("3");
			assertThat(Kinds.result(context, "map", Map.of("x", List.of(new Order("a", 5))))).isEqualTo("5");
			assertThat(Kinds.result(context, "json", Map.of("any", 1))).isEqualTo("{\"any\":1}");
			assertThat(Kinds.result(Kinds.run(context, "json"))).isNull();
			assertThat(Kinds.result(Kinds.run(context, "no-input"))).isEqualTo("\"no-input\"");
		});
	}

	@Test
	void missingInputIsNullForANullableParameterAndRefusedForAnotherOne() {
		this.contexts.withBean(Methods.class).run((context) -> {
			assertThat(Kinds.result(Kinds.run(context, "nullable"))).isEqualTo("\"none\"");
			assertThat(Kinds.result(context, "nullable", new Order("a", 3))).isEqualTo("\"a\"");
			assertThatExceptionOfType(InvalidTaskArgumentException.class).isThrownBy(() -> Kinds.run(context, "typed"))
				.withMessageContaining("The input of kind 'typed' is not valid: There is no value");
			assertThatExceptionOfType(InvalidTaskArgumentException.class)
				.isThrownBy(() -> Kinds.run(context, "nullable", List.of(1)))
				.withMessageContaining("The input of kind 'nullable' is not valid");
		});
	}

	@Test
	void methodMayTakeTheInputAloneOrNothing() {
		this.contexts.withBean(Plain.class).run((context) -> {
			assertThat(Kinds.result(context, "input-alone", new Order("a", 3))).isEqualTo("\"3 of a\"");
			assertThat(Kinds.result(Kinds.run(context, "nothing"))).isEqualTo("\"done\"");
		});
	}

	@Test
	void methodMayReturnVoid() {
		this.contexts.withBean(Methods.class).run((context) -> {
			for (String kind : List.of("void", "null", "empty")) {
				BackgroundTaskRecord record = Kinds.run(context, kind);
				assertThat(record.state()).isEqualTo(BackgroundTaskState.COMPLETED);
				assertThat(record.result()).isNull();
			}
		});
	}

	@Test
	void optionalResultStandsForItsValue() {
		this.contexts.withBean(Methods.class)
			.run((context) -> assertThat(Kinds.result(Kinds.run(context, "optional"))).isEqualTo("\"there\""));
	}

	@Test
	void exceptionsAreNotWrapped() {
		this.contexts.withBean(Methods.class).run((context) -> {
			assertThat(failureOf(Kinds.run(context, "checked")).type()).isEqualTo(IOException.class.getName());
			assertThat(failureOf(Kinds.run(context, "error")).type()).isEqualTo(AssertionError.class.getName());
			assertThat(failureOf(Kinds.run(context, "checked")).message()).isEqualTo("disk full");
		});
	}

	@Test
	void attributesAreOptionsOfTheKind() {
		this.contexts.withBean(WithOptions.class).withPropertyValues("sums.timeout=7m").run((context) -> {
			BackgroundTaskRecord record = Kinds.run(context, "sums");
			assertThat(record.cancelPolicy()).isEqualTo(CancelPolicy.ABORT_LOCAL);
			assertThat(record.closePolicy()).isEqualTo(ClosePolicy.CANCEL);
			assertThat(record.timeout()).isEqualTo(Duration.ofMinutes(7));
			assertThat(record.maxAttempts()).isEqualTo(4);
			assertThat(record.schemaVersion()).isEqualTo(5);
			assertThat(record.priority()).isZero();
			assertThat(Kinds.result(record)).isEqualTo("false");
		});
		this.contexts.withBean(WithOptions.class)
			.run((context) -> assertThat(Kinds.run(context, "sums").timeout()).isEqualTo(Duration.ofSeconds(90)));
	}

	@Test
	void kindIsDescribedByItsMethod() {
		this.contexts.withBean(Methods.class).withBean(WithOptions.class).run((context) -> {
			Map<String, KindDescription> kinds = context.getBean(BackgroundTaskHost.class)
				.kinds()
				.stream()
				.collect(Collectors.toMap(KindDescription::name, Function.identity()));
			assertThat(kinds.get("sums").description()).isEqualTo("Adds numbers.");
			assertThat(kinds.get("sums").options()).containsEntry("timeout", "PT1M30S")
				.containsEntry("thread", "platform")
				.containsEntry("schema-version", "5")
				.containsEntry("durable", "false");
			assertThat(kinds.get("typed").description()).isNull();
			assertThat(kinds.get("typed").inputType()).isEqualTo(Order.class.getName());
			assertThat(kinds.get("list").inputType()).isEqualTo("java.util.List<" + Order.class.getName() + ">");
			assertThat(kinds.get("json").inputType()).isNull();
			assertThat(kinds.get("no-input").inputType()).isNull();
			assertThat(kinds.get("void").resultType()).isNull();
			assertThat(kinds.get("object").resultType()).isNull();
			assertThat(kinds.get("optional").resultType()).isEqualTo("java.lang.String");
			assertThat(kinds.get("later").resultType()).isEqualTo("java.lang.String");
			assertThat(kinds.get("published").resultType()).isEqualTo("java.lang.String");
			assertThat(kinds.get("stream").resultType()).isEqualTo("java.util.List<java.lang.String>");
		});
	}

	@Test
	void maxConcurrentLimitsRunningBodies() {
		KindMethodOptions options = new KindMethodOptions(method(WithOptions.class), annotation(WithOptions.class));
		assertThat(options.options((text) -> "").maxConcurrent()).isEqualTo(2);
		assertThat(options.options((text) -> "").thread()).isEqualTo(ThreadType.PLATFORM);
	}

	@Test
	void propertiesOverrideAttributesWhichOverrideDefaults() {
		this.contexts.withBean(WithOptions.class)
			.withBean(Methods.class)
			.withPropertyValues("taskhost.kinds.sums.close-policy=keep", "taskhost.defaults.cancel-policy=cooperative",
					"taskhost.defaults.close-policy=transfer")
			.run((context) -> {
				assertThat(Kinds.run(context, "sums").closePolicy()).isEqualTo(ClosePolicy.KEEP);
				assertThat(Kinds.run(context, "sums").cancelPolicy()).isEqualTo(CancelPolicy.ABORT_LOCAL);
				assertThat(Kinds.run(context, "void").closePolicy()).isEqualTo(ClosePolicy.TRANSFER);
			});
	}

	@Test
	void composedAnnotationsAreSupported() {
		this.contexts.withBean(Composed.class)
			.run((context) -> assertThat(Kinds.run(context, "composed").closePolicy()).isEqualTo(ClosePolicy.CANCEL));
	}

	@Test
	void methodsOfConfigurationsDefineKinds() {
		this.contexts.withUserConfiguration(Configured.class)
			.run((context) -> assertThat(Kinds.result(Kinds.run(context, "configured"))).isEqualTo("\"one\""));
	}

	@Test
	void contributesNothingWhenDisabled() {
		this.contexts.withPropertyValues("taskhost.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(BackgroundTaskHost.class)
				.doesNotHaveBean(BackgroundTaskHostCustomizer.class));
	}

	private static TaskFailure failureOf(BackgroundTaskRecord record) {
		TaskFailure failure = record.failure();
		assertThat(failure).isNotNull();
		return failure;
	}

	private static Method method(Class<?> type) {
		return new KindMethods().of(type).keySet().iterator().next();
	}

	private static MergedAnnotation<BackgroundTaskKind> annotation(Class<?> type) {
		return new KindMethods().of(type).values().iterator().next();
	}

	record Order(String name, int parts) {
	}

	static class Methods {

		@BackgroundTaskKind("typed")
		Order typed(Order order, BackgroundTaskContext context) {
			context.summary(order.parts() + " of " + order.name());
			return new Order(order.name(), order.parts() * 2);
		}

		@BackgroundTaskKind("list")
		int list(List<Order> orders, BackgroundTaskContext context) {
			return orders.stream().mapToInt(Order::parts).sum();
		}

		@BackgroundTaskKind("map")
		int map(Map<String, List<Order>> orders, BackgroundTaskContext context) {
			return orders.values().stream().flatMap(List::stream).mapToInt(Order::parts).sum();
		}

		@BackgroundTaskKind("json")
		@Nullable JsonPayload json(@Nullable JsonPayload input, BackgroundTaskContext context) {
			return input;
		}

		@BackgroundTaskKind("nullable")
		public String nullable(@Nullable Order order) {
			return (order != null) ? order.name() : "none";
		}

		@BackgroundTaskKind("no-input")
		public String noInput(BackgroundTaskContext context) {
			return context.record().kind();
		}

		@BackgroundTaskKind("void")
		void nothing(BackgroundTaskContext context) {
			context.throwIfCancelled();
		}

		@BackgroundTaskKind("null")
		@Nullable String none(BackgroundTaskContext context) {
			return null;
		}

		@BackgroundTaskKind("empty")
		Optional<String> empty(BackgroundTaskContext context) {
			return Optional.empty();
		}

		@BackgroundTaskKind("optional")
		Optional<String> optional(BackgroundTaskContext context) {
			return Optional.of("there");
		}

		@BackgroundTaskKind("object")
		Object object(BackgroundTaskContext context) {
			return "there";
		}

		@BackgroundTaskKind("later")
		CompletableFuture<String> later(BackgroundTaskContext context) {
			return CompletableFuture.completedFuture("there");
		}

		@BackgroundTaskKind("published")
		Mono<String> published(BackgroundTaskContext context) {
			return Mono.just("there");
		}

		@BackgroundTaskKind("stream")
		Flux<String> stream(BackgroundTaskContext context) {
			return Flux.just("here", "there");
		}

		@BackgroundTaskKind("checked")
		void checked(BackgroundTaskContext context) throws IOException {
			throw new IOException("disk full");
		}

		@BackgroundTaskKind("error")
		void error(BackgroundTaskContext context) {
			throw new AssertionError("wrong");
		}

	}

	static class WithOptions {

		@BackgroundTaskKind(value = "sums", description = "Adds numbers.", cancelPolicy = CancelPolicy.ABORT_LOCAL,
				closePolicy = ClosePolicy.CANCEL, timeout = "${sums.timeout:90}", maxConcurrent = 2,
				thread = ThreadType.PLATFORM, maxAttempts = 4, heartbeatTimeout = "${sums.silence:5m}",
				schemaVersion = 5, durable = false, priority = 0, rateLimit = "${sums.rate:20/m}")
		boolean isVirtual(BackgroundTaskContext context) {
			return Thread.currentThread().isVirtual();
		}

	}

	@Retention(RetentionPolicy.RUNTIME)
	@BackgroundTaskKind(value = "", closePolicy = ClosePolicy.CANCEL)
	@interface ShortLived {

		@AliasFor(annotation = BackgroundTaskKind.class, attribute = "value")
		String value();

	}

	static class Composed {

		@ShortLived("composed")
		void run(BackgroundTaskContext context) {
			context.throwIfCancelled();
		}

	}

	@Configuration
	static class Configured {

		@Bean
		String one() {
			return "one";
		}

		@BackgroundTaskKind("configured")
		String configured(BackgroundTaskContext context) {
			return one();
		}

	}

	static class Plain {

		@BackgroundTaskKind("input-alone")
		String inputAlone(Order input) {
			return input.parts() + " of " + input.name();
		}

		@BackgroundTaskKind("nothing")
		String nothing() {
			return "done";
		}

	}

}
