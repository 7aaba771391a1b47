package io.github.taskhost.test.contract.kind;

import io.github.taskhost.BackgroundTaskContext;
import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.TaskReporter;
import io.github.taskhost.TaskRequest;
import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.error.TaskStateException;
import io.github.taskhost.kind.BackgroundTaskHandler;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.IdempotencyPolicy;
import io.github.taskhost.task.JsonPayload;
import io.github.taskhost.test.contract.support.AbstractKindContract;
import io.github.taskhost.test.contract.support.GreetingCodec.Greeting;
import io.github.taskhost.test.contract.support.HostParts;
import io.github.taskhost.test.contract.support.RecordingExecutor.Operation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Results of a type, from the value of the body or from the record. */
abstract class ResultsContract extends AbstractKindContract {

	@Override
	protected HostParts parts() {
		return super.parts().withHandlers(new Returning("greeting", new Greeting("ann")), new Returning("number", 7),
				new Returning("nothing", null), new Returning("json", new JsonPayload("{\"name\":\"ann\"}")));
	}

	private <R> BackgroundTaskHandle<R> ended(String kind, Class<R> type) throws InterruptedException {
		BackgroundTaskHandle<R> task = this.host.session("s1").submit(TaskRequest.of(kind), type);
		task.await(PATIENCE);
		return task;
	}

	private BackgroundTaskHandle<@Nullable Object> found(BackgroundTaskHandle<?> task) {
		return this.host.session("s1").task(task.id());
	}

	@Test
	void valueOfTheTypeIsReturnedAsItIs() throws Exception {
		assertThat(ended("greeting", Greeting.class).result()).isEqualTo(new Greeting("ann"));
		BackgroundTaskHandle<@Nullable Object> untyped = this.host.submit("s1", TaskRequest.of("number"));
		untyped.await(PATIENCE);
		assertThat(untyped.result(Integer.class)).isEqualTo(7);
		assertThat(untyped.result(int.class)).isEqualTo(7);
		assertThat(untyped.result(Number.class)).isSameAs(untyped.result());
	}

	@Test
	void handleThatWasFoundReadsTheRecord() throws Exception {
		BackgroundTaskHandle<Greeting> task = ended("greeting", Greeting.class);
		assertThat(found(task).result(Greeting.class)).isEqualTo(new Greeting("ann"));
		assertThat(found(task).result(JsonPayload.class).text()).isEqualTo("{\"name\":\"ann\"}");
		assertThatExceptionOfType(TaskStateException.class).isThrownBy(found(task)::result)
			.withMessageContaining("result(Type.class)");
	}

	@Test
	void valueOfAnotherTypeIsReadFromTheRecord() throws Exception {
		BackgroundTaskHandle<Greeting> task = ended("greeting", Greeting.class);
		assertThat(task.result(JsonPayload.class).text()).isEqualTo("{\"name\":\"ann\"}");
		assertThatExceptionOfType(TaskStateException.class).isThrownBy(() -> task.result(Integer.class))
			.withMessageContainingAll(task.id(), "java.lang.Integer");
	}

	@Test
	void handleOfAnIdempotencyKeyHasTheTypedResult() throws Exception {
		TaskRequest once = TaskRequest.of("greeting").idempotencyKey("k", IdempotencyPolicy.UNTIL_SUCCESS);
		BackgroundTaskHandle<Greeting> first = this.host.submit("s1", once, Greeting.class);
		first.await(PATIENCE);
		BackgroundTaskHandle<Greeting> second = this.host.submit("s1", once, Greeting.class);
		assertThat(second.uid()).isEqualTo(first.uid());
		assertThat(second.result()).isEqualTo(new Greeting("ann"));
	}

	@Test
	void resultThatAnExecutorReportedIsRead() throws Exception {
		BackgroundTaskHandle<Greeting> task = this.host.submit("s1", request("t1"), Greeting.class);
		TaskReporter reporter = this.remote.await("t1", Operation.START).reporter();
		reporter.result(new Greeting("bob"));
		assertThatExceptionOfType(TaskStateException.class).isThrownBy(task::result)
			.withMessageContainingAll("'t1'", "has not ended");
		reporter.complete(null);
		task.await(PATIENCE);
		assertThat(task.result()).isEqualTo(new Greeting("bob"));
	}

	@Test
	void omittedResultSaysWhy() throws Exception {
		BackgroundTaskHandle<Greeting> task = ended("number", Greeting.class);
		assertThatExceptionOfType(TaskStateException.class).isThrownBy(task::result)
			.withMessageContainingAll(task.id(), "it is no greeting");
		assertThatExceptionOfType(TaskStateException.class).isThrownBy(() -> found(task).result(Integer.class))
			.withMessageContaining("it is no greeting");
	}

	@Test
	void absentResultIsAnError() throws Exception {
		BackgroundTaskHandle<Greeting> task = ended("nothing", Greeting.class);
		assertThatExceptionOfType(TaskStateException.class).isThrownBy(task::result)
			.withMessageContainingAll(task.id(), "completed without one");
	}

	@Test
	void resultThatDoesNotFitTheTypeIsAnError() throws Exception {
		BackgroundTaskHandle<@Nullable Object> task = started("t1");
		TaskReporter reporter = this.remote.await("t1", Operation.START).reporter();
		reporter.result(new Greeting("\"}"));
		reporter.complete(null);
		task.await(PATIENCE);
		assertThatExceptionOfType(TaskStateException.class).isThrownBy(() -> task.result(Greeting.class))
			.withMessageContainingAll("'t1'", Greeting.class.getName(), "name: must be a text")
			.withCauseInstanceOf(InvalidTaskArgumentException.class);
	}

	@Test
	void failedTaskHasNoResultOfAType() throws Exception {
		BackgroundTaskHandle<Greeting> task = this.host.submit("s1",
				TaskRequest.of(BackgroundTaskRegistration.ofKind("greeting").id("failing").build()), Greeting.class);
		task.await(PATIENCE);
		assertThatExceptionOfType(TaskStateException.class).isThrownBy(task::result)
			.withMessageContainingAll("'failing'", "no greeting today")
			.havingCause()
			.isSameAs(task.failure().orElseThrow());
	}

	/**
	 * A handler that returns a value, or fails for the task {@code failing}.
	 *
	 * @param kind the kind
	 * @param value the value
	 */
	private record Returning(String kind, @Nullable Object value) implements BackgroundTaskHandler<JsonPayload> {

		@Override
		public Class<JsonPayload> inputType() {
			return JsonPayload.class;
		}

		@Override
		public @Nullable Object run(JsonPayload input, BackgroundTaskContext context) {
			if (context.taskId().equals("failing")) {
				throw new IllegalStateException("no greeting today");
			}
			return this.value;
		}

	}

}
