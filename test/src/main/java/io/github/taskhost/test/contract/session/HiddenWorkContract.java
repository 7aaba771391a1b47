package io.github.taskhost.test.contract.session;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;

import io.github.taskhost.error.HiddenTaskException;
import io.github.taskhost.error.TaskAwaitTimeoutException;
import io.github.taskhost.error.TaskStateException;
import io.github.taskhost.test.contract.support.AbstractHostContract;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

/** Hidden work. */
abstract class HiddenWorkContract extends AbstractHostContract {

	@Test
	void hiddenWorkIsCountedWithoutARecord() throws Exception {
		this.host.spawnHidden("s1", "work", this.release::await);
		assertThat(this.host.statistics().hidden()).isEqualTo(1);
		assertThat(this.host.listManaged("s1")).isEmpty();
		this.release.countDown();
		this.host.awaitHidden("s1", PATIENCE);
		assertThat(this.host.statistics().hidden()).isZero();
		assertThat(this.events.all()).isEmpty();
	}

	@Test
	void hiddenWorkCannotCloseItsOwnSession() throws Exception {
		CompletableFuture<@Nullable Throwable> refusal = new CompletableFuture<>();
		this.host.spawnHidden("s1", "closes", () -> {
			refusal.complete(catchThrowable(() -> this.host.closeSession("s1", null)));
			this.host.closeSession("s2", null);
		});
		this.host.awaitHidden("s1", PATIENCE);
		assertThat(refusal.get()).isInstanceOf(TaskStateException.class)
			.hasMessageContaining("'s1'")
			.hasMessageContaining("from another thread");
		this.host.spawnHidden("s1", "work", () -> {
		});
		assertThat(this.host.closeSession("s1", null).interrupted()).isEmpty();
	}

	@Test
	void awaitIncludesWorkThatIsStartedMeanwhile() throws Exception {
		CountDownLatch first = new CountDownLatch(1);
		AtomicReference<@Nullable String> done = new AtomicReference<>();
		this.host.spawnHidden("s1", "first", () -> {
			first.await();
			this.host.spawnHidden("s1", "second", () -> {
				this.release.await();
				done.set("second");
			});
		});
		CompletableFuture<?> waiter = CompletableFuture.runAsync(() -> awaitHidden());
		first.countDown();
		this.release.countDown();
		waiter.get();
		assertThat(done).hasValue("second");
	}

	private void awaitHidden() {
		try {
			this.host.awaitHidden("s1", PATIENCE);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void firstFailureIsThrownWithTheOthersSuppressed() throws Exception {
		CountDownLatch firstFailed = new CountDownLatch(1);
		this.host.spawnHidden("s1", "gate", this.release::await);
		this.host.spawnHidden("s1", "one", () -> {
			firstFailed.countDown();
			throw new IllegalStateException("one");
		});
		await(firstFailed);
		this.host.spawnHidden("s1", "two", () -> {
			this.release.countDown();
			throw new IllegalArgumentException("two");
		});
		assertThatExceptionOfType(HiddenTaskException.class).isThrownBy(() -> this.host.awaitHidden("s1", PATIENCE))
			.satisfies((ex) -> assertThat(ex.getSuppressed()).hasSize(1))
			.withMessageContaining("2 hidden task(s)");
		this.host.awaitHidden("s1", PATIENCE);
	}

	@Test
	void everyWaiterGetsTheFailureAfterAllWorkEnded() throws Exception {
		this.host.spawnHidden("s1", "fails", () -> {
			this.release.await();
			throw new IllegalStateException("broken");
		});
		CompletableFuture<?> one = new CompletableFuture<>();
		CompletableFuture<?> two = new CompletableFuture<>();
		for (CompletableFuture<?> waiter : List.of(one, two)) {
			Thread thread = Thread.ofPlatform().start(() -> {
				try {
					awaitHidden();
					waiter.complete(null);
				}
				catch (HiddenTaskException ex) {
					waiter.completeExceptionally(ex);
				}
			});
			while (thread.getState() != Thread.State.TIMED_WAITING) {
				Thread.onSpinWait();
			}
		}
		assertThat(one).isNotDone();
		assertThat(two).isNotDone();
		this.release.countDown();
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(one::get)
			.withCauseInstanceOf(HiddenTaskException.class);
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(two::get)
			.withCauseInstanceOf(HiddenTaskException.class);
	}

	@Test
	void failureWithoutAWaiterIsKeptForTheNextWaiter() throws Exception {
		CountDownLatch failed = new CountDownLatch(1);
		this.host.spawnHidden("s1", "fails", () -> {
			failed.countDown();
			throw new IllegalStateException("broken");
		});
		await(failed);
		assertThatExceptionOfType(HiddenTaskException.class).isThrownBy(() -> this.host.awaitHidden("s1", PATIENCE))
			.withCauseInstanceOf(IllegalStateException.class);
	}

	@Test
	void awaitTimesOut() {
		this.host.spawnHidden("s1", "slow", this.release::await);
		assertThatExceptionOfType(TaskAwaitTimeoutException.class)
			.isThrownBy(() -> this.host.awaitHidden("s1", Duration.ZERO));
	}

	@Test
	void hiddenWorkCannotAwaitItself() throws Exception {
		CompletableFuture<@Nullable Throwable> thrown = new CompletableFuture<>();
		this.host.spawnHidden("s1", "self", () -> {
			try {
				this.host.awaitHidden("s1", PATIENCE);
				thrown.complete(null);
			}
			catch (TaskStateException ex) {
				thrown.complete(ex);
			}
		});
		assertThat(thrown.get()).isInstanceOf(TaskStateException.class);
	}

}
