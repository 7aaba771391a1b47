package io.github.taskhost.autoconfigure.kind;

import java.util.List;

import io.github.taskhost.BackgroundTaskContext;
import io.github.taskhost.kind.BackgroundTaskKind;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BackgroundTaskKind} on methods with type variables of their bean.
 */
class KindMethodGenericsTests {

	private final ApplicationContextRunner contexts = Kinds.contexts();

	@Test
	void typeVariablesOfASuperclassAreResolved() {
		this.contexts.withBean(Orders.class).run((context) -> {
			assertThat(Kinds.result(context, "one", new Order(3))).isEqualTo("3");
			assertThat(Kinds.result(context, "many", List.of(new Order(3), new Order(4)))).isEqualTo("7");
			assertThat(Kinds.result(context, "overridden", new Order(5))).isEqualTo("50");
		});
	}

	@Test
	void typeVariablesOfTheBeanMethodAreResolved() {
		this.contexts.withUserConfiguration(GenericBeanMethod.class)
			.run((context) -> assertThat(Kinds.result(context, "sum", List.of(new Order(3), new Order(4))))
				.isEqualTo("7"));
	}

	record Order(int parts) {
	}

	abstract static class Generic<T> {

		@BackgroundTaskKind("one")
		int one(T input, BackgroundTaskContext context) {
			return parts(input);
		}

		@BackgroundTaskKind("many")
		int many(List<? extends T> inputs, BackgroundTaskContext context) {
			return inputs.stream().mapToInt(this::parts).sum();
		}

		@BackgroundTaskKind("overridden")
		int overridden(T input, BackgroundTaskContext context) {
			return 0;
		}

		abstract int parts(T input);

	}

	static class Orders extends Generic<Order> {

		@Override
		int overridden(Order input, BackgroundTaskContext context) {
			return input.parts() * 10;
		}

		@Override
		int parts(Order input) {
			return input.parts();
		}

	}

	static class Sums<T extends Record> {

		@BackgroundTaskKind("sum")
		int sum(List<T> inputs, BackgroundTaskContext context) {
			return inputs.stream().map(Order.class::cast).mapToInt(Order::parts).sum();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class GenericBeanMethod {

		@Bean
		Sums<Order> sums() {
			return new Sums<>();
		}

	}

}
