package io.github.taskhost.sample.monitoring;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.TaskRequest;
import io.github.taskhost.TaskSession;
import io.github.taskhost.error.TaskRejectedException;
import io.github.taskhost.event.BackgroundTaskFilter;
import io.github.taskhost.sample.SampleClient;
import io.github.taskhost.sample.SampleClient.Answer;
import io.github.taskhost.sample.States;
import io.github.taskhost.schedule.Schedule;
import io.github.taskhost.schedule.TaskSchedules;
import io.github.taskhost.spi.BackgroundTaskMetricsRecorder;
import io.github.taskhost.spi.HostRepair;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.CancelPolicy;
import io.github.taskhost.task.TaskRetryPolicy;
import org.jspecify.annotations.Nullable;

/**
 * Starts tasks that give every meter a value: the features of the sample through its HTTP
 * API, and all other work through its host. Runs a bounded number of rounds until it is
 * closed.
 */
final class Load implements AutoCloseable {

	private static final int ROUNDS = 1500;

	private static final Duration PAUSE = Duration.ofMillis(200);

	/** The rounds between a pause and a resumption: some due times pass meanwhile. */
	private static final int PAUSED = 15;

	private static final Schedule EACH_SECOND = Schedule.every(Duration.ofSeconds(1));

	private final BackgroundTaskHost host;

	private final BackgroundTaskMetricsRecorder recorder;

	private final SampleClient client;

	private final String health;

	private final CountDownLatch end = new CountDownLatch(1);

	private final AtomicInteger round = new AtomicInteger();

	private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

	private final ScheduledExecutorService rounds = Executors.newSingleThreadScheduledExecutor();

	Load(MonitoredApplication application) {
		this.host = application.host();
		this.recorder = application.recorder();
		this.client = application.client();
		this.health = "http://localhost:" + application.port() + "/actuator/health";
	}

	void start() throws Exception {
		// This subscription is never read, so that all events after the first are lost.
		this.host.subscribe(BackgroundTaskFilter.all());
		startLastingWork();
		this.rounds.scheduleWithFixedDelay(this::nextRound, 0, PAUSE.toMillis(), TimeUnit.MILLISECONDS);
	}

	private void startLastingWork() throws Exception {
		this.client.postCsv("/sessions/asking/imports", "a,b\n1\n");
		TaskSession session = this.host.session("staying");
		session.spawnHidden("hidden", this.end::await);
		session.spawn(BackgroundTaskRegistration.ofKind("later").startAfter(Duration.ofHours(1)).build(),
				(context) -> 1);
		startUnresponsiveTask(session);
		startUnstoppedWork();
		startWorkThatIsNotCancelled();
		startSchedules();
		startLimitedWork();
	}

	/** Starts schedules whose runs are regular, skipped, missed and refused. */
	private void startSchedules() {
		TaskRequest quick = TaskRequest.of(MonitoredApplication.QUICK);
		this.host.session("scheduled").schedule("regular", EACH_SECOND, quick);
		this.host.session("scheduled").schedule("skipped", EACH_SECOND, TaskRequest.of(MonitoredApplication.LASTING));
		this.host.session("scheduled").schedule("missed", EACH_SECOND, quick);
		this.host.session("full").schedule("refused", EACH_SECOND, quick);
	}

	/** Starts tasks that wait for a rate, and a group. */
	private void startLimitedWork() {
		TaskSession session = this.host.session("limited");
		for (int i = 0; i < 3; i++) {
			session.submit(TaskRequest.of(MonitoredApplication.LIMITED));
		}
		session.group("nightly").addAll(List.of(TaskRequest.of(MonitoredApplication.LASTING))).start();
	}

	/** Starts external work whose owner does not react to its cancel request. */
	private void startWorkThatIsNotCancelled() {
		BackgroundTaskRegistration deaf = BackgroundTaskRegistration.ofKind("deaf").id("deaf").build();
		this.host.registerExternal("staying", deaf, null);
		this.host.requestCancel("deaf", "leave a cancel request without an end");
	}

	/** Starts external work whose owner cannot be told to end it while the load lasts. */
	private void startUnstoppedWork() {
		BackgroundTaskRegistration elsewhere = BackgroundTaskRegistration.ofKind("elsewhere").id("elsewhere").build();
		this.host.registerExternal("staying", elsewhere, (record) -> {
			if (this.end.getCount() > 0) {
				throw new IllegalStateException("the owner cannot be reached");
			}
		});
		this.host.cancelManaged("staying", "elsewhere");
	}

