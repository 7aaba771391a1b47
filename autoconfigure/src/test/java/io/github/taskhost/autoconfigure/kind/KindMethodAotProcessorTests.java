package io.github.taskhost.autoconfigure.kind;

import java.lang.reflect.Method;
import java.util.List;

import io.github.taskhost.BackgroundTaskContext;
import io.github.taskhost.kind.BackgroundTaskKind;
import io.github.taskhost.task.JsonPayload;
import org.junit.jupiter.api.Test;
import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.context.annotation.AnnotatedBeanDefinitionReader;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.javapoet.ClassName;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link KindMethodAotProcessor}, as part of the preparation of a whole
 * context.
 */
class KindMethodAotProcessorTests {

	@Test
	void methodsMayBeInvoked() throws NoSuchMethodException {
		RuntimeHints hints = hints(Sums.class);
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(method(Sums.class, "sum", Numbers.class)))
			.accepts(hints);
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(method(Sums.class, "other", Numbers.class)))
			.rejects(hints);
	}

	@Test
	void methodsOfInterfacesMayBeInvokedForTheirProxies() throws NoSuchMethodException {
		RuntimeHints hints = hints(SumsOfInterface.class);
		assertThat(RuntimeHintsPredicates.reflection()
			.onMethodInvocation(method(SumsOfInterface.class, "sum", JsonPayload.class))).accepts(hints);
		assertThat(RuntimeHintsPredicates.reflection()
			.onMethodInvocation(method(SumOfJson.class, "sum", JsonPayload.class))).accepts(hints);
	}

	@Test
	void inputsAndResultsMayBeBound() throws NoSuchMethodException {
		RuntimeHints hints = hints(Sums.class);
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(Numbers.class.getDeclaredMethod("values")))
			.accepts(hints);
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(Total.class.getDeclaredMethod("value")))
			.accepts(hints);
		assertThat(RuntimeHintsPredicates.reflection()
			.onType(Numbers.class)
			.withMemberCategory(MemberCategory.INVOKE_DECLARED_CONSTRUCTORS)).accepts(hints);
	}

	@Test
	void typeVariablesAreBoundToTheTypesOfTheBean() throws NoSuchMethodException {
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(Numbers.class.getDeclaredMethod("values")))
			.accepts(hints(GenericSums.class));
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(Numbers.class.getDeclaredMethod("values")))
			.accepts(hints(GenericBeanMethod.class));
	}

	@Test
	void beansWithoutKindMethodsNeedNoHints() throws NoSuchMethodException {
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(None.class.getDeclaredMethod("run")))
			.rejects(hints(None.class));
	}

	private static Method method(Class<?> type, String name, Class<?> input) throws NoSuchMethodException {
		return type.getDeclaredMethod(name, input, BackgroundTaskContext.class);
	}

	private static RuntimeHints hints(Class<?> type) {
		GenericApplicationContext context = new GenericApplicationContext();
		new AnnotatedBeanDefinitionReader(context).register(type);
		DefaultGenerationContext generation = new DefaultGenerationContext(
				new ClassNameGenerator(ClassName.get("com.example", "Target")), new InMemoryGeneratedFiles());
		new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
		return generation.getRuntimeHints();
	}

	record Numbers(List<Integer> values) {
	}

	record Total(int value) {
	}

	static class Sums {

		@BackgroundTaskKind("sum")
		Total sum(Numbers numbers, BackgroundTaskContext context) {
			return new Total(numbers.values().size());
		}

		Total other(Numbers numbers, BackgroundTaskContext context) {
			return new Total(0);
		}

	}

	interface SumOfJson {

		Total sum(JsonPayload numbers, BackgroundTaskContext context);

	}

	static class SumsOfInterface implements SumOfJson {

		@Override
		@BackgroundTaskKind("sum")
		public Total sum(JsonPayload numbers, BackgroundTaskContext context) {
			return new Total(numbers.text().length());
		}

	}

	static class Generic<T> {

		@BackgroundTaskKind("sum")
		int sum(List<T> inputs, BackgroundTaskContext context) {
			return inputs.size();
		}

	}

	static class GenericSums extends Generic<Numbers> {

	}

	@Configuration(proxyBeanMethods = false)
	static class GenericBeanMethod {

		@Bean
		Generic<Numbers> sums() {
			return new Generic<>();
		}

	}

	static class None {

		void run() {
			throw new AssertionError();
		}

	}

}
