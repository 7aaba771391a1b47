package io.github.taskhost.autoconfigure.health;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.BackgroundTaskStatistics;
import io.github.taskhost.HostPhase;
import io.github.taskhost.task.BackgroundTaskState;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Reports whether the host accepts work, with counts and the age of the oldest pending
 * and waiting tasks. Failed and unresponsive tasks do not affect the status: a restart of
 * the application would end all other tasks.
 */
final class HostHealthIndicator extends AbstractHealthIndicator {

	private final BackgroundTaskHost host;

	HostHealthIndicator(BackgroundTaskHost host) {
		super("The host of background tasks does not answer");
		this.host = host;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		HostPhase phase = this.host.phase();
		if (phase == HostPhase.RUNNING) {
			builder.up();
		}
		else {
			builder.outOfService();
		}
		BackgroundTaskStatistics statistics = this.host.statistics();
		builder.withDetail("phase", phase.name().toLowerCase(Locale.ROOT))
			.withDetail("live", statistics.live())
			.withDetail("hidden", statistics.hidden())
			.withDetail("unresponsive", statistics.unresponsive())
			.withDetail("unstopped", statistics.unstopped());
		oldest(builder, "oldestPending", BackgroundTaskState.PENDING);
		oldest(builder, "oldestWaiting", BackgroundTaskState.WAITING);
	}

	private void oldest(Health.Builder builder, String name, BackgroundTaskState state) {
		this.host.statistics().oldest(state).ifPresent((since) -> builder.withDetail(name, age(since)));
	}

	private static String age(Instant since) {
		Duration age = Duration.between(since, Instant.now());
		return (age.isNegative() ? Duration.ZERO : age).toString();
	}

}
