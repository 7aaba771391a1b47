package io.github.taskhost.local;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

import io.github.taskhost.BackgroundTaskContext;
import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.kind.KindOptions;
import io.github.taskhost.spi.TaskTimer;
import io.github.taskhost.task.BackgroundTaskState;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Calls in which a body waits are no silence from their first moment. */
class BlockingCallTests extends LocalHostTest {

	private static final Duration HEARTBEAT = Duration.ofSeconds(10);

	private static final Duration PAUSE = Duration.ofSeconds(31);

	@ParameterizedTest
	@EnumSource
	void heartbeatThatIsDueWhileTheCallBeginsFindsTheBodyWaiting(Call call) throws Exception {
		KindOptions watched = KindOptions.NONE.withHeartbeatTimeout(HEARTBEAT);
		start((builder) -> builder.options(options().withKinds(Map.of("other", watched)))
			.timer(new AdvancingTimer(this.timer)));
		BackgroundTaskHandle<String> task = session().spawn(named("t1"), (context) -> {
			call.make(context);
			return "awake";
		});
		this.timer.awaitScheduled(PAUSE.minus(HEARTBEAT));
		this.timer.advance(PAUSE.minus(HEARTBEAT));
		assertThat(task.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.COMPLETED);
	}

	/** A call in which a body waits. */
	enum Call {

		SLEEP, RECEIVE;

		void make(BackgroundTaskContext context) throws InterruptedException {
			if (this == SLEEP) {
				context.sleep(PAUSE);
			}
			else {
				context.receive(PAUSE);
			}
		}

	}

	/** A timer in whose call the time of a heartbeat passes. */
	private final class AdvancingTimer extends ForwardingTimer {

		AdvancingTimer(TaskTimer timer) {
			super(timer);
		}

		@Override
		public Scheduled schedule(Runnable action, Duration delay) {
			Scheduled scheduled = super.schedule(action, delay);
			if (delay.equals(PAUSE)) {
				BlockingCallTests.this.timer.advance(HEARTBEAT);
				while (!HostChecks.isQuiet(host())) {
					LockSupport.parkNanos(100_000);
				}
			}
			return scheduled;
		}

	}

}
