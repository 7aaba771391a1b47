package io.github.taskhost.local;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.SessionCloseReport;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.kind.KindOptions;
import io.github.taskhost.local.table.TableChange;
import io.github.taskhost.spi.BackgroundTaskMetricsRecorder;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.ClosePolicy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Code of the application that closes the session of the task that is being spawned. */
class SpawnAdmissionTests extends LocalHostTest {

	private final TableWithPoints table = new TableWithPoints();

	private final AtomicReference<@Nullable SessionCloseReport> report = new AtomicReference<>();

	private void closeOnce() {
		if (this.report.get() == null) {
			this.report.set(host().closeSession("s1", null));
		}
	}

	private static BackgroundTaskRegistration single(String id) {
		return BackgroundTaskRegistration.ofKind("single").id(id).closePolicy(ClosePolicy.CANCEL).build();
	}

	/** The slot becomes free after the spawn saw none and before it queues its task. */
	@Test
	void listenerMayCloseTheSessionWhenTheSpawnGetsASlot() throws Exception {
		start((builder) -> builder.table(this.table)
			.options(options().withKinds(Map.of("single", KindOptions.NONE.withMaxConcurrent(1))))
			.addListener((event) -> {
				if (event instanceof BackgroundTaskEvent.StateChanged && event.record().id().equals("t2")) {
					closeOnce();
				}
			}));
		AtomicReference<@Nullable Thread> first = new AtomicReference<>();
		CountDownLatch running = new CountDownLatch(1);
		host().session("s0").spawn(single("t1"), (context) -> {
			first.set(Thread.currentThread());
			running.countDown();
			awaitIgnoringInterrupts(this.release);
			return null;
		});
		await(running);
		this.table.after((change) -> change instanceof TableChange.Insert, () -> {
			this.release.countDown();
			assertThatEnds(Objects.requireNonNull(first.get()));
		});
		BackgroundTaskHandle<String> second = session().spawn(single("t2"), (context) -> {
			context.sleep(PATIENCE);
			return "slept";
		});
		assertThat(second.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.CANCELLED);
		assertThat(Objects.requireNonNull(this.report.get()).cancelled()).containsExactly("t2");
		assertThat(session().spawn(single("t3"), (context) -> "done").await(PATIENCE).state())
			.isEqualTo(BackgroundTaskState.COMPLETED);
	}

	private static void assertThatEnds(Thread thread) {
		try {
			assertThat(thread.join(PATIENCE)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

	@Test
	void recorderMayCloseTheSessionOfANewTask() throws Exception {
		start((builder) -> builder.metrics(new BackgroundTaskMetricsRecorder() {

			@Override
			public void transition(@Nullable BackgroundTaskRecord before, BackgroundTaskRecord after) {
				closeOnce();
			}

		}));
		BackgroundTaskRegistration kept = BackgroundTaskRegistration.ofKind("other")
			.closePolicy(ClosePolicy.KEEP)
			.build();
		assertThat(session().spawn(kept, (context) -> "done").await(PATIENCE).state())
			.isEqualTo(BackgroundTaskState.COMPLETED);
		assertThat(Objects.requireNonNull(this.report.get()).kept()).hasSize(1);
	}

	@Test
	void listenerMayCloseTheSessionWhenNoThreadCanBeStarted() throws Exception {
		start((builder) -> builder.threads((work) -> {
			throw new InternalError("no thread is left");
		}, Thread.ofPlatform().factory()).addListener((event) -> {
			if (event instanceof BackgroundTaskEvent.Failed) {
				closeOnce();
			}
		}));
		assertThat(session().spawn(named("t1"), (context) -> "never").await(PATIENCE).state())
			.isEqualTo(BackgroundTaskState.FAILED);
		assertThat(this.report.get()).isNotNull();
	}

}
