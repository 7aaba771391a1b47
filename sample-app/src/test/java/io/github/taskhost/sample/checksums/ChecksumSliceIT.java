package io.github.taskhost.sample.checksums;

import java.time.Duration;
import java.util.Map;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.TaskRequest;
import io.github.taskhost.test.autoconfigure.TaskhostTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

import static io.github.taskhost.test.TaskAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/** Shows a test of one kind, without web and database. See docs/testing.md. */
@TaskhostTest(Checksums.class)
class ChecksumSliceIT {

	@Autowired
	private BackgroundTaskHost host;

	@Test
	void partsAreTasksOfTheirOwn() throws Exception {
		BackgroundTaskHandle<?> task = this.host.session("ann")
			.submit(TaskRequest.of("checksum").input(Map.of("text", "to be or not to be", "parts", 2)));
		this.host.awaitIdle(Duration.ofSeconds(30));
		assertThat(task).isCompleted();
		assertThat(this.host.session("ann").list()).hasSize(3);
	}

}
