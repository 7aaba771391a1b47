package io.github.taskhost.sample.remote;

import io.github.taskhost.sample.jobs.SettableTime;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

/** The time of jobs goes on when a test says so. */
@TestConfiguration
class JobTestTime {

	@Bean
	@Primary
	SettableTime settableTime() {
		return new SettableTime();
	}

}
