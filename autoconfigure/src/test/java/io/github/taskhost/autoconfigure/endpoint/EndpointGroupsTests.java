package io.github.taskhost.autoconfigure.endpoint;

import java.util.List;
import java.util.UUID;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.TaskRequest;
import io.github.taskhost.TaskSession;
import io.github.taskhost.task.BackgroundTaskState;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for groups over HTTP: a group is one task, with its members as its children.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class EndpointGroupsTests {

	private ConfigurableApplicationContext application;

	private EndpointClient client;

	@BeforeAll
	void start() {
		this.application = new SpringApplicationBuilder(ServletBackgroundTasksEndpointTests.Application.class,
				EndpointSchedulesTests.KindsConfiguration.class)
			.properties("server.port=0", "server.address=127.0.0.1", "spring.jmx.enabled=false",
					"management.endpoints.web.exposure.include=backgroundtasks", "taskhost.shutdown.grace-period=1s",
					"management.endpoint.backgroundtasks.access=unrestricted")
			.run();
		this.client = new EndpointClient(this.application);
	}

	@AfterAll
	void stop() {
		this.application.close();
	}

	private TaskSession newSession() {
		return this.application.getBean(BackgroundTaskHost.class).session("session-" + UUID.randomUUID());
	}

	/** Starts a group, one of whose two members ends, and waits for that end. */
	private static BackgroundTaskHandle<?> startHalf(TaskSession session) {
		BackgroundTaskHandle<?> group = session.group("nightly")
			.addAll(List.of(TaskRequest.of("echo").input("a"), TaskRequest.of("slow")))
			.start();
		Awaitility.await().until(() -> group.record().progress() != null && group.record().progress().current() == 1);
		return group;
	}

	private List<String> ids(String path, String list) throws Exception {
		return this.client.get(path)
			.json()
			.path(list)
			.valueStream()
			.map((task) -> task.path("kind").asString() + " " + task.path("state").asString())
			.toList();
	}

	@Test
	void groupShowsItsProgressAndItsMembersAsChildren() throws Exception {
		TaskSession session = newSession();
		String uid = startHalf(session).uid().toString();
		JsonNode json = this.client.get("/" + uid).json();
		assertThat(json.path("kind").asString()).isEqualTo("group");
		assertThat(json.path("state").asString()).isEqualTo("running");
		assertThat(json.path("progress").path("current").asLong()).isOne();
		assertThat(json.path("progress").path("total").asLong()).isEqualTo(2);
		assertThat(ids("/" + uid, "children")).containsExactlyInAnyOrder("echo completed", "slow running");
		assertThat(ids("?parent=" + uid, "tasks")).containsExactlyInAnyOrder("echo completed", "slow running");
		session.cancelAllNow(null);
	}

	@Test
	void groupIsOneTaskOfItsKindInTheListAndTheCounts() throws Exception {
		TaskSession session = newSession();
		startHalf(session);
		JsonNode page = this.client.get("?kind=group&session=" + session.id()).json();
		assertThat(page.path("tasks").valueStream().toList()).singleElement()
			.satisfies((task) -> assertThat(task.path("progress").path("total").asLong()).isEqualTo(2));
		assertThat(page.path("kinds").path("group").asLong()).isOne();
		session.cancelAllNow(null);
	}

	@Test
	void cancellationOfAGroupCancelsItsMembers() throws Exception {
		TaskSession session = newSession();
		BackgroundTaskHandle<?> group = startHalf(session);
		assertThat(this.client.post("/" + group.uid(), "{\"action\":\"cancel\"}").status()).isEqualTo(200);
		Awaitility.await().until(() -> group.record().state() == BackgroundTaskState.CANCELLED);
		assertThat(ids("/" + group.uid(), "children")).containsExactlyInAnyOrder("echo completed", "slow cancelled");
	}

}
