package io.github.taskhost.sample.jobs;

import java.time.InstantSource;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Provides the clock of the job service, which tests replace.
 */
@Configuration(proxyBeanMethods = false)
class JobConfiguration {

	@Bean
	InstantSource jobTime() {
		return InstantSource.system();
	}

}
