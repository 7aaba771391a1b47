package io.github.taskhost.autoconfigure.kind;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

import io.github.taskhost.BackgroundTaskContext;
import io.github.taskhost.kind.BackgroundTaskHandler;
import io.github.taskhost.kind.BackgroundTaskKind;
import io.github.taskhost.kind.DuplicateTaskKindException;
import io.github.taskhost.task.CancelPolicy;
import io.github.taskhost.task.ClosePolicy;
import io.github.taskhost.task.JsonPayload;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.io.support.SpringFactoriesLoader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Tests for methods, attributes and duplicate kinds that stop the start.
 */
class KindMethodFailureTests {

	private final ApplicationContextRunner contexts = Kinds.contexts();

	@ParameterizedTest
	@MethodSource("wrong")
	<T> void invalidMethodStopsTheStart(Class<T> type, Supplier<T> supplier, String problem, String remedy) {
		this.contexts.withBean("wrong", type, supplier).run((context) -> {
			FailureAnalysis analysis = Kinds.analyze(context);
			assertThat(analysis.getDescription()).contains(type.getName() + ".run(").contains(problem);
			assertThat(analysis.getAction()).contains(remedy);
		});
	}

	static Object[] wrong() {
		String signature = "(Input input, BackgroundTaskContext context)";
		return new Arguments[] { wrong(OtherWayRound.class, OtherWayRound::new, "parameters", signature),
				wrong(TwoContexts.class, TwoContexts::new, "parameters", signature),
				wrong(TooMany.class, TooMany::new, "parameters", signature),
				wrong(Private.class, Private::new, "private", "package-private"),
				wrong(Static.class, Static::new, "static", "instance method"),
				wrong(Later.class, Later::new, "Callable", "Return the result itself"),
				wrong(Async.class, Async::new, "@Async", "Remove @Async"),
				wrong(AsyncClass.class, AsyncClass::new, "@Async", "Remove @Async"),
				wrong(Open.class, Open::new, "'T'", "which type it is"),
				wrong(BadName.class, BadName::new, "'Check_Sum'", "lower-case letter"),
				wrong(BadTimeout.class, BadTimeout::new, "'timeout' has the value 'soon'", "such as 10m"),
				wrong(NoTime.class, NoTime::new, "'timeout' has the value 'PT0S'", "more than zero"),
				wrong(BadSilence.class, BadSilence::new, "'heartbeatTimeout' has the value 'long'", "such as 10m"),
				wrong(TooOften.class, TooOften::new, "'maxAttempts' has the value '1001'", "1 to 1,000"),
				wrong(Negative.class, Negative::new, "'maxConcurrent' has the value '-1'", "at least 1"),
				wrong(External.class, External::new, "'EXTERNAL'", "COOPERATIVE"),
				wrong(TwoPolicies.class, TwoPolicies::new, "'[KEEP, CANCEL]'", "one value") };
	}

	private static <T> Arguments wrong(Class<T> type, Supplier<T> supplier, String problem, String remedy) {
		return arguments(type, supplier, problem, remedy);
	}

	@Test
	void twoMethodsOfAKindStopTheStart() {
		this.contexts.withBean("first", Sum.class).withBean("second", OtherSum.class).run((context) -> {
			assertThat(context).hasFailed();
			assertThat(cause(Kinds.failure(context)).kind()).isEqualTo("sum");
			assertThat(cause(Kinds.failure(context)).definitions()).map(Object::toString)
				.containsExactlyInAnyOrder(
						"method '" + Sum.class.getName() + ".sum(BackgroundTaskContext)' of bean 'first'",
						"method '" + OtherSum.class.getName() + ".other(BackgroundTaskContext)' of bean 'second'");
		});
	}

	@Test
	void twoBeansOfAClassWithAMethodStopTheStart() {
		this.contexts.withBean("first", Sum.class)
			.withBean("second", Sum.class)
			.run((context) -> assertThat(cause(Kinds.failure(context)).definitions()).map(Object::toString)
				.anyMatch((text) -> text.endsWith("of bean 'first'"))
				.anyMatch((text) -> text.endsWith("of bean 'second'")));
	}

	@Test
	void methodAndHandlerOfAKindStopTheStart() {
		this.contexts.withBean("method", Sum.class)
			.withBean("handler", SumHandler.class)
			.run((context) -> assertThat(cause(Kinds.failure(context)).definitions()).map(Object::toString)
				.containsExactlyInAnyOrder("bean 'handler' (" + SumHandler.class.getName() + ")",
						"method '" + Sum.class.getName() + ".sum(BackgroundTaskContext)' of bean 'method'"));
	}

