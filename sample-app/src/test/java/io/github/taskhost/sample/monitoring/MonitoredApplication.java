package io.github.taskhost.sample.monitoring;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.taskhost.BackgroundTaskContext;
import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.event.BackgroundTaskListener;
import io.github.taskhost.kind.BackgroundTaskHandler;
import io.github.taskhost.kind.BackgroundTaskKind;
import io.github.taskhost.sample.SampleApplication;
import io.github.taskhost.sample.SampleClient;
import io.github.taskhost.spi.BackgroundTaskMetricsRecorder;
import io.github.taskhost.task.JsonPayload;
import org.jspecify.annotations.Nullable;
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

	/** A kind whose tasks another node goes on with. */
	static final String LASTING = "lasting";

	/** A kind whose tasks end at once. */
	static final String QUICK = "quick";

	/** A kind of which one task starts in an hour. */
	static final String LIMITED = "limited";

	/**
	 * Starts an application.
	 * @param name its name
	 * @param exemplars whether its Prometheus reads exemplars
	 * @param histograms whether it has histograms, which are most of its series
	 */
	static MonitoredApplication start(String name, boolean exemplars, boolean histograms) {
		return start(exemplars, histograms, "--spring.datasource.url=jdbc:h2:mem:" + name + ";DB_CLOSE_DELAY=-1");
	}

	/**
	 * Starts a node of a cluster, without histograms.
	 * @param name the name of the node
	 * @param url the address of its PostgreSQL
	 * @param exemplars whether its Prometheus reads exemplars
	 */
	static MonitoredApplication startNode(String name, String url, boolean exemplars) {
		return start(exemplars, false, "--spring.profiles.active=postgres", "--spring.datasource.url=" + url,
				"--spring.datasource.username=postgres", "--taskhost.durable.node-name=" + name,
				"--taskhost.cluster.lease=3s", "--management.endpoint.health.show-details=always",
				// Its fencings and the losses of tasks are intended.
				"--logging.level.io.github.taskhost.jdbc=off");
	}

	private static MonitoredApplication start(boolean exemplars, boolean histograms, String... more) {
		SpringApplication application = new SpringApplication(SampleApplication.class, FailingListener.class,
				Lasting.class, QuickKinds.class);
		List<String> arguments = new ArrayList<>(List.of("--server.port=0", "--sample.demo.enabled=false",
				"--management.tracing.sampling.probability=1.0",
				"--management.tracing.exemplars.include=" + (exemplars ? "sampled-traces" : "none"),
				"--management.metrics.distribution.percentiles-histogram.taskhost.task=" + histograms,
				"--taskhost.kinds." + CONFIGURED + ".timeout=1h", "--taskhost.kinds." + LIMITED + ".rate-limit=1/h",
				// The failures of the load are intended.
				"--logging.level.io.github.taskhost.local=off", "--taskhost.limits.live-tasks-per-session=12",
				"--taskhost.events.subscription-buffer=1", "--taskhost.cancel.grace-period=50ms",
				"--taskhost.cancel.abandon-after=50ms", "--taskhost.shutdown.grace-period=100ms",
				"--taskhost.shutdown.interrupt-wait=100ms"));
		arguments.addAll(List.of(more));
		return new MonitoredApplication(application.run(arguments.toArray(String[]::new)));
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

	/** Kinds whose bodies have nothing to do. */
	static final class QuickKinds {

		@BackgroundTaskKind(QUICK)
		void quick() {
		}

		@BackgroundTaskKind(LIMITED)
		void limited() {
		}

	}

	/** Runs for a day, on any node that has its task. */
	static final class Lasting implements BackgroundTaskHandler<@Nullable JsonPayload> {

		@Override
		public String kind() {
			return LASTING;
		}

		@Override
		public Type inputType() {
			return JsonPayload.class;
		}

		@Override
		public @Nullable Object run(@Nullable JsonPayload input, BackgroundTaskContext context) throws Exception {
			context.sleep(Duration.ofDays(1));
			return null;
		}

	}

}
