package io.github.taskhost;

import java.time.Duration;

import io.github.taskhost.local.LocalBackgroundTaskHost;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SmokeTests {

	@Test
	void spawnedBodyReturnsItsValue() throws Exception {
		try (LocalBackgroundTaskHost host = LocalBackgroundTaskHost.builder().build()) {
			BackgroundTaskHandle<String> task = host.session("s").spawn("other", (context) -> "done");
			assertThat(task.await(Duration.ofSeconds(10)).state()).isEqualTo(BackgroundTaskState.COMPLETED);
			assertThat(task.result()).isEqualTo("done");
		}
	}

}