	@Test
	void analyzerIsRegistered() {
		List<FailureAnalyzer> analyzers = SpringFactoriesLoader.forDefaultResourceLocation()
			.load(FailureAnalyzer.class, (factoryType, factory, failure) -> {
				// those of others need a context
			});
		assertThat(analyzers).hasAtLeastOneElementOfType(InvalidKindMethodFailureAnalyzer.class);
	}

	private static DuplicateTaskKindException cause(Throwable failure) {
		Throwable cause = failure;
		while (!(cause instanceof DuplicateTaskKindException duplicate)) {
			cause = cause.getCause();
			assertThat(cause).isNotNull();
		}
		return duplicate;
	}

	static class OtherWayRound {

		@BackgroundTaskKind("wrong")
		void run(BackgroundTaskContext context, String input) {
			throw new AssertionError();
		}

	}

	static class TwoContexts {

		@BackgroundTaskKind("wrong")
		void run(BackgroundTaskContext input, BackgroundTaskContext context) {
			throw new AssertionError();
		}

	}

	static class TooMany {

		@BackgroundTaskKind("wrong")
		void run(String input, BackgroundTaskContext context, String more) {
			throw new AssertionError();
		}

	}

	static class Private {

		@BackgroundTaskKind("wrong")
		@SuppressWarnings("unused")
		private void run(BackgroundTaskContext context) {
			throw new AssertionError();
		}

	}

	static class Static {

		@BackgroundTaskKind("wrong")
		static void run(BackgroundTaskContext context) {
			throw new AssertionError();
		}

	}

	static class Later {

		@BackgroundTaskKind("wrong")
		Callable<String> run(BackgroundTaskContext context) {
			throw new AssertionError();
		}

	}

	static class Async {

		@org.springframework.scheduling.annotation.Async
		@BackgroundTaskKind("wrong")
		void run(BackgroundTaskContext context) {
			throw new AssertionError();
		}

	}

	@org.springframework.scheduling.annotation.Async
	static class AsyncClass {

		@BackgroundTaskKind("wrong")
		void run(BackgroundTaskContext context) {
			throw new AssertionError();
		}

	}

	static class Open<T> {

		@BackgroundTaskKind("wrong")
		void run(T input, BackgroundTaskContext context) {
			throw new AssertionError();
		}

	}

	static class BadName {

		@BackgroundTaskKind("Check_Sum")
		void run(BackgroundTaskContext context) {
			throw new AssertionError();
		}

	}

	static class BadTimeout {

		@BackgroundTaskKind(value = "wrong", timeout = "${none:soon}")
		void run(BackgroundTaskContext context) {
			throw new AssertionError();
		}

	}

	static class NoTime {

		@BackgroundTaskKind(value = "wrong", timeout = "0s")
		void run(BackgroundTaskContext context) {
			throw new AssertionError();
		}

	}

	static class BadSilence {

		@BackgroundTaskKind(value = "wrong", heartbeatTimeout = "long")
		void run(BackgroundTaskContext context) {
			throw new AssertionError();
		}

	}

	static class TooOften {

		@BackgroundTaskKind(value = "wrong", maxAttempts = 1001)
		void run(BackgroundTaskContext context) {
			throw new AssertionError();
		}

	}

	static class Negative {

		@BackgroundTaskKind(value = "wrong", maxConcurrent = -1)
		void run(BackgroundTaskContext context) {
			throw new AssertionError();
		}

	}

	static class External {

		@BackgroundTaskKind(value = "wrong", cancelPolicy = CancelPolicy.EXTERNAL)
		void run(BackgroundTaskContext context) {
			throw new AssertionError();
		}

	}

	static class TwoPolicies {

		@BackgroundTaskKind(value = "wrong", closePolicy = { ClosePolicy.KEEP, ClosePolicy.CANCEL })
		void run(BackgroundTaskContext context) {
			throw new AssertionError();
		}

	}

	static class Sum {

		@BackgroundTaskKind("sum")
		int sum(BackgroundTaskContext context) {
			return 1;
		}

	}

	static class OtherSum {

		@BackgroundTaskKind("sum")
		int other(BackgroundTaskContext context) {
			return 2;
		}

	}

	static class SumHandler implements BackgroundTaskHandler<@Nullable JsonPayload> {

		@Override
		public String kind() {
			return "sum";
		}

		@Override
		public Class<?> inputType() {
			return JsonPayload.class;
		}

		@Override
		public Integer run(@Nullable JsonPayload input, BackgroundTaskContext context) {
			return 3;
		}

	}

}
