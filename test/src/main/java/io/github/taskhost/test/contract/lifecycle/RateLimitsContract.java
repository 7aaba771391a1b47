package io.github.taskhost.test.contract.lifecycle;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.LongSupplier;

import io.github.taskhost.BackgroundTask;
import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.config.BackgroundTaskHostOptions;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.kind.KindOptions;
import io.github.taskhost.kind.RateLimit;
import io.github.taskhost.spi.RateLimiters;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.TaskRetryPolicy;
import io.github.taskhost.test.contract.support.AbstractHostContract;
import io.github.taskhost.test.contract.support.HostParts;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Limits on the rate at which bodies of a kind start. */
abstract class RateLimitsContract extends AbstractHostContract {

	private static final String WAITS = "Waits for the rate limit of kind ";

	private final Map<String, CountDownLatch> started = new ConcurrentHashMap<>();

	@Override
	protected BackgroundTaskHostOptions options() {
		RateLimit eachSecond = RateLimit.of("60/m");
		return super.options().withKinds(Map.of("mail", KindOptions.NONE.withRateLimit(eachSecond.withBurst(2)),
				"strict", KindOptions.NONE.withRateLimit(eachSecond), "seldom",
				KindOptions.NONE.withRateLimit(RateLimit.of("1/h")), "chat",
				KindOptions.NONE.withRateLimit(RateLimit.of("2/h").withPerSession(true)), "single",
				KindOptions.NONE.withRateLimit(RateLimit.of("10/s")).withMaxConcurrent(1)));
	}

	@Override
	protected HostParts parts() {
		return super.parts().withRateLimiters(SpacedPermits::new);
	}

	private static BackgroundTaskRegistration.Builder of(String kind, String id) {
		return BackgroundTaskRegistration.ofKind(kind).id(id);
	}

	private BackgroundTask<@Nullable Void> signalling() {
		return (context) -> {
			started(context.record().id()).countDown();
			this.release.await();
			return null;
		};
	}

	private CountDownLatch started(String id) {
		return this.started.computeIfAbsent(id, (absent) -> new CountDownLatch(1));
	}

	private BackgroundTaskHandle<@Nullable Void> start(String session, BackgroundTaskRegistration.Builder task) {
		return this.host.spawnManaged(session, task.build(), signalling());
	}

	private void assertWaits(String id, String kind, String about) {
		assertThat(record("s1", id).state()).isEqualTo(BackgroundTaskState.PENDING);
		assertThat(record("s1", id).status()).isEqualTo(WAITS + "'" + kind + "'" + about);
	}

	@Test
	void tasksBeyondTheBurstWaitForPermits() throws Exception {
		for (int i = 0; i < 4; i++) {
			start("s1", of("mail", "t" + i));
		}
		await(started("t0"));
		await(started("t1"));
		assertWaits("t2", "mail", " (60/m); starts in about 1 s");
		assertWaits("t3", "mail", " (60/m); starts in about 2 s");
		assertThat(this.host.statistics().rateLimited("mail")).isEqualTo(2);
		this.timer.advance(Duration.ofMillis(999));
		assertThat(record("s1", "t2").state()).isEqualTo(BackgroundTaskState.PENDING);
		this.timer.advance(Duration.ofMillis(1));
		await(started("t2"));
		assertThat(record("s1", "t2").status()).isNull();
		assertThat(record("s1", "t3").state()).isEqualTo(BackgroundTaskState.PENDING);
		this.timer.awaitScheduled(Duration.ofSeconds(1));
		this.timer.advance(Duration.ofSeconds(1));
		await(started("t3"));
		assertThat(this.host.statistics().rateLimited("mail")).isZero();
	}

	@Test
	void permitsAreSavedUpToTheBurst() throws Exception {
		start("s1", of("mail", "first"));
		this.timer.advance(Duration.ofHours(1));
		for (int i = 0; i < 3; i++) {
			start("s1", of("mail", "t" + i));
		}
		await(started("t0"));
		await(started("t1"));
		assertWaits("t2", "mail", " (60/m); starts in about 1 s");
	}

