package io.github.taskhost.chaos;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

import io.github.taskhost.config.BackgroundTaskHostOptions;
import io.github.taskhost.config.CancelOptions;
import io.github.taskhost.config.CancelOptions.OwnerRetry;
import io.github.taskhost.config.CascadeTrigger;
import io.github.taskhost.config.CloseOptions;
import io.github.taskhost.config.ControlOptions;
import io.github.taskhost.config.EventOptions;
import io.github.taskhost.config.RetentionOptions;
import io.github.taskhost.config.ShutdownOptions;
import io.github.taskhost.kind.InterruptPolicy;
import io.github.taskhost.kind.KindOptions;
import io.github.taskhost.kind.ThreadType;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.CancelPolicy;
import io.github.taskhost.task.ClosePolicy;
import io.github.taskhost.task.IdempotencyPolicy;
import io.github.taskhost.task.ParentFailurePolicy;
import io.github.taskhost.task.TaskRetryPolicy;
import io.github.taskhost.task.WakePolicy;

/** Random registrations, and the options of the host that they meet. */
final class Registrations {

	static final int LIVE = 300;

	static final int LIVE_PER_SESSION = 120;

	static final int HIDDEN = 40;

	static final Map<String, Integer> SLOTS = Map.of("limited", 2, "narrow", 1);

	private static final List<String> KINDS = List.of("plain", "limited", "narrow", "platform", "retried", "quiet",
			"never", "brief");

	private static final TaskRetryPolicy RETRY = TaskRetryPolicy.ofMaxAttempts(3)
		.withBackoff(Duration.ofMillis(10), 1, Duration.ofMillis(10));

	private final AtomicInteger count = new AtomicInteger();

	static BackgroundTaskHostOptions options(ClosePolicy fallback, int maxQueued) {
		Duration moment = Duration.ofMillis(5);
		return BackgroundTaskHostOptions.withDefaults()
			.withCancel(new CancelOptions(moment, Duration.ofMillis(20), true, Set.of(CascadeTrigger.values()),
					new OwnerRetry(moment, Duration.ofMillis(20))))
			.withClose(new CloseOptions(fallback, moment))
			.withShutdown(new ShutdownOptions(moment, Duration.ofMillis(100)))
			.withRetention(new RetentionOptions(Duration.ofDays(1), 3000))
			.withEvents(new EventOptions(moment, 100_000, maxQueued))
			.withControl(new ControlOptions(Duration.ofMillis(50), 0.1, Duration.ofMillis(20), 3))
			.withLimits(
					(limits) -> limits.withLiveTasks(LIVE, LIVE_PER_SESSION).withHiddenTasks(HIDDEN, 20).withKinds(40))
			.withKinds(kinds());
	}

	private static Map<String, KindOptions> kinds() {
		KindOptions none = KindOptions.NONE;
		return Map.of("limited", none.withMaxConcurrent(2), "narrow", none.withMaxConcurrent(1), "platform",
				none.withThread(ThreadType.PLATFORM), "retried", none.withRetry(RETRY), "quiet",
				none.withHeartbeatTimeout(Duration.ofMillis(15)), "never", none.withInterrupt(InterruptPolicy.NEVER),
				"brief", none.withTimeout(Duration.ofMillis(10)), "remote",
				none.withReconcileInterval(Duration.ofMillis(10)).withRetry(RETRY), "silent",
				none.withHeartbeatTimeout(Duration.ofMillis(25)));
	}

	BackgroundTaskRegistration.Builder next(RandomGenerator random) {
		return next(KINDS.get(random.nextInt(KINDS.size())), random);
	}

	BackgroundTaskRegistration.Builder next(String kind, RandomGenerator random) {
		int number = this.count.incrementAndGet();
		BackgroundTaskRegistration.Builder builder = BackgroundTaskRegistration.ofKind(kind);
		switch (random.nextInt(5)) {
			case 0, 1 -> builder.id(Storm.id(random));
			case 2 -> builder.id("unique-" + number);
			default -> {
			}
		}
		if (random.nextInt(8) == 0) {
			builder.idempotencyKey("key-" + number / 32,
					IdempotencyPolicy.values()[random.nextInt(IdempotencyPolicy.values().length)]);
		}
		if (random.nextInt(4) == 0) {
			builder.timeout(Duration.ofMillis(1 + random.nextInt(40)));
		}
		if (random.nextInt(5) == 0) {
			builder.retry(RETRY);
		}
		if (random.nextInt(8) == 0) {
			builder.startAfter(Duration.ofMillis(1 + random.nextInt(20)));
		}
		if (random.nextInt(10) == 0) {
			builder.parentTaskId(Storm.id(random));
			builder.onParentFailure(ParentFailurePolicy.values()[random.nextInt(2)]);
		}
		return policies(builder, random);
	}

	private static BackgroundTaskRegistration.Builder policies(BackgroundTaskRegistration.Builder builder,
			RandomGenerator random) {
		int cancel = random.nextInt(10);
		if (cancel < 7) {
			builder.cancelPolicy((cancel < 5) ? CancelPolicy.COOPERATIVE : CancelPolicy.ABORT_LOCAL);
		}
		else if (cancel == 7) {
			builder.cancelPolicy(CancelPolicy.EXTERNAL);
		}
		ClosePolicy[] closings = ClosePolicy.values();
		WakePolicy[] wakings = WakePolicy.values();
		return builder.closePolicy(closings[random.nextInt(closings.length)])
			.wakePolicy(wakings[random.nextInt(wakings.length)]);
	}

}