	/**
	 * Cancels the task after its body has begun: otherwise the body would not run, and
	 * leave no thread behind.
	 */
	private void startUnresponsiveTask(TaskSession session) throws InterruptedException {
		CountDownLatch begun = new CountDownLatch(1);
		BackgroundTaskRegistration unresponsive = BackgroundTaskRegistration.ofKind("unresponsive")
			.cancelPolicy(CancelPolicy.ABORT_LOCAL)
			.build();
		BackgroundTaskHandle<Boolean> task = session.spawn(unresponsive, (context) -> {
			begun.countDown();
			return ignoreInterrupts();
		});
		begun.await();
		task.cancel("leave an unresponsive thread");
	}

	private boolean ignoreInterrupts() {
		boolean interrupted = false;
		while (this.end.getCount() > 0) {
			try {
				this.end.await();
			}
			catch (InterruptedException ex) {
				interrupted = true;
			}
		}
		return interrupted;
	}

	private void nextRound() {
		if (this.failure.get() != null || this.round.incrementAndGet() > ROUNDS) {
			return;
		}
		try {
			startWorkOfTheSample();
			cancelRunningWork();
			startFailingWork();
			fillASession();
			missDueTimes();
			this.recorder.repaired(HostRepair.COUNTER); // only a fault of the host is
														// repaired
		}
		catch (Exception ex) {
			this.failure.set(ex);
		}
	}

	private void cancelRunningWork() throws InterruptedException {
		CountDownLatch running = new CountDownLatch(1);
		BackgroundTaskHandle<?> crawl = this.host.session("crawls").run("crawl", (context) -> {
			running.countDown();
			context.sleep(Duration.ofHours(1));
		});
		running.await();
		crawl.cancel("enough");
	}

	private void missDueTimes() {
		TaskSchedules schedules = this.host.session("scheduled").schedules();
		if (this.round.get() % (2 * PAUSED) == 0) {
			schedules.resume("missed");
		}
		else if (this.round.get() % PAUSED == 0) {
			schedules.pause("missed");
		}
	}

	private void startWorkOfTheSample() throws IOException, InterruptedException {
		this.client.post("/sessions/sums/checksums", "{\"text\":\"a text of many parts\",\"parts\":10}");
		this.client.post("/sessions/jobs/remote-jobs", "{\"name\":\"report\",\"steps\":1}");
		Answer monitor = this.client.post("/sessions/monitors/monitors",
				"{\"url\":\"" + this.health + "\",\"every\":\"PT2S\"}");
		this.client.delete(monitor.header("Location"));
		Answer load = this.client.postCsv("/sessions/imports/imports", "a,b\n1\n1,2\n");
		this.client.post(load.header("Location") + "/messages", "{\"text\":\"status\"}");
		States.await(this.host, load, BackgroundTaskState.WAITING);
		this.client.post(load.header("Location") + "/answer",
				"{\"key\":\"broken-rows\",\"answer\":{\"action\":\"approve\"}}");
	}

	private void startFailingWork() {
		BackgroundTaskRegistration flaky = BackgroundTaskRegistration.ofKind("flaky")
			.retry(TaskRetryPolicy.ofMaxAttempts(2).withBackoff(Duration.ofMillis(20), 1, Duration.ofMillis(20)))
			.build();
		this.host.session("flaky").spawn(flaky, (context) -> {
			throw new IllegalStateException("fails at every attempt");
		});
	}

	private void fillASession() {
		TaskSession session = this.host.session("full");
		try {
			while (this.end.getCount() > 0) {
				session.spawn("filling", (context) -> {
					this.end.await();
					return 1;
				});
			}
		}
		catch (TaskRejectedException ex) {
			// Expected: the session is full.
		}
	}

	/** Returns the failure of the load itself, or {@code null}. */
	@Nullable Exception failure() {
		return this.failure.get();
	}

	@Override
	public void close() throws InterruptedException {
		this.rounds.shutdown();
		this.end.countDown();
		this.rounds.awaitTermination(10, TimeUnit.SECONDS);
	}

}
