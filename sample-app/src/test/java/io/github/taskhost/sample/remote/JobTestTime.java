package io.github.taskhost.sample.remote;

import io.github.taskhost.sample.jobs.SettableTime;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

/** Replaces the clock of the job service with a clock that a test advances. */
@TestConfiguration
class JobTestTime {

	@Bean
	@Primary
	SettableTime settableTime() {
		return new SettableTime();
	}

}
