package io.github.taskhost.sample.remote;

import java.time.Duration;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.TaskReporter;
import io.github.taskhost.error.StaleAttemptException;
import io.github.taskhost.sample.SampleClient;
import io.github.taskhost.sample.SampleClient.Answer;
import io.github.taskhost.sample.States;
import io.github.taskhost.sample.jobs.JobServer;
import io.github.taskhost.sample.jobs.SettableTime;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.Progress;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tasks that follow jobs of the job service, with a clock that a test advances.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "sample.demo.enabled=false", "taskhost.kinds.remote.reconcile-interval=10ms",
				"sample.jobs.step-time=1s", "spring.datasource.url=jdbc:h2:mem:remote;DB_CLOSE_DELAY=-1" })
@Import(JobTestTime.class)
class RemoteJobIT {

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

	private SampleClient jobs;

	@BeforeEach
	void connect() {
		this.client = new SampleClient(this.port);
		this.jobs = new SampleClient(this.server.uri());
	}

	private Answer started(String session, int steps) throws Exception {
		Answer started = this.client.post("/sessions/" + session + "/remote-jobs",
				"{\"name\":\"report\",\"steps\":" + steps + "}");
		assertThat(started.status()).isEqualTo(202);
		States.await(this.host, States.uid(started), (task) -> task.status() != null);
		return started;
	}

	private BackgroundTaskRecord awaitSteps(Answer started, int done) throws Exception {
		return States.await(this.host, States.uid(started), (task) -> {
			Progress progress = task.progress();
			return progress != null && progress.current() == done;
		});
	}

	private BackgroundTaskRecord ended(Answer started) throws Exception {
		return this.host.await(started.json().get("id").asString(), TIMEOUT);
	}

	private String jobOf(Answer started) {
		return "/jobs/" + this.host.find(States.uid(started)).orElseThrow().links().remoteTask();
	}

	@Test
	void taskFollowsItsJobToItsEnd() throws Exception {
		Answer started = started("followed", 10);
		this.time.pass(Duration.ofSeconds(4));
		assertThat(awaitSteps(started, 4).state()).isEqualTo(BackgroundTaskState.RUNNING);
		this.time.pass(Duration.ofSeconds(6));
		BackgroundTaskRecord record = ended(started);
		assertThat(record.state()).isEqualTo(BackgroundTaskState.COMPLETED);
		assertThat(record.summary()).isEqualTo("Job report: 10 of 10 steps done");
		JsonNode result = this.client.get(started.header("Location")).json().at("/result/value");
		assertThat(jobOf(started)).endsWith(result.get("id").asString());
	}

	@Test
	void cancelReachesTheJob() throws Exception {
		Answer started = started("cancelled", 10);
		this.time.pass(Duration.ofSeconds(2));
		awaitSteps(started, 2);
		this.client.post(started.header("Location") + "/cancel", "{\"reason\":\"no need\"}");
		BackgroundTaskRecord record = ended(started);
		assertThat(record.state()).isEqualTo(BackgroundTaskState.CANCELLED);
		assertThat(record.summary()).isEqualTo("Job report was cancelled: 2 of 10 steps done");
		assertThat(this.jobs.get(jobOf(started)).json().get("state").asString()).isEqualTo("cancelled");
	}

	@Test
	void cancelAtTheServiceCancelsTheTask() throws Exception {
		Answer started = started("there", 10);
		this.jobs.delete(jobOf(started));
		assertThat(ended(started).state()).isEqualTo(BackgroundTaskState.CANCELLED);
	}

	@Test
	void reattachedTaskContinuesTheSameJob() throws Exception {
		Answer started = started("again", 10);
		String job = jobOf(started);
		TaskReporter before = this.host.reporter("again", started.json().get("id").asString());
		Answer reattached = this.client.post(started.header("Location") + "/reattach", "{}");
		assertThat(reattached.status()).isEqualTo(200);
		assertThat(reattached.json().get("attempt").asInt()).isEqualTo(2);
		this.time.pass(Duration.ofSeconds(3));
		awaitSteps(started, 3);
		assertThat(jobOf(started)).isEqualTo(job);
		assertThatExceptionOfType(StaleAttemptException.class).isThrownBy(() -> before.status("late"));
		this.time.pass(Duration.ofSeconds(7));
		assertThat(ended(started).state()).isEqualTo(BackgroundTaskState.COMPLETED);
		assertThat(
				this.client.get(started.header("Location") + "/output").json().get("lines").findValuesAsString("text"))
			.containsExactly("job " + job.substring("/jobs/".length()) + " started",
					"attempt 2 continues job " + job.substring("/jobs/".length()));
	}

	@Test
	void reattachOfAKindWithoutSupportIsAConflict() throws Exception {
		Answer started = this.client.postCsv("/sessions/asking/imports", "a,b\n1\n");
		Answer refused = this.client.post(started.header("Location") + "/reattach", "{}");
		assertThat(refused.status()).isEqualTo(409);
		assertThat(refused.json().get("detail").asString()).contains("import", "reattach");
		this.client.delete("/sessions/asking");
	}

	@Test
	void taskOfAnotherSessionIsNotReattached() throws Exception {
		Answer started = started("mine", 1);
		String id = started.json().get("id").asString();
		assertThat(this.client.post("/sessions/yours/tasks/" + id + "/reattach", "{}").status()).isEqualTo(404);
		this.client.delete("/sessions/mine");
	}

	@Test
	void messageIsNotDelivered() throws Exception {
		Answer started = started("told", 10);
		Answer sent = this.client.post(started.header("Location") + "/messages", "{\"text\":\"faster\"}");
		assertThat(sent.status()).isEqualTo(200);
		assertThat(sent.json().at("/message/delivery").asString()).isEqualTo("not_delivered");
		assertThat(sent.json().get("reason").asString()).contains("remote", "deliver");
		this.client.delete("/sessions/told");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', value = { "{\"name\":\"a\",\"steps\":0} | steps",
			"{\"name\":\" \",\"steps\":1} | name", "{\"steps\":1} | name" })
	void invalidInputIsRefusedWithTheField(String body, String field) throws Exception {
		Answer refused = this.client.post("/sessions/refused/remote-jobs", body);
		assertThat(refused.status()).isEqualTo(400);
		assertThat(refused.json().get("detail").asString()).contains(field);
		assertThat(this.host.listManaged("refused")).isEmpty();
	}

}
