package io.github.taskhost.autoconfigure;

import java.time.Duration;

import io.github.taskhost.config.ShutdownOptions;
import io.github.taskhost.local.LocalBackgroundTaskHost;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.autoconfigure.context.LifecycleProperties;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration for the two stages in which a {@link LocalBackgroundTaskHost} stops
 * with its application, and starts again with it.
 */
@AutoConfiguration(after = TaskhostAutoConfiguration.class)
@ConditionalOnSingleCandidate(LocalBackgroundTaskHost.class)
public final class TaskhostShutdownAutoConfiguration {

	/**
	 * Stops before the web server begins its graceful shutdown: that waits for running
	 * requests, and those that stream events end only when their subscriptions do.
	 */
	static final int DRAIN_PHASE = SmartLifecycle.DEFAULT_PHASE;

	/**
	 * Stops after the web server, and after that of the management endpoints, which is
	 * stopped between the graceful shutdown and the end of the main one: whoever could
	 * still spawn is gone. It is far above the phase of executors and schedulers
	 * ({@code DEFAULT_PHASE / 2}), and data sources are closed with the beans, so that
	 * bodies find all that while they wind down. Both are constants that the compiler
	 * copies: no web server is needed.
	 */
	static final int STOP_PHASE = WebServerApplicationContext.START_STOP_LIFECYCLE_PHASE - 1024;

	private static final Logger logger = LoggerFactory.getLogger(TaskhostShutdownAutoConfiguration.class);

	TaskhostShutdownAutoConfiguration() {
	}

	@Bean
	ShutdownStage taskhostDrainStage(LocalBackgroundTaskHost host, ApplicationContext context) {
		Readiness readiness = new Readiness(context);
		return new ShutdownStage("drain", DRAIN_PHASE, readiness::restore, () -> {
			readiness.refuseTraffic();
			host.drain();
		});
	}

	@Bean
	ShutdownStage taskhostStopStage(LocalBackgroundTaskHost host, ObjectProvider<LifecycleProperties> lifecycle) {
		Duration phase = lifecycle.getIfAvailable(LifecycleProperties::new).getTimeoutPerShutdownPhase();
		return new ShutdownStage("stop", STOP_PHASE, () -> {
			host.start();
			StartLine.log(host.options());
			warnIfTooLong(host.options().shutdown(), phase);
		}, host::stop);
	}

	/**
	 * At the end of the phase the context goes on, whether the stage has ended or not.
	 */
	private static void warnIfTooLong(ShutdownOptions shutdown, Duration phase) {
		Duration longest = shutdown.gracePeriod().plus(shutdown.interruptWait());
		if (longest.compareTo(phase) >= 0) {
			logger.warn("Tasks may take {} ms to end at shutdown (taskhost.shutdown.grace-period and "
					+ "taskhost.shutdown.interrupt-wait), but the context waits only {} ms "
					+ "(spring.lifecycle.timeout-per-shutdown-phase) and then closes data sources under them. "
					+ "Raise the latter, or lower the others.", longest.toMillis(), phase.toMillis());
		}
	}

}
