package io.github.taskhost.local.executor;

import java.util.concurrent.atomic.AtomicReference;

import io.github.taskhost.local.executor.ControlCall.GivenUpException;
import io.github.taskhost.local.executor.ControlCall.HeldException;
import io.github.taskhost.local.executor.ControlCall.Operation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

import static org.assertj.core.api.Assertions.assertThat;

/** Calls that are given up at the start of the next attempt. */
class ControlCallTests {

	private static @Nullable Throwable run(ControlCall call) throws InterruptedException {
		AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
		Thread thread = Thread.ofVirtual().start(() -> failure.set(call.run("call")));
		thread.join();
		return failure.get();
	}

	@Test
	void deliveryThatWasGivenUpBeforeItBeganWaits() throws Exception {
		ControlCall call = new ControlCall(Operation.DELIVER, () -> {
			throw new AssertionError("The call began");
		});
		call.interrupt();
		assertThat(run(call)).isInstanceOf(HeldException.class);
	}

	@ParameterizedTest
	@EnumSource(mode = Mode.EXCLUDE, names = "DELIVER")
	void otherCallThatWasGivenUpBeforeItBeganIsOver(Operation operation) throws Exception {
		ControlCall call = new ControlCall(operation, () -> {
			throw new AssertionError("The call began");
		});
		call.interrupt();
		assertThat(run(call)).isInstanceOf(GivenUpException.class);
	}

	@Test
	void deliveryThatIsGivenUpWhileItFindsThatItHasToWaitWaits() throws Exception {
		AtomicReference<@Nullable ControlCall> self = new AtomicReference<>();
		ControlCall call = new ControlCall(Operation.DELIVER, () -> {
			self.get().interrupt();
			throw new HeldException();
		});
		self.set(call);
		assertThat(run(call)).isInstanceOf(HeldException.class);
	}

}
