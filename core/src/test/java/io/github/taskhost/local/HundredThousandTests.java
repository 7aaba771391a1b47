package io.github.taskhost.local;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import io.github.taskhost.BackgroundTask;
import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.test.contract.support.ThreadDump;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** A hundred thousand waiting tasks that are cancelled at once. */
@Timeout(300)
class HundredThousandTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private final LocalBackgroundTaskHost host = LocalBackgroundTaskHost.builder().build();

	private final CountDownLatch release = new CountDownLatch(1);

	@TempDir
	@SuppressWarnings("NullAway.Init")
	Path folder;

	private ThreadDump before;

	@BeforeEach
	void seeWhatThereIs() {
		this.before = ThreadDump.take(this.folder);
	}

	@AfterEach
	void stop() {
		this.release.countDown();
		this.host.close();
	}

	private List<BackgroundTaskHandle<@Nullable Void>> park(int count, BackgroundTask<@Nullable Void> body)
			throws InterruptedException {
		CountDownLatch running = new CountDownLatch(count);
		List<BackgroundTaskHandle<@Nullable Void>> tasks = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			tasks.add(this.host.session("s" + i % 10).spawn("other", (context) -> {
				running.countDown();
				return body.run(context);
			}));
		}
		assertThat(running.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
		return tasks;
	}

	private void cancelAll() {
		for (int i = 0; i < 10; i++) {
			this.host.session("s" + i).cancelAllNow(null);
		}
	}

	private long threads() {
		return ThreadDump.take(this.folder).without(this.before).threads().size();
	}

	@Test
	void allAreCancelledAndNoThreadIsLeft() throws Exception {
		int count = 100_000;
		long begin = System.nanoTime();
		List<BackgroundTaskHandle<@Nullable Void>> tasks = park(count, (context) -> {
			if (context.uid().getLeastSignificantBits() % 2 == 0) {
				context.sleep(Duration.ofDays(1));
			}
			this.release.await();
			return null;
		});
		report("spawned", begin);
		assertThat(threads()).as("threads that the dump lists").isGreaterThanOrEqualTo(count);
		long cancel = System.nanoTime();
		cancelAll();
		assertThat(tasks).extracting(BackgroundTaskHandle::record)
			.extracting(BackgroundTaskRecord::state)
			.containsOnly(BackgroundTaskState.CANCELLED);
		report("cancelled", cancel);
		this.host.awaitIdle(PATIENCE);
		assertThat(left(PATIENCE)).isEmpty();
		report("no thread left", cancel);
		HostChecks.assertIdle(this.host);
		assertThat(this.host.statistics().retained()).isEqualTo(count);
	}

	private static void report(String what, long since) {
		System.out.println("100,000 " + what + " after " + (System.nanoTime() - since) / 1_000_000 + " ms");
	}

	private List<String> left(Duration patience) {
		return ThreadDump.leftSince(this.before, this.folder, patience)
			.threads()
			.stream()
			.map(ThreadDump.Seen::name)
			.filter((name) -> !name.equals("taskhost-timer"))
			.toList();
	}

	@Test
	void canaryIgnoredInterruptIsFound() throws Exception {
		AtomicReference<@Nullable UUID> ignorant = new AtomicReference<>();
		park(100, (context) -> {
			if (ignorant.compareAndSet(null, context.uid())) {
				awaitIgnoringInterrupts();
			}
			this.release.await();
			return null;
		});
		cancelAll();
		while (this.host.statistics().unresponsive() > 1) {
			Thread.yield();
		}
		List<String> left = left(Duration.ofMillis(100));
		while (left.size() > 1) {
			left = left(Duration.ZERO);
		}
		assertThat(left).containsExactly("taskhost-other-" + ignorant.get());
		assertThat(this.host.statistics().unresponsive()).isEqualTo(1);
	}

	private void awaitIgnoringInterrupts() {
		while (this.release.getCount() > 0) {
			try {
				this.release.await();
			}
			catch (InterruptedException ex) {
				// ignored on purpose
			}
		}
	}

}
