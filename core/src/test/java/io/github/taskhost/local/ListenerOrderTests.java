package io.github.taskhost.local;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.taskhost.config.ControlOptions;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.event.BackgroundTaskListener;
import io.github.taskhost.event.SessionWake;
import io.github.taskhost.spi.BackgroundTaskMetricsRecorder;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.WakePolicy;
import io.github.taskhost.test.contract.support.RecordingExecutor;
import io.github.taskhost.test.contract.support.RecordingExecutor.Operation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The order in which the parts of the host act on a change. */
class ListenerOrderTests extends LocalHostTest {

	private static final Duration CALL_TIMEOUT = Duration.ofSeconds(17);

	private final List<String> wakes = new CopyOnWriteArrayList<>();

	private final BackgroundTaskListener listener = new BackgroundTaskListener() {

		@Override
		public void onEvent(BackgroundTaskEvent event) {
			// the wakes are of interest
		}

		@Override
		public void onWake(SessionWake wake) {
			ListenerOrderTests.this.wakes.add(wake.taskId());
		}

	};

	private void registerFamily() {
		host().registerExternal("s1",
				BackgroundTaskRegistration.ofKind("other").id("parent").wakePolicy(WakePolicy.ON_TERMINAL).build(),
				null);
		host().registerExternal("s1",
				BackgroundTaskRegistration.ofKind("other")
					.id("child")
					.parentTaskId("parent")
					.wakePolicy(WakePolicy.ON_TERMINAL)
					.build(),
				null);
	}

	@Test
	void wakeOfAParentPrecedesThoseOfItsDescendants() {
		start((builder) -> builder.addListener(this.listener));
		registerFamily();
		host().cancelManaged("s1", "parent");
		assertThat(this.wakes).containsExactly("parent", "child");
	}

	@Test
	void recorderThatThrowsAtADescendantLosesNoWake() {
		start((builder) -> builder.addListener(this.listener).metrics(new BackgroundTaskMetricsRecorder() {

			@Override
			public void transition(@Nullable BackgroundTaskRecord before, BackgroundTaskRecord after) {
				if (after.id().equals("child") && after.state().isTerminal()) {
					throw new IllegalStateException("recorder");
				}
			}

		}));
		registerFamily();
		host().cancelManaged("s1", "parent");
		assertThat(this.wakes).containsExactly("parent", "child");
	}

	@Test
	void nextAttemptStartsAfterTheRecorderSawTheEndOfTheOneBefore() throws Exception {
		RecordingExecutor remote = RecordingExecutor.of("remote").reattachable();
		AtomicBoolean startedEarly = new AtomicBoolean();
		start((builder) -> builder.addExecutor(remote)
			.options(options().withControl(new ControlOptions(CALL_TIMEOUT, 0, Duration.ofMinutes(1))))
			.metrics(new BackgroundTaskMetricsRecorder() {

				@Override
				public void transition(@Nullable BackgroundTaskRecord before, BackgroundTaskRecord after) {
					if (after.state() == BackgroundTaskState.PENDING) {
						startedEarly.set(ListenerOrderTests.this.timer.isScheduled(CALL_TIMEOUT));
					}
				}

			}));
		host().registerExternal("s1", BackgroundTaskRegistration.ofKind("remote").id("t1").build(), null);
		host().reattach("t1");
		remote.await("t1", Operation.START);
		assertThat(startedEarly).isFalse();
	}

}
