package io.github.taskhost.sample.remote;

import java.time.Duration;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.sample.SampleClient;
import io.github.taskhost.sample.SampleClient.Answer;
import io.github.taskhost.sample.States;
import io.github.taskhost.sample.jobs.JobServer;
import io.github.taskhost.sample.jobs.SettableTime;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Remote tasks without polling, at a job service that stores a single job.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "sample.demo.enabled=false", "taskhost.kinds.remote.reconcile-interval=1h", "sample.jobs.max=1",
				"sample.jobs.step-time=1s", "spring.datasource.url=jdbc:h2:mem:unpolled;DB_CLOSE_DELAY=-1" })
@Import(JobTestTime.class)
class UnpolledJobIT {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	@LocalServerPort
	private int port;

	@Autowired
	private BackgroundTaskHost host;

	@Autowired
	private JobServer server;

	@Autowired
	private SettableTime time;

	private SampleClient client;

	@BeforeEach
	void connect() {
		this.client = new SampleClient(this.port);
	}

	private Answer started(String session) throws Exception {
		Answer started = this.client.post("/sessions/" + session + "/remote-jobs", "{\"name\":\"a\",\"steps\":1}");
		assertThat(started.status()).isEqualTo(202);
		return started;
	}

	private BackgroundTaskRecord linked(Answer started) throws Exception {
		return States.await(this.host, States.uid(started), (task) -> task.status() != null);
	}

	@Test
	void lateCancelCompletesTheTaskOfADoneJob() throws Exception {
		Answer started = started("late");
		BackgroundTaskRecord task = linked(started);
		this.time.pass(Duration.ofSeconds(1));
		this.client.post(started.header("Location") + "/cancel", "{}");
		assertThat(this.host.await(task.id(), TIMEOUT).state()).isEqualTo(BackgroundTaskState.COMPLETED);
	}

	@Test
	void taskOfARefusedJobFails() throws Exception {
		BackgroundTaskRecord first = linked(started("full"));
		BackgroundTaskRecord refused = this.host.await(started("full").json().get("id").asString(), TIMEOUT);
		assertThat(refused.state()).isEqualTo(BackgroundTaskState.FAILED);
		assertThat(String.valueOf(refused.failure())).contains("503");
		this.host.task("full", first.id()).cancel(null);
		this.host.await(first.id(), TIMEOUT);
	}

	@Test
	void taskOfARemovedJobFails() throws Exception {
		Answer started = started("lost");
		BackgroundTaskRecord task = linked(started);
		SampleClient jobs = new SampleClient(this.server.uri());
		jobs.delete("/jobs/" + task.links().remoteTask());
		Answer other = jobs.post("/jobs", "{\"name\":\"c\",\"steps\":1}");
		assertThat(other.status()).isEqualTo(201);
		this.client.post(started.header("Location") + "/reattach", "{}");
		BackgroundTaskRecord lost = this.host.await(task.id(), TIMEOUT);
		assertThat(lost.state()).isEqualTo(BackgroundTaskState.FAILED);
		assertThat(String.valueOf(lost.failure())).contains("no longer has the job");
		jobs.delete(other.header("Location"));
	}

}
