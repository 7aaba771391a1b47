package io.github.taskhost.local;

import java.util.Map;

import io.github.taskhost.BackgroundTaskContext;
import io.github.taskhost.kind.BackgroundTaskHandler;
import io.github.taskhost.kind.InterruptPolicy;
import io.github.taskhost.kind.InvalidKindOptionException;
import io.github.taskhost.kind.KindOptions;
import io.github.taskhost.task.CancelPolicy;
import io.github.taskhost.task.JsonPayload;
import io.github.taskhost.test.contract.support.RecordingExecutor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Options that have no effect for their kind. */
class KindOptionTests {

	private static final KindOptions EXTERNAL = KindOptions.NONE.withCancelPolicy(CancelPolicy.EXTERNAL);

	@Test
	void externalPolicyIsRefusedForAHandler() {
		assertThatExceptionOfType(InvalidKindOptionException.class)
			.isThrownBy(() -> builder(new Local(EXTERNAL), KindOptions.NONE).build())
			.withMessageContaining("'local'")
			.satisfies((ex) -> assertThat(ex.property()).isEqualTo("taskhost.kinds.local.cancel-policy"));
	}

	@Test
	void optionsOfTheHostOverrideOptionsOfTheKind() {
		KindOptions cooperative = KindOptions.NONE.withCancelPolicy(CancelPolicy.COOPERATIVE);
		try (LocalBackgroundTaskHost host = builder(new Local(EXTERNAL), cooperative).build()) {
			assertThat(host.session("s1")).isNotNull();
		}
	}

	@Test
	void bodyOptionsAreRefusedForAnExecutor() {
		LocalBackgroundTaskHost.Builder builder = LocalBackgroundTaskHost.builder()
			.addExecutor(RecordingExecutor.of("remote").withOptions(KindOptions.NONE.withMaxConcurrent(1)));
		assertThatExceptionOfType(InvalidKindOptionException.class).isThrownBy(builder::build)
			.satisfies((ex) -> assertThat(ex.property()).isEqualTo("taskhost.kinds.remote.max-concurrent"));
	}

	@Test
	void interruptPolicyIsRefusedForAnExecutor() {
		LocalBackgroundTaskHost.Builder builder = LocalBackgroundTaskHost.builder()
			.addExecutor(
					RecordingExecutor.of("remote").withOptions(KindOptions.NONE.withInterrupt(InterruptPolicy.NEVER)));
		assertThatExceptionOfType(InvalidKindOptionException.class).isThrownBy(builder::build)
			.satisfies((ex) -> assertThat(ex.property()).isEqualTo("taskhost.kinds.remote.interrupt"));
	}

	private static LocalBackgroundTaskHost.Builder builder(Local kind, KindOptions own) {
		return LocalBackgroundTaskHost.builder()
			.options(LocalHostTest.options().withKinds(Map.of("local", own)))
			.addHandler(kind);
	}

	private record Local(KindOptions options) implements BackgroundTaskHandler<@Nullable JsonPayload> {

		@Override
		public String kind() {
			return "local";
		}

		@Override
		public Class<JsonPayload> inputType() {
			return JsonPayload.class;
		}

		@Override
		public @Nullable Object run(@Nullable JsonPayload input, BackgroundTaskContext context) {
			return null;
		}

	}

}
