package io.github.taskhost.console.api;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.BackgroundTaskStatistics;
import io.github.taskhost.task.BackgroundTaskState;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.BDDMockito.given;

/** Tests for {@link Throughput}. */
class ThroughputTests {

	private static final Instant START = Instant.parse("2026-01-31T12:00:00Z");

	private final SettableClock clock = new SettableClock();

	private final BackgroundTaskStatistics statistics = Mockito.mock(BackgroundTaskStatistics.class);

	private final BackgroundTaskHost host = Mockito.mock(BackgroundTaskHost.class);

	private final ScheduledExecutorService sampler = Executors.newSingleThreadScheduledExecutor();

	private Throughput throughput;

	@BeforeEach
	void start() {
		given(this.host.statistics()).willReturn(this.statistics);
		given(this.statistics.kinds()).willReturn(Set.of("import", "job"));
		this.throughput = new Throughput(this.host, this.clock, this.sampler);
		this.throughput.sample();
	}

	@AfterEach
	void end() {
		this.throughput.destroy();
	}

	private void totals(long completed, long failed, long live) {
		given(this.statistics.ended(anyString(), any())).willReturn(0L);
		given(this.statistics.ended("import", BackgroundTaskState.COMPLETED)).willReturn(completed);
		given(this.statistics.ended("job", BackgroundTaskState.FAILED)).willReturn(failed);
		given(this.statistics.live()).willReturn(live);
	}

	private void step() {
		this.clock.now = this.clock.now.plus(Throughput.STEP);
		this.throughput.sample();
	}

	@Test
	void seriesIsAbsentBeforeTheFirstStep() {
		assertThat(this.throughput.series()).isNull();
	}

	@Test
	void eachStepHasTheEndsSinceTheLastOne() {
		totals(3, 1, 10);
		step();
		totals(3, 4, 9);
		step();
		totals(8, 4, 0);
		step();
		Throughput.Series series = this.throughput.series();
		assertThat(series).isNotNull();
		assertThat(series.step()).isEqualTo(5);
		assertThat(series.start()).isEqualTo(START.plusSeconds(5));
		assertThat(series.completed()).containsExactly(3L, 0L, 5L);
		assertThat(series.failed()).containsExactly(1L, 3L, 0L);
		assertThat(series.cancelled()).containsExactly(0L, 0L, 0L);
		assertThat(series.live()).containsExactly(10L, 9L, 0L);
	}

	@Test
	void seriesHasAQuarterOfAnHour() {
		for (int i = 1; i <= 200; i++) {
			totals(i, 0, i);
			step();
		}
		Throughput.Series series = this.throughput.series();
		assertThat(series).isNotNull();
		assertThat(series.live()).hasSize(180).startsWith(21L).endsWith(200L);
		assertThat(series.completed()).containsOnly(1L);
		assertThat(series.start()).isEqualTo(START.plusSeconds(21 * 5));
	}

	@Test
	void failedSampleIsMadeUpForByTheNextOne() {
		totals(1, 0, 1);
		step();
		given(this.statistics.live()).willThrow(new IllegalStateException("broken"));
		step();
		Mockito.reset(this.statistics);
		given(this.statistics.kinds()).willReturn(Set.of("import", "job"));
		totals(5, 0, 2);
		step();
		Throughput.Series series = this.throughput.series();
		assertThat(series).isNotNull();
		assertThat(series.start()).isEqualTo(START.plusSeconds(5));
		assertThat(series.completed()).containsExactly(1L, 0L, 4L);
		assertThat(series.live()).containsExactly(1L, 1L, 2L);
	}

	@Test
	void pauseOfTheMachineIsAGap() {
		totals(1, 0, 7);
		step();
		this.clock.now = this.clock.now.plus(Duration.ofHours(3));
		totals(2, 0, 7);
		this.throughput.sample();
		Throughput.Series series = this.throughput.series();
		assertThat(series).isNotNull();
		assertThat(series.completed()).hasSize(180).startsWith(0L).endsWith(1L);
		assertThat(series.start().plus(Throughput.STEP.multipliedBy(179))).isEqualTo(this.clock.now);
	}

	@Test
	void clockThatIsSetBackDoesNoHarm() {
		totals(1, 0, 1);
		step();
		this.clock.now = this.clock.now.minus(Duration.ofHours(1));
		totals(2, 0, 1);
		this.throughput.sample();
		step();
		assertThat(this.throughput.series()).isNotNull();
		assertThat(this.throughput.series().completed()).containsExactly(1L, 1L, 0L);
	}

	@Test
	void countersThatStartAgainAreNotNegative() {
		totals(5, 0, 1);
		step();
		totals(2, 0, 1);
		step();
		assertThat(this.throughput.series()).isNotNull();
		assertThat(this.throughput.series().completed()).containsExactly(5L, 0L);
	}

	@Test
	void samplesGoOnAfterOneHasFailed() {
		AtomicInteger calls = new AtomicInteger();
		BackgroundTaskHost broken = Mockito.mock(BackgroundTaskHost.class);
		given(broken.statistics()).willAnswer((call) -> {
			calls.incrementAndGet();
			throw new IllegalStateException("broken");
		});
		Throughput started = new Throughput(broken, this.clock, Executors.newSingleThreadScheduledExecutor(),
				Duration.ofMillis(1));
		try {
			Awaitility.await().until(() -> calls.get() > 3);
		}
		finally {
			started.destroy();
		}
	}

	@Test
	void threadEndsWithTheBean() throws InterruptedException {
		this.throughput.destroy();
		assertThat(this.sampler.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
		assertThat(List.of(this.sampler)).allMatch(ScheduledExecutorService::isTerminated);
	}

	/** A clock that stands still until it is set. */
	private static final class SettableClock extends Clock {

		private Instant now = START;

		@Override
		public Instant instant() {
			return this.now;
		}

		@Override
		public ZoneId getZone() {
			return ZoneOffset.UTC;
		}

		@Override
		public Clock withZone(ZoneId zone) {
			return this;
		}

	}

}
