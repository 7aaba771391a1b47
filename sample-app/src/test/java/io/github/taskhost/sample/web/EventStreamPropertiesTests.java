package io.github.taskhost.sample.web;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;

import static org.assertj.core.api.Assertions.assertThat;

class EventStreamPropertiesTests {

	/** The first write after a disconnect succeeds, and the second fails. */
	@Test
	void twoHeartbeatsFitIntoFiveSeconds() {
		EventStreamProperties defaults = new Binder().bindOrCreate("sample.events",
				Bindable.of(EventStreamProperties.class));
		assertThat(defaults.heartbeat().multipliedBy(2)).isLessThan(Duration.ofSeconds(5));
	}

}
