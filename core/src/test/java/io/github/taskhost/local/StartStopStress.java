package io.github.taskhost.local;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.IntStream;

import io.github.taskhost.BackgroundTask;
import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.config.BackgroundTaskHostOptions;
import io.github.taskhost.config.CancelOptions;
import io.github.taskhost.config.CloseOptions;
import io.github.taskhost.config.RetentionOptions;
import io.github.taskhost.config.ShutdownOptions;
import io.github.taskhost.error.TaskRejectedException;
import io.github.taskhost.event.BackgroundTaskFilter;
import io.github.taskhost.event.BackgroundTaskSubscription;
import io.github.taskhost.kind.KindOptions;
import io.github.taskhost.kind.ThreadType;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.ClosePolicy;
import io.github.taskhost.task.Progress;
import org.jspecify.annotations.Nullable;

/**
 * Many threads that start, stop and use one host concurrently, in a random order from a
 * seed.
 */
final class StartStopStress {

	private static final List<String> KINDS = List.of("other", "limited", "compute");

	private static final int SESSIONS = 5;

	private final LocalBackgroundTaskHost host;

	private final BackgroundTask<@Nullable Void> parked;

	private final int rounds;

	private final CyclicBarrier together;

	StartStopStress(LocalBackgroundTaskHost host, int threads, int rounds, BackgroundTask<@Nullable Void> parked) {
		this.host = host;
		this.rounds = rounds;
		this.parked = parked;
		this.together = new CyclicBarrier(threads);
	}

	static BackgroundTaskHostOptions options() {
		BackgroundTaskHostOptions defaults = BackgroundTaskHostOptions.withDefaults();
		return defaults.withShutdown(new ShutdownOptions(Duration.ofMillis(2), Duration.ofSeconds(30)))
			.withClose(new CloseOptions(ClosePolicy.CANCEL, Duration.ofMillis(1)))
			.withCancel(new CancelOptions(Duration.ofMillis(1), Duration.ofSeconds(30), true, true))
			.withRetention(new RetentionOptions(Duration.ofMinutes(5), 500))
			.withKinds(Map.of("limited", KindOptions.NONE.withMaxConcurrent(2), "compute",
					KindOptions.NONE.withThread(ThreadType.PLATFORM)));
	}

	/** A body that ends only by an interrupt. */
	static BackgroundTask<@Nullable Void> interruptible() {
		return (context) -> {
			new CountDownLatch(1).await();
			return null;
		};
	}

	List<Callable<Taken>> actions(long seed) {
		return IntStream.range(0, this.together.getParties())
			.<Callable<Taken>>mapToObj((i) -> () -> run(new Random(seed + i)))
			.toList();
	}

	private Taken run(Random random) throws Exception {
		Taken taken = new Taken(new ArrayList<>(), new ArrayList<>());
		this.together.await();
		for (int round = 0; round < this.rounds; round++) {
			this.host.start();
			use(random, taken);
			this.host.drain();
			use(random, taken);
			this.host.stop();
			use(random, taken);
			this.host.close();
			this.host.start();
		}
		return taken;
	}

	private void use(Random random, Taken taken) {
		for (int i = 0; i < 4; i++) {
			try {
				useOnce(random, "s" + random.nextInt(SESSIONS), taken);
			}
			catch (TaskRejectedException ex) {
				// the host is stopped, or the session is closing
			}
		}
	}

	private void useOnce(Random random, String sessionId, Taken taken) {
		switch (random.nextInt(12)) {
			case 0, 1, 2 -> taken.tasks().add(spawn(random, sessionId, this.parked));
			case 3 -> taken.tasks().add(spawn(random, sessionId, (context) -> {
				context.progress(Progress.of(1, "steps"));
				return null;
			}));
			case 4 -> taken.tasks().add(spawn(random, sessionId, (context) -> {
				context.sleep(Duration.ofDays(1));
				return null;
			}));
			case 5 -> spawn(random, sessionId, this.parked).cancel("changed its mind");
			case 6 -> this.host.cancelAllManaged(sessionId);
			case 7 -> this.host.closeSession(sessionId, null);
			case 8 -> this.host.spawnHidden(sessionId, "hidden", () -> new CountDownLatch(1).await());
			case 9 -> taken.subscriptions().add(this.host.subscribe(BackgroundTaskFilter.all()));
			case 10 -> this.host.subscribe(BackgroundTaskFilter.live()).close();
			default -> taken.tasks().add(reported(sessionId));
		}
	}

	private BackgroundTaskHandle<@Nullable Void> spawn(Random random, String sessionId,
			BackgroundTask<@Nullable Void> body) {
		String kind = KINDS.get(random.nextInt(KINDS.size()));
		return this.host.spawnManaged(sessionId, BackgroundTaskRegistration.ofKind(kind).build(), body);
	}

	private BackgroundTaskHandle<@Nullable Object> reported(String sessionId) {
		BackgroundTaskRegistration wanted = BackgroundTaskRegistration.ofKind("other")
			.timeout(Duration.ofHours(1))
			.build();
		return this.host.task(sessionId, this.host.registerExternal(sessionId, wanted, null).id());
	}

	/**
	 * The tasks and subscriptions that a thread created.
	 *
	 * @param tasks the admitted tasks
	 * @param subscriptions the subscriptions, all left open
	 */
	record Taken(List<BackgroundTaskHandle<?>> tasks, List<BackgroundTaskSubscription> subscriptions) {
	}

}
