package io.github.taskhost.local;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

import io.github.taskhost.BackgroundTask;
import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.HostPhase;
import io.github.taskhost.error.HiddenTaskException;
import io.github.taskhost.event.BackgroundTaskFilter;
import io.github.taskhost.event.BackgroundTaskSubscription;
import io.github.taskhost.local.StartStopStress.Taken;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.test.contract.support.ThreadDump;
import io.github.taskhost.test.contract.support.Watchdog;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** A host that many threads start, stop and use. */
class StartStopTests {

	private static final int ROUNDS = Integer.getInteger("taskhost.rounds", 50);

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static final Path DUMPS = Path.of("target", "thread-dumps");

	@TempDir
	@SuppressWarnings("NullAway.Init")
	Path folder;

	private ThreadDump before;

	private int tasks;

	@BeforeEach
	void seeWhatThereIs() {
		this.before = ThreadDump.take(this.folder);
	}

	private LocalBackgroundTaskHost storm(int threads, int rounds, BackgroundTask<@Nullable Void> body)
			throws Exception {
		long seed = Long.getLong("taskhost.seed", System.nanoTime());
		System.out.println("Start and stop: -Dtaskhost.seed=" + seed);
		LocalBackgroundTaskHost host = LocalBackgroundTaskHost.builder().options(StartStopStress.options()).build();
		List<Taken> taken = Watchdog.run(PATIENCE, DUMPS,
				new StartStopStress(host, threads, rounds, body).actions(seed));
		host.close();
		endWhatIsNotTheHosts(host);
		assertThat(taken).flatExtracting(Taken::tasks)
			.allMatch((task) -> ((BackgroundTaskHandle<?>) task).record().state().isTerminal());
		assertThat(taken).flatExtracting(Taken::subscriptions).allMatch((reader) -> hasEnded(reader));
		this.tasks = taken.stream().mapToInt((each) -> each.tasks().size()).sum();
		return host;
	}

	/** Reported work stays live, and failures of hidden work are kept. */
	private static void endWhatIsNotTheHosts(LocalBackgroundTaskHost host) throws InterruptedException {
		for (BackgroundTaskRecord record : HostChecks.records(host, BackgroundTaskFilter.live())) {
			assertThat(record.mode().isReported()).as("only reported work outlives a stop: %s", record).isTrue();
			host.markTerminal(record.sessionId(), record.id(), BackgroundTaskState.COMPLETED);
		}
		for (int i = 0; i < 5; i++) {
			try {
				host.awaitHidden("s" + i, PATIENCE);
			}
			catch (HiddenTaskException ex) {
				assertThat(ex).hasCauseInstanceOf(InterruptedException.class);
			}
		}
	}

	private static boolean hasEnded(BackgroundTaskSubscription reader) {
		try {
			while (reader.next(Duration.ZERO).isPresent()) {
				assertThat(reader.takeLost()).isNotNegative();
			}
			return reader.isEnded();
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

	private List<String> threadsLeft(Duration patience) {
		return ThreadDump.leftSince(this.before, this.folder, patience)
			.threads()
			.stream()
			.map(ThreadDump.Seen::name)
			.toList();
	}

	@Test
	void stoppedHostHasNoWorkLeftAndRestarts() throws Exception {
		LocalBackgroundTaskHost host = storm(10, ROUNDS, StartStopStress.interruptible());
		assertThat(this.tasks).as("tasks that were taken").isGreaterThan(ROUNDS);
		assertThat(threadsLeft(PATIENCE)).isEmpty();
		HostChecks.assertIdle(host);
		assertThat(host.phase()).isEqualTo(HostPhase.STOPPED);
		host.start();
		assertThat(host.session("again").spawn("limited", (context) -> "yes").await(PATIENCE).state())
			.isEqualTo(BackgroundTaskState.COMPLETED);
		host.close();
	}

	@Test
	void canaryLeftThreadIsFound() throws Exception {
		CountDownLatch end = new CountDownLatch(1);
		BackgroundTask<@Nullable Void> leaking = (context) -> {
			Thread.ofVirtual().name("taskhost-leaked").start(() -> awaitQuietly(end));
			return StartStopStress.interruptible().run(context);
		};
		storm(2, 10, leaking);
		try {
			assertThat(threadsLeft(Duration.ofMillis(100))).contains("taskhost-leaked");
		}
		finally {
			end.countDown();
		}
	}

	@Test
	void canaryStuckThreadIsFoundInTheDump() throws Exception {
		CountDownLatch end = new CountDownLatch(1);
		Thread stuck = Thread.ofVirtual().name("taskhost-stuck").start(() -> awaitQuietly(end));
		try {
			List<Callable<Boolean>> actions = List.of(() -> true, () -> stuck.join(PATIENCE));
			assertThatExceptionOfType(AssertionError.class)
				.isThrownBy(() -> Watchdog.run(Duration.ofMillis(50), this.folder, actions))
				.withMessageContaining("all threads are in " + this.folder);
			try (Stream<Path> dumps = Files.list(this.folder)) {
				assertThat(Files.readString(dumps.findFirst().orElseThrow())).contains("taskhost-stuck", "awaitQuietly",
						"\"watched\"");
			}
		}
		finally {
			end.countDown();
		}
	}

	private static void awaitQuietly(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
