package io.github.taskhost.sample.jobs;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The properties of the job service.
 *
 * @param port where it listens, on the loopback address; 0 for any free port
 * @param stepTime how long a step of a job takes
 * @param max how many jobs it keeps; the oldest that have ended go first
 */
@ConfigurationProperties("sample.jobs")
record JobProperties(@DefaultValue("0") int port, @DefaultValue("1s") Duration stepTime,
		@DefaultValue("1000") int max) {

	JobProperties {
		if (!stepTime.isPositive()) {
			throw new IllegalArgumentException("sample.jobs.step-time is " + stepTime + ": use more than zero.");
		}
	}

}
