package io.github.taskhost.sample.jobs;

import java.io.IOException;
import java.time.Duration;

import io.github.taskhost.sample.SampleClient;
import io.github.taskhost.sample.SampleClient.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

class JobServerTests {

	private final SettableTime time = new SettableTime();

	private JobServer server;

	private SampleClient client;

	@BeforeEach
	void start() throws IOException {
		JobProperties properties = new JobProperties(0, Duration.ofSeconds(1), 2);
		this.server = new JobServer(new Jobs(this.time, properties), JsonMapper.builder().build(), properties);
		this.server.afterPropertiesSet();
		this.client = new SampleClient(this.server.uri());
	}

	@AfterEach
	void stop() {
		this.server.destroy();
	}

	private Answer job(int steps) throws Exception {
		return this.client.post("/jobs", "{\"name\":\"report\",\"steps\":" + steps + "}");
	}

	private String state(Answer job) throws Exception {
		Answer answer = this.client.get(job.header("Location"));
		assertThat(answer.status()).isEqualTo(200);
		return answer.json().get("done") + " " + answer.json().get("state").asString();
	}

	@Test
	void jobAdvancesByOneStepPerStepTime() throws Exception {
		Answer job = job(3);
		assertThat(job.status()).isEqualTo(201);
		assertThat(state(job)).isEqualTo("0 running");
		this.time.pass(Duration.ofSeconds(2));
		assertThat(state(job)).isEqualTo("2 running");
		this.time.pass(Duration.ofHours(1));
		assertThat(state(job)).isEqualTo("3 done");
	}

	@Test
	void cancelledJobStopsAdvancing() throws Exception {
		Answer job = job(3);
		this.time.pass(Duration.ofSeconds(1));
		assertThat(this.client.delete(job.header("Location")).json().get("state").asString()).isEqualTo("cancelled");
		this.time.pass(Duration.ofHours(1));
		assertThat(state(job)).isEqualTo("1 cancelled");
	}

	@Test
	void cancelHasNoEffectOnADoneJob() throws Exception {
		Answer job = job(1);
		this.time.pass(Duration.ofSeconds(1));
		this.client.delete(job.header("Location"));
		assertThat(state(job)).isEqualTo("1 done");
	}

	@Test
	void jobsAreBoundedAndTheOldestEndedJobsAreRemovedFirst() throws Exception {
		Answer first = job(1);
		Answer second = job(5);
		assertThat(job(1).status()).isEqualTo(503);
		this.time.pass(Duration.ofSeconds(1));
		assertThat(job(1).status()).isEqualTo(201);
		assertThat(this.client.get(first.header("Location")).status()).isEqualTo(404);
		assertThat(state(second)).isEqualTo("1 running");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{", "[]", "{\"name\":\"\",\"steps\":1}", "{\"name\":\"a\",\"steps\":0}",
			"{\"name\":\"a\",\"steps\":1000000}", "{\"steps\":1}" })
	void invalidJobIsRefused(String body) throws Exception {
		assertThat(this.client.post("/jobs", body).status()).isEqualTo(400);
	}

	@Test
	void unknownJobAndOtherMethodsAreRefused() throws Exception {
		assertThat(this.client.get("/jobs/none").status()).isEqualTo(404);
		assertThat(this.client.get("/jobs").status()).isEqualTo(404);
		assertThat(this.client.delete("/jobs/none").status()).isEqualTo(404);
		assertThat(this.client.send("PUT", "/jobs", "", new byte[0]).status()).isEqualTo(405);
	}

	@Test
	void serverStopsWithItsBean() {
		this.server.destroy();
		assertThatIOException().isThrownBy(() -> job(1));
	}

}
