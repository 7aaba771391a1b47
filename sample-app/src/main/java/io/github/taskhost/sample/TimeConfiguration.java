package io.github.taskhost.sample;

import java.time.InstantSource;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Provides the clock of the sample, which tests replace.
 */
@Configuration(proxyBeanMethods = false)
class TimeConfiguration {

	@Bean
	InstantSource sampleTime() {
		return InstantSource.system();
	}

}
