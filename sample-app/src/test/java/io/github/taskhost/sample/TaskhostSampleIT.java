package io.github.taskhost.sample;

import java.time.Duration;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.sample.SampleClient.Answer;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.ClosePolicy;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = { "sample.demo.enabled=false",
		"spring.datasource.url=jdbc:h2:mem:tasks;DB_CLOSE_DELAY=-1", "management.endpoint.health.show-details=always" })
class TaskhostSampleIT {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	@LocalServerPort
	private int port;

	@Autowired
	private BackgroundTaskHost host;

	private SampleClient client;

	@BeforeEach
	void connect() {
		this.client = new SampleClient(this.port);
	}

	/** Starts a task that runs until it is cancelled. */
	private String startTask(String session) {
		BackgroundTaskRegistration waiting = BackgroundTaskRegistration.ofKind("waiting")
			.closePolicy(ClosePolicy.TRANSFER)
			.build();
		return this.host.session(session).run(waiting, (context) -> context.sleep(Duration.ofHours(1))).id();
	}

	@Test
	void tasksOfASessionAreListedOldestFirstInPages() throws Exception {
		String first = startTask("list");
		String second = startTask("list");
		JsonNode all = this.client.get("/sessions/list/tasks").json();
		assertThat(all.findValuesAsString("id")).containsExactly(first, second);
		assertThat(all.get(0).get("kind").asString()).isEqualTo("waiting");
		Answer page = this.client.get("/sessions/list/tasks?limit=1");
		assertThat(page.json().findValuesAsString("id")).containsExactly(first);
		String next = page.header("Link").replaceAll("<(.*)>; rel=\"next\"", "$1");
		assertThat(this.client.get(next).json().findValuesAsString("id")).containsExactly(second);
		this.client.delete("/sessions/list");
	}

	@Test
	void unknownTaskIsAProblemWithAReason() throws Exception {
		Answer answer = this.client.get("/sessions/nobody/tasks/nothing");
		assertThat(answer.status()).isEqualTo(404);
		assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
		assertThat(answer.json().get("detail").asString()).contains("nobody").contains("nothing");
	}

	@Test
	void invalidSessionIsAProblemWithTheRule() throws Exception {
		Answer answer = this.client.get("/sessions/no%20blanks/tasks");
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.json().get("detail").asString()).contains("session id");
	}

	@Test
	void sessionCannotSucceedItself() throws Exception {
		Answer answer = this.client.delete("/sessions/self?successor=self");
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
	}

	@Test
	void closeMovesTasksToTheSuccessor() throws Exception {
		String id = startTask("leaving");
		Answer report = this.client.delete("/sessions/leaving?successor=heir");
		assertThat(report.status()).isEqualTo(200);
		assertThat(report.json().get("transferred").get(0).asString()).isEqualTo(id);
		assertThat(this.client.get("/sessions/heir/tasks/" + id).json().get("sessionId").asString()).isEqualTo("heir");
		assertThat(this.client.get("/sessions/leaving/tasks").json()).isEmpty();
		Answer end = this.client.delete("/sessions/heir");
		assertThat(end.json().get("cancelled").get(0).asString()).isEqualTo(id);
	}

	@Test
	void operatorSeesAndCancelsATaskThroughActuator() throws Exception {
		String id = startTask("operated");
		JsonNode list = this.client.get("/actuator/backgroundtasks?session=operated").json();
		assertThat(list.toString()).contains(id);
		Answer cancel = this.client.post("/actuator/backgroundtasks/" + id,
				"{\"action\":\"cancel\",\"reason\":\"by hand\"}");
		assertThat(cancel.status()).isEqualTo(200);
		assertThat(this.host.await(id, TIMEOUT).cancelReason()).isEqualTo("by hand");
	}

	@Test
	void cancelNeedsNoBody() throws Exception {
		String owned = "/sessions/brief/tasks/" + startTask("brief");
		assertThat(this.client.post(owned + "/cancel", "").status()).isEqualTo(200);
		String operated = startTask("brief");
		assertThat(this.client.post("/actuator/backgroundtasks/brief/" + operated, "").status()).isEqualTo(200);
		assertThat(this.host.await(operated, TIMEOUT).state()).isEqualTo(BackgroundTaskState.CANCELLED);
	}

	@Test
	void operatorSeesTasksInPrometheusAndHealth() throws Exception {
		startTask("metered");
		assertThat(this.client.get("/actuator/prometheus").text()).contains("taskhost_tasks{")
			.contains("kind=\"waiting\"");
		assertThat(this.client.get("/actuator/health").json().at("/components/backgroundtasks/status").asString())
			.isEqualTo("UP");
		this.client.delete("/sessions/metered");
	}

}
