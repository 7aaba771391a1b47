package io.github.taskhost.local.commit;

import java.lang.reflect.Method;
import java.util.stream.Stream;

import io.github.taskhost.spi.BackgroundTaskMetricsRecorder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The guard of the metrics recorder. */
class GuardedRecorderTests {

	static Stream<Method> calls() {
		return Stream.of(BackgroundTaskMetricsRecorder.class.getMethods()).filter(Method::isDefault);
	}

	@ParameterizedTest
	@MethodSource("calls")
	void everyCallIsPassedOn(Method call) throws Exception {
		Class<?> declaring = GuardedRecorder.class.getMethod(call.getName(), call.getParameterTypes())
			.getDeclaringClass();
		assertThat(declaring).isEqualTo(GuardedRecorder.class);
	}

}
