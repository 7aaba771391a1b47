package io.github.taskhost.local;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

import io.github.taskhost.BackgroundTaskContext;
import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.BackgroundTaskStatistics;
import io.github.taskhost.TaskSession;
import io.github.taskhost.config.BackgroundTaskHostOptions;
import io.github.taskhost.config.CancelOptions;
import io.github.taskhost.config.RetentionOptions;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.event.BackgroundTaskFilter;
import io.github.taskhost.event.BackgroundTaskListener;
import io.github.taskhost.event.BackgroundTaskSubscription;
import io.github.taskhost.message.MessageDirection;
import io.github.taskhost.spi.BackgroundTaskMetricsRecorder;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.ClosePolicy;
import io.github.taskhost.task.InputRequest;
import io.github.taskhost.task.JsonPayload;
import io.github.taskhost.task.TaskFailure;
import org.jspecify.annotations.Nullable;

/**
 * A host that does much work of all sorts, in rounds, each in new sessions. Two readings
 * of a host without leaks are equal, regardless of the work between them.
 */
final class Soak implements AutoCloseable {

	private static final int ROUND = 1000;

	private static final int SESSIONS = 10;

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	/** The time for the rest of the work to end; longer lasting rests are leaks. */
	private static final Duration SETTLING = Duration.ofSeconds(2);

	private final Set<String> meters = ConcurrentHashMap.newKeySet();

	private final LocalBackgroundTaskHost host;

	private final int retained;

	private int round;

	Soak(int retained, BackgroundTaskListener other) {
		this(retained, retained, other);
	}

	/** Makes a soak with a retention that differs from the expected one. */
	Soak(int retained, int retention, BackgroundTaskListener other) {
		this.retained = retained;
		this.host = LocalBackgroundTaskHost.builder()
			.options(BackgroundTaskHostOptions.withDefaults()
				.withRetention(new RetentionOptions(Duration.ofDays(1), retention))
				.withCancel(new CancelOptions(Duration.ofMillis(1), Duration.ofSeconds(30), true, true)))
			.metrics(new Meters())
			.addListener(this::answerQuestions)
			.addListener(other)
			.build();
	}

	private void answerQuestions(BackgroundTaskEvent event) {
		if (event instanceof BackgroundTaskEvent.InputRequested asked) {
			BackgroundTaskRecord record = asked.record();
			this.host.task(record.sessionId(), record.id()).answer("go", new JsonPayload("true"));
		}
	}

	void work(int tasks) throws Exception {
		for (int done = 0; done < tasks; done += ROUND) {
			round();
		}
	}

	private void round() throws Exception {
		this.round++;
		List<BackgroundTaskHandle<?>> tasks = new ArrayList<>();
		try (BackgroundTaskSubscription unread = this.host.subscribe(BackgroundTaskFilter.all())) {
			for (int i = 0; i < ROUND; i++) {
				tasks.add(task(i, session(i % SESSIONS)));
			}
			for (int i = 0; i < SESSIONS; i++) {
				session(i).spawnHidden("hidden", () -> {
				});
				session(i).awaitHidden(PATIENCE);
				session(i).close();
			}
			for (BackgroundTaskHandle<?> task : tasks) {
				task.await(PATIENCE);
			}
			unread.takeLost();
		}
	}

	private TaskSession session(int index) {
		return this.host.session("round-" + this.round + "-" + index);
	}

	private BackgroundTaskHandle<?> task(int index, TaskSession session) {
		return switch (index / SESSIONS % 10) {
			case 0 -> failing(session);
			case 1 -> cancelled(session);
			case 2 -> asking(session);
			case 3 -> talking(session);
			case 4 -> moving(session);
			case 5 -> closed(session);
			case 6 -> reported(session);
			default -> session.spawn("plain", (context) -> {
				context.status("working");
				context.output("out", "line");
				return null;
			});
		};
	}

	private static BackgroundTaskHandle<?> failing(TaskSession session) {
		return session.spawn("failing", (context) -> {
			context.fail(TaskFailure.of(new IllegalStateException("meant to fail")));
			return null;
		});
	}

	private static BackgroundTaskHandle<?> cancelled(TaskSession session) {
		BackgroundTaskHandle<?> task = session.spawn("cancelled", Soak::sleeping);
		task.cancel("changed its mind");
		return task;
	}

