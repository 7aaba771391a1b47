package io.github.taskhost.test.autoconfigure;

import io.github.taskhost.spi.TaskTimer;
import io.github.taskhost.test.TestTime;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Fallback;

/**
 * Auto-configuration of a settable time for the host, by {@link AutoConfigureTaskhost}
 * only.
 */
@AutoConfiguration
public final class TestTimeAutoConfiguration {

	TestTimeAutoConfiguration() {
	}

	/** A fallback, since the application may have a clock of its own. */
	@Bean
	@Fallback
	@ConditionalOnMissingBean(TaskTimer.class)
	TestTime taskhostTestTime() {
		return new TestTime();
	}

}
