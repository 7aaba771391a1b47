package io.github.taskhost.autoconfigure.slice;

import java.time.Clock;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** An application whose tests use the slice. */
@SpringBootApplication
class SliceApplication {

	@Bean
	Clock clock() {
		return Clock.systemUTC();
	}

}