	private static @Nullable Void sleeping(BackgroundTaskContext context) throws InterruptedException {
		context.sleep(Duration.ofDays(1));
		return null;
	}

	private static BackgroundTaskHandle<?> asking(TaskSession session) {
		return session.spawn("asking", (context) -> context.requestInput(InputRequest.of("go", "Go on?")));
	}

	private static BackgroundTaskHandle<?> talking(TaskSession session) {
		BackgroundTaskHandle<?> task = session.spawn("talking", (context) -> {
			context.post("heard " + context.receive(PATIENCE));
			return null;
		});
		task.send("hello");
		return task;
	}

	private BackgroundTaskHandle<?> moving(TaskSession session) {
		BackgroundTaskHandle<?> task = session.spawn("moving", Soak::sleeping);
		String target = session.id() + "-next";
		this.host.transferManaged(session.id(), target, List.of(task.id()));
		this.host.cancelManaged(target, task.id());
		return task;
	}

	private static BackgroundTaskHandle<?> closed(TaskSession session) {
		return session.spawn(BackgroundTaskRegistration.ofKind("closed")
			.closePolicy(ClosePolicy.CANCEL)
			.idempotencyKey("key-" + System.nanoTime())
			.build(), Soak::sleeping);
	}

	private BackgroundTaskHandle<?> reported(TaskSession session) {
		BackgroundTaskRegistration wanted = BackgroundTaskRegistration.ofKind("reported")
			.timeout(Duration.ofHours(1))
			.build();
		String id = this.host.registerExternal(session.id(), wanted, null).id();
		BackgroundTaskHandle<?> task = session.task(id);
		this.host.markTerminal(session.id(), id, BackgroundTaskState.COMPLETED);
		return task;
	}

	/** Reads the host after it was filled with equal records of one session. */
	Reading read() throws InterruptedException {
		for (int i = 0; i < this.retained; i++) {
			this.host.session("calm").spawn("calm", (context) -> null).await(PATIENCE);
		}
		BackgroundTaskStatistics numbers = this.host.statistics();
		long end = System.nanoTime() + SETTLING.toNanos();
		while ((numbers.retained() > this.retained || numbers.sessions() > 1) && System.nanoTime() < end) {
			Thread.onSpinWait();
		}
		return new Reading(heap(), numbers.live(), numbers.retained(), numbers.hidden(), numbers.sessions(),
				numbers.unresponsive(), new TreeSet<>(numbers.kinds()), new TreeSet<>(this.meters));
	}

	/**
	 * The least use of the heap after several collections, so that other running code is
	 * not counted as a leak.
	 */
	private static long heap() {
		long least = Long.MAX_VALUE;
		for (int i = 0; i < 8; i++) {
			System.gc();
			least = Math.min(least, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
		}
		return least;
	}

	@Override
	public void close() {
		this.host.close();
	}

	/**
	 * A reading of a host.
	 *
	 * @param heap the bytes in use after a collection
	 * @param live the live tasks
	 * @param retained the retained records
	 * @param hidden the hidden tasks
	 * @param sessions the sessions
	 * @param unresponsive the unresponsive threads
	 * @param kinds the kinds
	 * @param meters the meters, by kind and state
	 */
	record Reading(long heap, long live, long retained, long hidden, long sessions, long unresponsive,
			Set<String> kinds, Set<String> meters) {

		/** The reading without the heap, which is compared with a tolerance. */
		Reading withoutHeap() {
			return new Reading(0, this.live, this.retained, this.hidden, this.sessions, this.unresponsive, this.kinds,
					this.meters);
		}

	}

	private final class Meters implements BackgroundTaskMetricsRecorder {

		@Override
		public void transition(@Nullable BackgroundTaskRecord before, BackgroundTaskRecord after) {
			Soak.this.meters.add("transition " + after.kind() + " " + after.state());
		}

		@Override
		public void message(BackgroundTaskRecord record, MessageDirection direction) {
			Soak.this.meters.add("message " + record.kind() + " " + direction);
		}

		@Override
		public void inputWaited(BackgroundTaskRecord record, Duration waited) {
			Soak.this.meters.add("input " + record.kind());
		}

		@Override
		public void listenerFailed() {
			Soak.this.meters.add("listener failed");
		}

	}

}
