package io.github.taskhost.test.contract.kind;

import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import io.github.taskhost.config.BackgroundTaskHostOptions;
import io.github.taskhost.config.ControlOptions;
import io.github.taskhost.kind.KindOptions;
import io.github.taskhost.test.contract.support.AbstractKindContract;
import io.github.taskhost.test.contract.support.RecordingExecutor;
import io.github.taskhost.test.contract.support.RecordingExecutor.Operation;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Polling with jitter, at the interval of the options of the host. */
abstract class PollingOptionsContract extends AbstractKindContract {

	private static final double JITTER = 0.1;

	private static final Duration INTERVAL = Duration.ofMillis(500);

	private static final Duration EARLIEST = Duration.ofMillis(450);

	private static final Duration LATEST = Duration.ofMillis(550);

	PollingOptionsContract() {
		super(RecordingExecutor.of("remote").withOptions(KindOptions.NONE.withReconcileInterval(Duration.ofHours(1))));
	}

	@Override
	protected BackgroundTaskHostOptions options() {
		return super.options().withControl(new ControlOptions(CONTROL, JITTER, MAX_BACKOFF))
			.withKinds(Map.of("remote", KindOptions.NONE.withReconcileInterval(INTERVAL)));
	}

	@Test
	void pollIntervalHasBoundedJitter() throws Exception {
		started("t1");
		Set<Duration> delays = new HashSet<>();
		for (int i = 1; i <= 20; i++) {
			Duration delay = this.timer.awaitScheduled(Duration.ZERO, Duration.ofSeconds(1));
			assertThat(delay).isBetween(EARLIEST, LATEST);
			delays.add(delay);
			this.timer.advance(delay);
			this.remote.await("t1", Operation.RECONCILE, i).awaitOver();
		}
		assertThat(delays).as("different delays").hasSizeGreaterThan(1);
	}

}
