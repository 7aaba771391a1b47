package io.github.taskhost.local;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;

import io.github.taskhost.config.RetentionOptions;
import io.github.taskhost.error.HiddenTaskException;
import io.github.taskhost.error.TaskRejectedException;
import io.github.taskhost.local.table.TableChange;
import io.github.taskhost.task.BackgroundTaskState;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** A session without work and records is removed, in any order of the last steps. */
class SessionTidyTests extends LocalHostTest {

	/** A factory of threads whose start returns after they have ended. */
	private static final ThreadFactory AT_ONCE = (work) -> new Thread(work) {

		@Override
		public void start() {
			super.start();
			try {
				join();
			}
			catch (InterruptedException ex) {
				throw new AssertionError(ex);
			}
		}

	};

	@Test
	void hiddenWorkThatEndsBeforeSpawnReturnsLeavesNoSession() {
		start((builder) -> builder.threads(AT_ONCE, AT_ONCE));
		session().spawnHidden("quick", () -> {
		});
		assertThat(host().statistics().sessions()).isZero();
	}

	@Test
	void refusedHiddenWorkLeavesNoSession() throws Exception {
		start((builder) -> builder.options(options().withLimits((limits) -> limits.withHiddenTasks(1, 1))));
		CountDownLatch running = new CountDownLatch(1);
		session().spawnHidden("first", () -> {
			running.countDown();
			awaitIgnoringInterrupts(this.release);
		});
		await(running);
		for (int i = 0; i < 3; i++) {
			String other = "other-" + i;
			assertThatExceptionOfType(TaskRejectedException.class)
				.isThrownBy(() -> host().session(other).spawnHidden("refused", () -> {
				}));
		}
		assertThat(host().statistics().sessions()).isEqualTo(1);
	}

	@Test
	void taskRemovedBeforeItsAdmissionEndsLeavesNoSession() throws Exception {
		TableWithPoints table = new TableWithPoints();
		start((builder) -> builder.table(table));
		table.after((change) -> change instanceof TableChange.Insert, () -> host().unregisterExternal("s1", "t1"));
		host().registerExternal("s1", named("t1"), null);
		assertThat(host().listManaged("s1")).isEmpty();
		assertThat(host().statistics().live()).isZero();
		assertThat(host().statistics().sessions()).isZero();
	}

	private void failHidden(String session) {
		host().session(session).spawnHidden("fails", () -> {
			throw new IllegalStateException("meant to fail");
		});
	}

	@Test
	void failuresOfHiddenWorkAreBoundedInAllTheOldestGoFirst() throws Exception {
		start((builder) -> builder.threads(AT_ONCE, AT_ONCE)
			.options(options().withLimits((limits) -> limits.withHiddenTasks(3, 2))));
		for (int i = 0; i < 10; i++) {
			failHidden("s" + i);
		}
		assertThat(host().statistics().sessions()).isEqualTo(3);
		host().awaitHidden("s6", PATIENCE);
		assertThatExceptionOfType(HiddenTaskException.class).isThrownBy(() -> host().awaitHidden("s7", PATIENCE));
		assertThat(host().statistics().sessions()).isEqualTo(2);
		failHidden("s9");
		failHidden("s9");
		failHidden("s9");
		assertThat(host().statistics().sessions()).isEqualTo(2);
		assertThatExceptionOfType(HiddenTaskException.class).isThrownBy(() -> host().awaitHidden("s9", PATIENCE))
			.withMessageContaining("4 hidden task(s)");
		assertThatExceptionOfType(HiddenTaskException.class).isThrownBy(() -> host().awaitHidden("s8", PATIENCE));
		assertThat(host().statistics().sessions()).isZero();
	}

	@Test
	void failuresOfHiddenWorkAreForgottenWithRecordsOfTheirAge() throws Exception {
		start((builder) -> builder.threads(AT_ONCE, AT_ONCE));
		failHidden("s1");
		this.timer.advance(options().retention().maxAge().dividedBy(2));
		host().awaitIdle(PATIENCE);
		failHidden("s2");
		assertThat(host().statistics().sessions()).isEqualTo(2);
		this.timer.advance(options().retention().maxAge().dividedBy(2).plusMinutes(1));
		host().awaitIdle(PATIENCE);
		assertThat(host().statistics().sessions()).isEqualTo(1);
		host().awaitHidden("s1", PATIENCE);
		assertThatExceptionOfType(HiddenTaskException.class).isThrownBy(() -> host().awaitHidden("s2", PATIENCE));
	}

	@Test
	void sessionsAndRecordsAreRemovedWithoutRetention() throws Exception {
		start((builder) -> builder.threads(AT_ONCE, AT_ONCE)
			.options(options().withRetention(new RetentionOptions(options().retention().maxAge(), 0))));
		for (int i = 0; i < 2_000; i++) {
			host().session("s" + i % 7).spawn("other", (context) -> "quick").await(PATIENCE);
		}
		assertThat(host().statistics().retained()).isZero();
		assertThat(host().statistics().sessions()).isZero();
		assertThat(host().statistics().live("other", BackgroundTaskState.RUNNING)).isZero();
	}

}
