package io.github.taskhost.autoconfigure;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.config.ShutdownOptions;
import io.github.taskhost.local.LocalBackgroundTaskHost;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.boot.autoconfigure.context.LifecycleProperties;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ProxyType;
import org.springframework.context.annotation.Proxyable;

/**
 * Auto-configuration for the graceful shutdown of a {@link LocalBackgroundTaskHost},
 * which has two stages, and for its start. Concerns the host of this context only: a
 * child context leaves the host of its parent alone.
 */
@AutoConfiguration(after = TaskhostAutoConfiguration.class)
@ConditionalOnSingleCandidate(value = BackgroundTaskHost.class, search = SearchStrategy.CURRENT)
public final class TaskhostShutdownAutoConfiguration {

	/**
	 * Drains before the graceful shutdown of the web server, which waits for running
	 * requests: requests that stream events end only when their subscriptions end.
	 */
	static final int DRAIN_PHASE = SmartLifecycle.DEFAULT_PHASE;

	/**
	 * Stops after the web servers of the application and of the management endpoints, so
	 * that no request can spawn work any more. Executors and schedulers
	 * ({@code DEFAULT_PHASE / 2}) and data sources are still there while bodies wind
	 * down. The constants are inlined by the compiler: no web server is needed.
	 */
	static final int STOP_PHASE = WebServerApplicationContext.START_STOP_LIFECYCLE_PHASE - 1024;

	private static final Logger logger = LoggerFactory.getLogger(TaskhostShutdownAutoConfiguration.class);

	TaskhostShutdownAutoConfiguration() {
	}

	@Bean
	@Proxyable(ProxyType.INTERFACES)
	ShutdownStage taskhostDrainStage(LocalHost host, ApplicationContext context) {
		Readiness readiness = new Readiness(context);
		return new ShutdownStage("drain", DRAIN_PHASE, readiness::restore, () -> {
			readiness.refuseTraffic();
			host.own().ifPresent(LocalBackgroundTaskHost::drain);
		}, () -> false);
	}

	@Bean
	@Proxyable(ProxyType.INTERFACES)
	ShutdownStage taskhostStopStage(LocalHost host, ObjectProvider<LifecycleProperties> lifecycle) {
		Duration phase = lifecycle.getIfAvailable(LifecycleProperties::new).getTimeoutPerShutdownPhase();
		AtomicBoolean recovered = new AtomicBoolean();
		return new ShutdownStage("stop", STOP_PHASE,
				() -> host.own().ifPresent((running) -> start(running, phase, recovered)),
				() -> host.own().ifPresent(LocalBackgroundTaskHost::stop),
				() -> host.own().map(LocalBackgroundTaskHost::runsWorkHere).orElse(false));
	}

	/**
	 * Starts the host when all singletons exist, so that all kinds are defined. A host
	 * whose context is stopped and started again recovers stored tasks once.
	 */
	private static void start(LocalBackgroundTaskHost host, Duration phase, AtomicBoolean recovered) {
		host.start();
		StartLine.log(host);
		warnIfTooLong(host.options().shutdown(), phase);
		if (recovered.compareAndSet(false, true)) {
			host.recover();
		}
	}

	/** After the timeout of the phase, the context closes data sources regardless. */
	private static void warnIfTooLong(ShutdownOptions shutdown, Duration phase) {
		long longest = millis(shutdown.gracePeriod()) + millis(shutdown.interruptWait());
		if (longest >= millis(phase)) {
			logger.warn("Tasks may take {} ms to end at shutdown (taskhost.shutdown.grace-period and "
					+ "taskhost.shutdown.interrupt-wait), but the context waits only {} ms "
					+ "(spring.lifecycle.timeout-per-shutdown-phase) and then closes data sources under them. "
					+ "Raise the latter, or lower the others.", longest, millis(phase));
		}
	}

	/** The milliseconds of a duration of any length; the sum of two does not overflow. */
	private static long millis(Duration time) {
		return Math.min(TimeUnit.MILLISECONDS.convert(time), Long.MAX_VALUE / 2);
	}

}
