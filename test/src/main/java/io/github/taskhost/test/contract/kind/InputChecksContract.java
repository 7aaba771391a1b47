package io.github.taskhost.test.contract.kind;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.JsonPayload;
import io.github.taskhost.test.contract.support.AbstractKindContract;
import io.github.taskhost.test.contract.support.GreetingCodec;
import io.github.taskhost.test.contract.support.GreetingCodec.Greeting;
import io.github.taskhost.test.contract.support.RecordingExecutor;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Inputs of registrations, which the codec checks whatever operation makes the task.
 */
abstract class InputChecksContract extends AbstractKindContract {

	private static final JsonPayload BROKEN = new JsonPayload("{broken");

	private static final JsonPayload LARGE = new JsonPayload("\"" + "a".repeat(GreetingCodec.MAX_SIZE) + "\"");

	InputChecksContract() {
		super(RecordingExecutor.of("remote").reading(Greeting.class));
	}

	private static BackgroundTaskRegistration with(JsonPayload input) {
		return builder("t1").input(input).build();
	}

	private static void refused(String reason, ThrowingCallable call) {
		assertThatExceptionOfType(InvalidTaskArgumentException.class).isThrownBy(call)
			.withMessageContainingAll("The input of kind '", reason);
	}

	private void nothingHappened() {
		assertThat(this.host.listManaged("s1")).isEmpty();
		assertThat(this.host.statistics().live()).isZero();
		assertThat(this.host.statistics().sessions()).isZero();
		assertThat(this.events.all()).isEmpty();
	}

	@Test
	void inputOfReportedWorkIsChecked() {
		refused("not an object", () -> this.host.registerExternal("s1", with(BROKEN), null));
		refused("not an object", () -> this.host.register("s1", with(BROKEN)));
		refused("more than", () -> this.host.registerExternal("s1", with(LARGE), null));
		refused("more than", () -> this.host.register("s1", with(LARGE)));
		nothingHappened();
	}

	@Test
	void inputOfABodyIsChecked() {
		AtomicInteger runs = new AtomicInteger();
		refused("not an object", () -> this.host.spawnManaged("s1", with(BROKEN), (body) -> runs.incrementAndGet()));
		refused("more than", () -> this.host.spawnManaged("s1", with(LARGE), (body) -> runs.incrementAndGet()));
		assertThat(runs).hasValue(0);
		nothingHappened();
	}

	@Test
	void inputOfAChildIsChecked() throws Exception {
		CountDownLatch refused = new CountDownLatch(2);
		BackgroundTaskHandle<@Nullable Void> parent = this.host.spawnManaged("s1", named("parent"), (body) -> {
			for (JsonPayload input : List.of(BROKEN, LARGE)) {
				refused("", () -> body.spawnChild(with(input), waiting()));
				refused.countDown();
			}
			return null;
		});
		await(refused);
		assertThat(parent.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.COMPLETED);
		assertThat(this.host.listManaged("s1")).hasSize(1);
	}

	/** An idempotency key does not lead past the check. */
	@Test
	void inputIsCheckedBeforeTheKey() {
		this.host.register("s1", builder("t1").idempotencyKey("k").build());
		refused("not an object",
				() -> this.host.register("s1", builder("t2").idempotencyKey("k").input(BROKEN).build()));
	}

	@Test
	void executorCanReadTheInputOfWorkThatWasStartedElsewhere() {
		JsonPayload number = new JsonPayload("1");
		refused("name: must be a text", () -> this.host.register("s1", remote("t1").input(number).build()));
		refused("name: must be a text",
				() -> this.host.registerExternal("s1", remote("t1").input(number).build(), null));
		nothingHappened();
		this.host.registerExternal("s1", remote("t1").input(new JsonPayload("{\"name\":\"ada\"}")).build(), null);
		assertThat(this.host.reporter("s1", "t1").input(Greeting.class)).isEqualTo(new Greeting("ada"));
	}

	/** A body reads its input as it likes, and work without input has none to check. */
	@Test
	void typeOfTheExecutorIsNotRequiredOfOthers() throws Exception {
		BackgroundTaskRegistration registration = remote("t1").input(new JsonPayload("1")).build();
		assertThat(this.host.spawnManaged("s1", registration, (body) -> body.input(JsonPayload.class).text())
			.await(PATIENCE)
			.state()).isEqualTo(BackgroundTaskState.COMPLETED);
		assertThat(this.host.register("s1", remote("t2").build()).input()).isNull();
	}

}
