package io.github.taskhost.sample.remote;

import java.net.URI;
import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RemoteJobsTests {

	@Test
	void jobsArePolledEverySecond() {
		JobClient client = new JobClient(URI.create("http://localhost"),
				new RemoteProperties(Duration.ofSeconds(1), Duration.ofSeconds(1)));
		RemoteJobs jobs = new RemoteJobs(client);
		assertThat(jobs.options().reconcileInterval()).isEqualTo(Duration.ofSeconds(1));
		client.destroy();
	}

}