	@Test
	void cancelledTaskTakesNoPermit() throws Exception {
		start("s1", of("strict", "first"));
		BackgroundTaskHandle<@Nullable Void> cancelled = start("s1", of("strict", "cancelled"));
		start("s1", of("strict", "next"));
		assertThat(cancelled.cancel("not needed").state()).isEqualTo(BackgroundTaskState.CANCELLED);
		assertThat(cancelled.record().status()).isNull();
		this.timer.advance(Duration.ofSeconds(1));
		await(started("next"));
		assertThat(started("cancelled").getCount()).isOne();
	}

	@Test
	void mostUrgentTaskTakesTheNextPermit() throws Exception {
		start("s1", of("strict", "first"));
		start("s1", of("strict", "low").priority(1));
		start("s1", of("strict", "high").priority(9));
		this.timer.advance(Duration.ofSeconds(1));
		await(started("high"));
		assertThat(record("s1", "low").state()).isEqualTo(BackgroundTaskState.PENDING);
	}

	@Test
	void attemptAfterAFailureTakesAPermit() throws Exception {
		Duration backoff = Duration.ofSeconds(43);
		BackgroundTaskHandle<@Nullable Void> task = this.host.spawnManaged("s1",
				of("seldom", "t1")
					.retry(TaskRetryPolicy.ofMaxAttempts(2).withBackoff(backoff, 1, backoff).withJitter(0))
					.build(),
				(context) -> {
					if (context.attempt() == 1) {
						throw new IllegalStateException("once");
					}
					return null;
				});
		this.timer.awaitScheduled(backoff);
		this.timer.advance(backoff);
		this.events.await(BackgroundTaskEvent.Updated.class, "t1");
		assertWaits("t1", "seldom", " (1/h); starts in about 60 min");
		assertThat(record("s1", "t1").attempt()).isEqualTo(2);
		this.timer.advance(Duration.ofHours(1).minus(backoff));
		assertThat(task.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.COMPLETED);
		assertThat(task.record().status()).isNull();
	}

	@Test
	void sessionsHaveTheRateForThemselves() throws Exception {
		start("s1", of("chat", "a"));
		start("s1", of("chat", "b"));
		start("s1", of("chat", "c"));
		start("s2", of("chat", "d"));
		await(started("a"));
		await(started("d"));
		assertWaits("b", "chat", " (2/h); starts in about 30 min");
		assertWaits("c", "chat", " (2/h); starts in about 60 min");
		this.timer.advance(Duration.ofMinutes(30));
		await(started("b"));
		assertThat(record("s1", "c").state()).isEqualTo(BackgroundTaskState.PENDING);
	}

	@Test
	void taskNeedsASlotAndAPermit() throws Exception {
		BackgroundTaskHandle<@Nullable Void> first = start("s1", of("single", "first"));
		BackgroundTaskHandle<@Nullable Void> second = start("s1", of("single", "second"));
		assertThat(second.record().state()).isEqualTo(BackgroundTaskState.PENDING);
		assertThat(this.host.statistics().rateLimited("single")).isZero();
		this.release.countDown();
		assertThat(first.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.COMPLETED);
		assertThat(second.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.COMPLETED);
	}

	/** Permits that are evenly spaced after a burst. */
	private static final class SpacedPermits implements RateLimiters.Limiter {

		private final RateLimiters.Limit limit;

		private final LongSupplier nanoTime;

		private final long interval;

		/** The time from which on the burst is whole, by session. */
		private final Map<String, Long> whole = new HashMap<>();

		SpacedPermits(RateLimiters.Limit limit, LongSupplier nanoTime, Runnable news) {
			this.limit = limit;
			this.nanoTime = nanoTime;
			this.interval = limit.period().dividedBy(limit.permits()).toNanos();
		}

		private String key(String sessionId) {
			return this.limit.perSession() ? sessionId : "";
		}

		@Override
		public long take(String sessionId) {
			long now = this.nanoTime.getAsLong();
			long from = Math.max(now, this.whole.getOrDefault(key(sessionId), now));
			long wait = from - (this.limit.burst() - 1) * this.interval - now;
			if (wait <= 0) {
				this.whole.put(key(sessionId), from + this.interval);
			}
			return Math.max(0, wait);
		}

		@Override
		public void giveBack(String sessionId) {
			this.whole.computeIfPresent(key(sessionId), (key, from) -> from - this.interval);
		}

	}

}
