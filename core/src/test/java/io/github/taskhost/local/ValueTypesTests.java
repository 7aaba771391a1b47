package io.github.taskhost.local;

import java.lang.reflect.Type;

import io.github.taskhost.BackgroundTask;
import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.spi.PayloadCodec;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.InputRequest;
import io.github.taskhost.task.JsonPayload;
import io.github.taskhost.task.TaskResult;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Types of values that a body names. */
class ValueTypesTests extends LocalHostTest {

	@BeforeEach
	void startWithNumbers() {
		start((builder) -> builder.codec(new Numbers()));
	}

	private Object inBody(BackgroundTask<Object> body) throws Exception {
		BackgroundTaskHandle<Object> task = session()
			.spawn(BackgroundTaskRegistration.ofKind("other").id("t1").input(new JsonPayload("5")).build(), body);
		assertThat(task.await(PATIENCE).failure()).isNull();
		return task.result();
	}

	@Test
	void primitiveTypeOfAnInput() throws Exception {
		assertThat(inBody((context) -> context.input(int.class))).isEqualTo(5);
	}

	@Test
	void primitiveTypeOfAnAnswer() throws Exception {
		BackgroundTaskHandle<Integer> task = session().spawn(named("t1"),
				(context) -> context.requestInput(InputRequest.of("count", "How many?"), int.class));
		this.events.await(BackgroundTaskEvent.InputRequested.class, "t1");
		task.answer("count", 7);
		task.await(PATIENCE);
		assertThat(task.result()).isEqualTo(7);
	}

	@Test
	void primitiveTypeOfACheckpoint() throws Exception {
		assertThat(inBody((context) -> {
			context.checkpoint(8);
			return context.checkpoint(int.class).orElseThrow();
		})).isEqualTo(8);
	}

	@Test
	void primitiveTypeOfAStep() throws Exception {
		assertThat(inBody((context) -> context.step("count", int.class, () -> 9))).isEqualTo(9);
	}

	@Test
	void valueThatIsNullInJsonIsNoAbsentResult() throws Exception {
		JsonPayload nothing = new JsonPayload("null");
		assertThat(inBody((context) -> context.step("find", JsonPayload.class, () -> nothing))).isEqualTo(nothing);
	}

	/** A codec of numbers. */
	private static final class Numbers implements PayloadCodec {

		@Override
		public TaskResult encodeResult(Object value) {
			return TaskResult.of(encode(value));
		}

		@Override
		public JsonPayload encode(Object value) {
			return (value instanceof JsonPayload payload) ? payload : new JsonPayload(value.toString());
		}

		@Override
		public @Nullable Object decode(@Nullable JsonPayload payload, Type type) {
			if (type == JsonPayload.class || payload == null) {
				return payload;
			}
			try {
				return Integer.valueOf(payload.text());
			}
			catch (NumberFormatException ex) {
				throw new InvalidTaskArgumentException("it is no number");
			}
		}

	}

}
