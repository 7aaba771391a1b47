package io.github.taskhost.sample.jobs;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The properties of the job service.
 *
 * @param port the port on the loopback address; 0 selects a free port
 * @param stepTime the duration of a step of a job
 * @param max the maximum number of stored jobs; the oldest ended jobs are removed first
 */
@ConfigurationProperties("sample.jobs")
record JobProperties(@DefaultValue("0") int port, @DefaultValue("1s") Duration stepTime,
		@DefaultValue("1000") int max) {

	JobProperties {
		if (!stepTime.isPositive()) {
			throw new IllegalArgumentException("sample.jobs.step-time is " + stepTime + ". Set a duration above zero.");
		}
	}

}
