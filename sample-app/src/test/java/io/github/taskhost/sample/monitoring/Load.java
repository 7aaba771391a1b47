package io.github.taskhost.sample.monitoring;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.TaskSession;
import io.github.taskhost.error.TaskRejectedException;
import io.github.taskhost.event.BackgroundTaskFilter;
import io.github.taskhost.sample.SampleClient;
import io.github.taskhost.sample.SampleClient.Answer;
import io.github.taskhost.sample.States;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.CancelPolicy;
import io.github.taskhost.task.TaskRetryPolicy;
import org.jspecify.annotations.Nullable;

/**
 * Work of every sort, so that every meter has something to count: what the sample does,
 * through its own API, and what it does not do, through its host. It goes on until it is
 * closed, for a bounded number of rounds.
 */
final class Load implements AutoCloseable {

	private static final int ROUNDS = 1500;

	private static final Duration PAUSE = Duration.ofMillis(200);

	private final BackgroundTaskHost host;

	private final SampleClient client;

	private final String health;

	private final CountDownLatch end = new CountDownLatch(1);

	private final AtomicInteger round = new AtomicInteger();

	private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

	private final ScheduledExecutorService rounds = Executors.newSingleThreadScheduledExecutor();

	Load(MonitoredApplication application) {
		this.host = application.host();
		this.client = application.client();
		this.health = "http://localhost:" + application.port() + "/actuator/health";
	}

	void start() throws Exception {
		// Read by nobody: whatever happens after the first event is lost.
		this.host.subscribe(BackgroundTaskFilter.all());
		startWhatStays();
		this.rounds.scheduleWithFixedDelay(this::nextRound, 0, PAUSE.toMillis(), TimeUnit.MILLISECONDS);
	}

	private void startWhatStays() throws Exception {
		this.client.postCsv("/sessions/asking/imports", "a,b\n1\n");
		TaskSession session = this.host.session("staying");
		session.spawnHidden("hidden", this.end::await);
		session.spawn(BackgroundTaskRegistration.ofKind("later").startAfter(Duration.ofHours(1)).build(),
				(context) -> 1);
		startWhatIsDeaf(session);
	}

	/**
	 * It is cancelled when its thread is in it: before that, there would be none left.
	 */
	private void startWhatIsDeaf(TaskSession session) throws InterruptedException {
		CountDownLatch begun = new CountDownLatch(1);
		BackgroundTaskRegistration deaf = BackgroundTaskRegistration.ofKind("deaf")
			.cancelPolicy(CancelPolicy.ABORT_LOCAL)
			.build();
		BackgroundTaskHandle<Boolean> task = session.spawn(deaf, (context) -> {
			begun.countDown();
			return listensToNobody();
		});
		begun.await();
		task.cancel("to see what becomes of its thread");
	}

	private boolean listensToNobody() {
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
			workOfTheSample();
			workThatFails();
			moreThanASessionMayHave();
		}
		catch (Exception ex) {
			this.failure.set(ex);
		}
	}

	private void workOfTheSample() throws IOException, InterruptedException {
		this.client.post("/sessions/sums/checksums", "{\"text\":\"a text of many parts\",\"parts\":10}");
		this.client.post("/sessions/jobs/remote-jobs", "{\"name\":\"report\",\"steps\":1}");
		Answer monitor = this.client.post("/sessions/monitors/monitors",
				"{\"url\":\"" + this.health + "\",\"every\":\"PT2S\"}");
		this.client.post(monitor.header("Location") + "/cancel", "{}");
		Answer load = this.client.postCsv("/sessions/imports/imports", "a,b\n1\n1,2\n");
		this.client.post(load.header("Location") + "/messages", "{\"text\":\"status\"}");
		States.await(this.host, load, BackgroundTaskState.WAITING);
		this.client.post(load.header("Location") + "/answer", "{\"answer\":{\"action\":\"approve\"}}");
	}

	private void workThatFails() {
		BackgroundTaskRegistration flaky = BackgroundTaskRegistration.ofKind("flaky")
			.retry(TaskRetryPolicy.ofMaxAttempts(2).withBackoff(Duration.ofMillis(20), 1, Duration.ofMillis(20)))
			.build();
		this.host.session("flaky").spawn(flaky, (context) -> {
			throw new IllegalStateException("as ever");
		});
	}

	private void moreThanASessionMayHave() {
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
			// as it is meant to be
		}
	}

	/** What went wrong with the load itself, if anything. */
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
