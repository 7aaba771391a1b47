package io.github.taskhost.sample.monitoring;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.event.BackgroundTaskListener;
import io.github.taskhost.sample.SampleApplication;
import io.github.taskhost.sample.SampleClient;
import io.github.taskhost.spi.BackgroundTaskMetricsRecorder;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The sample application on a free port, with limits and timeouts that a test can reach,
 * and with tracing, which adds exemplars to its meters.
 *
 * @param context the application
 */
record MonitoredApplication(ConfigurableApplicationContext context) implements AutoCloseable {

	/** A kind that only the properties name. */
	static final String CONFIGURED = "daily-report";

	/**
	 * Starts an application.
	 * @param name its name
	 * @param exemplars whether its Prometheus reads exemplars
	 * @param histograms whether it has histograms, which are most of its series
	 */
	static MonitoredApplication start(String name, boolean exemplars, boolean histograms) {
		SpringApplication application = new SpringApplication(SampleApplication.class, FailingListener.class);
		return new MonitoredApplication(application.run("--server.port=0", "--sample.demo.enabled=false",
				"--spring.datasource.url=jdbc:h2:mem:" + name + ";DB_CLOSE_DELAY=-1",
				"--management.tracing.sampling.probability=1.0",
				"--management.tracing.exemplars.include=" + (exemplars ? "sampled-traces" : "none"),
				"--management.metrics.distribution.percentiles-histogram.taskhost.task=" + histograms,
				"--taskhost.kinds." + CONFIGURED + ".timeout=1h",
				// The failures of the load are intended.
				"--logging.level.io.github.taskhost.local=off", "--taskhost.limits.live-tasks-per-session=12",
				"--taskhost.events.subscription-buffer=1", "--taskhost.cancel.grace-period=50ms",
				"--taskhost.cancel.abandon-after=50ms", "--taskhost.shutdown.grace-period=100ms",
				"--taskhost.shutdown.interrupt-wait=100ms"));
	}

	int port() {
		return Integer.parseInt(this.context.getEnvironment().getRequiredProperty("local.server.port"));
	}

	BackgroundTaskHost host() {
		return this.context.getBean(BackgroundTaskHost.class);
	}

	BackgroundTaskMetricsRecorder recorder() {
		return this.context.getBean(BackgroundTaskMetricsRecorder.class);
	}

	SampleClient client() {
		return new SampleClient(port());
	}

	@Override
	public void close() {
		this.context.close();
	}

	/** Throws at every event of the failing tasks. */
	static final class FailingListener implements BackgroundTaskListener {

		@Override
		public void onEvent(BackgroundTaskEvent event) {
			if (event.record().kind().equals("flaky")) {
				throw new IllegalStateException("The listener fails at " + event.record().state());
			}
		}

	}

}
