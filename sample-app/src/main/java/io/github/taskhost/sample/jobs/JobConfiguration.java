package io.github.taskhost.sample.jobs;

import java.time.InstantSource;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * What jobs need: what time it is for them.
 */
@Configuration(proxyBeanMethods = false)
class JobConfiguration {

	@Bean
	InstantSource jobTime() {
		return InstantSource.system();
	}

}
