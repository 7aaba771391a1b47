package io.github.taskhost.test.contract.body;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;

import io.github.taskhost.config.BackgroundTaskHostOptions;
import io.github.taskhost.config.ShutdownOptions;
import io.github.taskhost.spi.TaskContextPropagator;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.test.contract.support.AbstractHostContract;
import io.github.taskhost.test.contract.support.HostParts;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Context propagators that do not return. */
abstract class ContextHangsContract extends AbstractHostContract {

	private final CountDownLatch captures = new CountDownLatch(1);

	private volatile boolean hangs;

	@Override
	protected HostParts parts() {
		return HostParts.NONE.withPropagators(() -> {
			if (this.hangs) {
				this.captures.countDown();
				awaitRelease();
			}
			return (task) -> new TaskContextPropagator.Scope() {

				@Override
				public void transition(BackgroundTaskRecord before, BackgroundTaskRecord after) {
					if (after.id().equals("hangs")) {
						awaitRelease();
					}
				}

				@Override
				public void close(@Nullable BackgroundTaskRecord record, @Nullable Throwable thrown) {
					// nothing to close
				}

			};
		});
	}

	@Override
	protected BackgroundTaskHostOptions options() {
		return super.options().withShutdown(new ShutdownOptions(Duration.ofMillis(20), Duration.ofMillis(20)));
	}

	private void awaitRelease() {
		boolean released = false;
		while (!released) {
			try {
				this.release.await();
				released = true;
			}
			catch (InterruptedException ex) {
				// the propagator ignores interrupts
			}
		}
	}

	private void spawnInTheBackground(Runnable spawn) throws InterruptedException {
		this.hangs = true;
		Thread.startVirtualThread(spawn);
		await(this.captures);
	}

	private void assertCloseAndStopReturn() {
		assertThat(this.host.closeSession("s1", null).cancelled()).isEmpty();
		factory().stop(this.host);
	}

	@Test
	void captureOfASpawnHoldsUpNeitherCloseNorStop() throws Exception {
		spawnInTheBackground(() -> this.host.spawnManaged("s1", named("t1"), waiting()));
		assertCloseAndStopReturn();
	}

	@Test
	void captureOfHiddenWorkHoldsUpNeitherCloseNorStop() throws Exception {
		spawnInTheBackground(() -> this.host.spawnHidden("s1", "hidden", () -> {
		}));
		assertCloseAndStopReturn();
	}

	@Test
	void scopeThatHangsHoldsUpNoStop() throws Exception {
		CountDownLatch running = new CountDownLatch(2);
		for (String id : new String[] { "hangs", "other" }) {
			this.host.spawnManaged("s1", named(id), (context) -> {
				running.countDown();
				return waiting().run(context);
			});
		}
		await(running);
		factory().stop(this.host);
		assertThat(record("s1", "hangs").state()).isEqualTo(BackgroundTaskState.CANCELLED);
		assertThat(record("s1", "other").state()).isEqualTo(BackgroundTaskState.CANCELLED);
	}

}
