package io.github.taskhost.local;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import com.sun.management.HotSpotDiagnosticMXBean;
import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.config.RetentionOptions;
import io.github.taskhost.config.ShutdownOptions;
import io.github.taskhost.kind.KindOptions;
import io.github.taskhost.local.body.UnresponsiveThreads;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.local.time.HostThreads;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/** Threads that outlive the end of the record of their task. */
class UnresponsiveTests extends LocalHostTest {

	@TempDir
	@SuppressWarnings("NullAway.Init")
	Path folder;

	private BackgroundTaskHandle<@Nullable Void> ignorant(String id) throws InterruptedException {
		CountDownLatch running = new CountDownLatch(1);
		BackgroundTaskHandle<@Nullable Void> task = session().spawn(named(id), (context) -> {
			running.countDown();
			awaitIgnoringInterrupts(this.release);
			context.status("too late");
			context.complete("too late");
			return null;
		});
		await(running);
		return task;
	}

	private void startWithOneSlot() {
		start((builder) -> builder
			.options(options().withKinds(Map.of("other", KindOptions.NONE.withMaxConcurrent(1)))));
	}

	@Test
	void threadIsLoggedOnceWithItsStackAfterTheGracePeriod() throws Exception {
		Lines lines = new Lines();
		Logger logger = (Logger) LoggerFactory.getLogger(UnresponsiveThreads.class);
		lines.start();
		logger.addAppender(lines);
		try {
			ignorant("t1");
			host().cancelManaged("s1", "t1");
			assertThat(lines.seen).isEmpty();
			this.timer.advance(options().cancel().gracePeriod());
			assertThat(lines.seen.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS)).contains("t1", "s1",
					UnresponsiveTests.class.getName());
			this.timer.advance(options().cancel().gracePeriod().multipliedBy(10));
			assertThat(lines.seen).isEmpty();
		}
		finally {
			logger.detachAppender(lines);
		}
	}

	@Test
	void manyThreadsAreLoggedAsNumbersByPlace() throws Exception {
		try (LogLines lines = LogLines.of(UnresponsiveThreads.class)) {
			start((builder) -> builder
				.options(options().withShutdown(new ShutdownOptions(Duration.ZERO, Duration.ZERO))));
			for (int i = 0; i < 25; i++) {
				ignorant("t" + i);
			}
			host().stop();
			assertThat(lines.warnings()).hasSize(11);
			assertThat(lines.warnings().subList(0, 10)).allMatch((line) -> line.contains("still runs"));
			String summary = lines.warnings().get(10);
			assertThat(summary).contains("15 more tasks", "awaitIgnoringInterrupts");
			assertThat(threadsByPlace(summary)).isEqualTo(15);
		}
	}

	/** The sum over all places: a thread may be between two lines of its loop. */
	private static int threadsByPlace(String summary) {
		return Pattern.compile("(\\d+) at ")
			.matcher(summary)
			.results()
			.mapToInt((place) -> Integer.parseInt(place.group(1)))
			.sum();
	}

	@Test
	void numbersByPlaceAreLoggedAfterAPause() throws Exception {
		try (LogLines lines = LogLines.of(UnresponsiveThreads.class)) {
			for (int i = 0; i < 11; i++) { // the last of them schedules the summary
				ignorant("t" + i);
				host().cancelManaged("s1", "t" + i);
			}
			this.timer.advance(options().cancel().gracePeriod());
			this.timer.awaitScheduled(Duration.ofSeconds(10));
			this.timer.advance(Duration.ofSeconds(10));
			List<String> logged = new ArrayList<>();
			while (logged.size() < 11) {
				logged.add(lines.queue().poll(PATIENCE.toSeconds(), TimeUnit.SECONDS));
			}
			assertThat(logged).filteredOn((line) -> line.contains("still runs")).hasSize(10);
			assertThat(logged).filteredOn((line) -> line.contains("more tasks")).hasSize(1);
		}
	}

	@Test
	void unresponsiveThreadCannotChangeTheRecord() throws Exception {
		startWithOneSlot();
		BackgroundTaskHandle<@Nullable Void> task = ignorant("t1");
		host().cancelManaged("s1", "t1");
		BackgroundTaskRecord end = task.record();
		assertThat(host().unresponsive(1)).containsExactly(end);
		this.release.countDown();
		session().spawn("other", (context) -> "starts when that thread has ended").await(PATIENCE);
		assertThat(task.record()).isSameAs(end);
		assertThat(end.state()).isEqualTo(BackgroundTaskState.CANCELLED);
		assertThat(host().unresponsive(1)).isEmpty();
		assertThat(host().statistics().unresponsive()).isZero();
	}

	@Test
	void noThreadOfABodyIsLeftAfterAStop() throws Exception {
		List<Thread> threads = new CopyOnWriteArrayList<>();
		ThreadFactory factory = (work) -> {
			Thread thread = HostThreads.virtualFactory().newThread(work);
			threads.add(thread);
			return thread;
		};
		start((builder) -> builder.threads(factory, factory));
		String uid = ignorant("t1").uid().toString();
		String running = dump("running");
		for (int i = 0; i < 20; i++) {
			session().spawn("other", (context) -> null);
		}
		this.release.countDown();
		host().close();
		for (Thread thread : threads) {
			assertThat(thread.join(PATIENCE)).isTrue();
		}
		String ofThisHost = "taskhost-other-[0-9a-f-]+" + uid.substring(uid.length() - 8);
		assertThat(threads).hasSize(21);
		assertThat(running).containsPattern(ofThisHost);
		assertThat(dump("stopped")).doesNotContainPattern(ofThisHost);
	}

	/** The ended task whose thread lives is the first whose reports may be dropped. */
	@Test
	void unresponsiveThreadKeepsNoReportsOfOtherTasks() throws Exception {
		TableWithPoints table = new TableWithPoints();
		start((builder) -> builder.table(table)
			.options(options().withRetention(new RetentionOptions(options().retention().maxAge(), 1))));
		BackgroundTaskHandle<@Nullable Void> first = ignorant("t1");
		host().reporter("s1", "t1").output("out", "begun");
		host().cancelManaged("s1", "t1");
		WeakReference<LocalTask> removed = removedWithOutput(table);
		while (removed.get() != null) {
			System.gc();
		}
		assertThat(first.output(0, 10).lines()).hasSize(1);
	}

	private WeakReference<LocalTask> removedWithOutput(TableWithPoints table) throws InterruptedException {
		BackgroundTaskHandle<?> task = session().spawn("other", (context) -> {
			context.output("out", "line");
			return null;
		});
		WeakReference<LocalTask> reference = new WeakReference<>(table.find(task.uid()));
		while (host().find(task.uid()).isPresent()) {
			session().spawn("other", (context) -> null).await(PATIENCE);
		}
		return reference;
	}

	private String dump(String name) throws IOException {
		Path file = this.folder.resolve(name + ".json");
		ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
			.dumpThreads(file.toString(), HotSpotDiagnosticMXBean.ThreadDumpFormat.JSON);
		return Files.readString(file);
	}

	private static final class Lines extends AppenderBase<ILoggingEvent> {

		private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

		@Override
		protected void append(ILoggingEvent event) {
			this.seen.add(event.getFormattedMessage());
		}

	}

}
