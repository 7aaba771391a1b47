package io.github.taskhost.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * An empty application with the starter.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
class Application {

	/** Parts of the starter that a benchmark can exclude. */
	enum Part {

		EVENTS("TaskhostEvents"), METRICS("TaskhostMetrics"), OBSERVATION("TaskhostObservation"),
		JOURNAL("TaskhostJournal");

		private final String beginning;

		Part(String beginning) {
			this.beginning = beginning;
		}

		private List<String> classNames() {
			Iterable<String> all = ImportCandidates.load(AutoConfiguration.class, Application.class.getClassLoader());
			return StreamSupport.stream(all.spliterator(), false)
				.filter((name) -> name.contains("." + this.beginning))
				.toList();
		}

	}

	/**
	 * Starts an application with limits as in {@link Hosts}.
	 * @param type the type of the web server, or none
	 * @param with the included parts; the others are excluded
	 * @param more additional configuration classes
	 * @return the running application
	 */
	static ConfigurableApplicationContext start(WebApplicationType type, List<Part> with, Class<?>... more) {
		List<String> excluded = new ArrayList<>(List.of(DataSourceAutoConfiguration.class.getName()));
		for (Part part : Part.values()) {
			if (!with.contains(part)) {
				excluded.addAll(part.classNames());
			}
		}
		return new SpringApplicationBuilder(Application.class).sources(more)
			.web(type)
			.bannerMode(Banner.Mode.OFF)
			.properties("server.port=0", "server.address=127.0.0.1",
					"management.endpoints.web.exposure.include=backgroundtasks,info",
					"taskhost.limits.live-tasks=" + Hosts.LIMIT,
					"taskhost.limits.live-tasks-per-session=" + Hosts.LIMIT,
					"taskhost.retention.max-records=" + Hosts.LIMIT, "taskhost.durable.enabled=false",
					"spring.autoconfigure.exclude=" + String.join(",", excluded))
			.run();
	}

}
