package io.github.taskhost.autoconfigure.endpoint;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.TaskSession;
import io.github.taskhost.autoconfigure.endpoint.EndpointClient.Answer;
import io.github.taskhost.task.BackgroundTaskRegistration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for pages over HTTP while tasks come and go.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class EndpointPagingTests {

	private static final int TASKS = 40;

	private ConfigurableApplicationContext application;

	private BackgroundTaskHost host;

	private EndpointClient client;

	@BeforeAll
	void start() {
		this.application = new SpringApplicationBuilder(ServletBackgroundTasksEndpointTests.Application.class)
			.web(WebApplicationType.SERVLET)
			.properties("server.port=0", "server.address=127.0.0.1", "spring.jmx.enabled=false",
					"management.endpoints.web.exposure.include=backgroundtasks",
					"management.endpoint.backgroundtasks.access=unrestricted", "taskhost.shutdown.grace-period=1s",
					"taskhost.shutdown.interrupt-wait=1s")
			.run();
		this.host = this.application.getBean(BackgroundTaskHost.class);
		this.client = new EndpointClient(this.application);
	}

	@AfterAll
	void stop() {
		this.application.close();
	}

	/** Every seed removes other tasks, and among them those at which a page ends. */
	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3, 4, 5 })
	void tasksThatStayAreListedOnceWhileOthersComeAndGo(int seed) throws Exception {
		Random random = new Random(seed);
		String session = "session-" + UUID.randomUUID();
		List<String> staying = new ArrayList<>(ids("first", TASKS));
		staying.forEach((id) -> register(session, id));
		List<String> seen = new ArrayList<>();
		String query = "?session=" + session + "&limit=" + (1 + random.nextInt(7));
		String next = null;
		do {
			Answer page = page(query, next);
			List<String> ids = idsOf(page);
			seen.addAll(ids);
			next = nextOf(page);
			remove(session, ids.get(ids.size() - 1));
			remove(session, staying.remove(random.nextInt(staying.size())));
			if (seen.size() < TASKS) {
				register(session, "later-" + seen.size());
			}
		}
		while (next != null);
		assertThat(seen).doesNotHaveDuplicates().containsAll(staying);
	}

	/** The end of a task is no reason to be elsewhere in the list. */
	@Test
	void endedTaskKeepsItsPlace() throws Exception {
		String session = "session-" + UUID.randomUUID();
		ids("task", 6).forEach((id) -> register(session, id));
		Answer first = page("?session=" + session + "&limit=2", null);
		this.host.cancelManaged(session, "task-0");
		this.host.cancelManaged(session, "task-4");
		Answer second = page("?session=" + session + "&limit=2", nextOf(first));
		Answer third = page("?session=" + session + "&limit=2", nextOf(second));
		assertThat(List.of(idsOf(first), idsOf(second), idsOf(third))).containsExactly(List.of("task-0", "task-1"),
				List.of("task-2", "task-3"), List.of("task-4", "task-5"));
	}

	@Test
	void shortPageSaysThatTheHostStoppedToLook() throws Exception {
		String session = "session-" + UUID.randomUUID();
		ids("task", 10_001).forEach((id) -> register(session, id));
		String query = "?order=newest&createdBefore=2020-01-01T00:00:00Z&session=" + session;
		Answer first = page(query, null);
		assertThat(idsOf(first)).isEmpty();
		assertThat(first.json().path("partial").asBoolean()).isTrue();
		Answer last = page(query, nextOf(first));
		assertThat(nextOf(last)).isNull();
		assertThat(last.json().has("partial")).isFalse();
		this.host.session(session).cancelAllNow(null);
	}

	@Test
	void threadsThatIgnoreInterruptsAreListedUntilTheyEnd() throws Exception {
		TaskSession session = this.host.session("session-" + UUID.randomUUID());
		CountDownLatch over = new CountDownLatch(1);
		List<BackgroundTaskHandle<String>> tasks = new ArrayList<>();
		for (String id : ids("deaf", 5)) {
			tasks.add(deaf(session, id, over));
		}
		BackgroundTaskHandle<String> kept = deaf(session, "kept", over);
		tasks.forEach((task) -> this.host.cancelManaged(session.id(), task.id()));
		String query = "?unresponsive=true&session=" + session.id();
		assertThat(idsOf(page(query, null))).isEqualTo(ids("deaf", 5));
		assertThat(idsOf(page(query + "&kind=other", null))).isEmpty();
		assertThat(this.client.get("/deaf-0?session=" + session.id()).json().path("unresponsive").asBoolean()).isTrue();
		assertThat(this.client.get("/kept?session=" + session.id()).json().path("unresponsive").asBoolean(true))
			.isFalse();
		Answer first = page(query + "&limit=2", null);
		Answer second = page(query + "&limit=2", nextOf(first));
		Answer third = page(query + "&limit=2", nextOf(second));
		assertThat(List.of(idsOf(first), idsOf(second), idsOf(third))).containsExactly(List.of("deaf-0", "deaf-1"),
				List.of("deaf-2", "deaf-3"), List.of("deaf-4"));
		assertThat(nextOf(third)).isNull();
		assertThat(page(query, "nonsense").status()).isEqualTo(400);
		over.countDown();
		kept.await(Duration.ofSeconds(30));
		this.host.awaitIdle(Duration.ofSeconds(30));
		assertThat(idsOf(page(query, null))).isEmpty();
	}

	/** A body that takes no notice until it is told to end. */
	private static BackgroundTaskHandle<String> deaf(TaskSession session, String id, CountDownLatch over)
			throws InterruptedException {
		CountDownLatch running = new CountDownLatch(1);
		BackgroundTaskHandle<String> task = session.spawn(BackgroundTaskRegistration.ofKind("deaf").id(id).build(),
				(body) -> {
					running.countDown();
					awaitWithoutNotice(over);
					return "done";
				});
		running.await();
		return task;
	}

	private static void awaitWithoutNotice(CountDownLatch over) {
		while (over.getCount() > 0) {
			try {
				over.await();
			}
			catch (InterruptedException ex) {
				// the body ignores interrupts
			}
		}
	}

	private Answer page(String query, @Nullable String after) throws Exception {
		return this.client.get(query + ((after != null) ? "&after=" + after : ""));
	}

	private static List<String> idsOf(Answer page) {
		return page.json().path("tasks").valueStream().map((task) -> task.path("id").asString()).toList();
	}

	private static @Nullable String nextOf(Answer page) {
		return page.json().path("next").asString(null);
	}

	private static List<String> ids(String prefix, int count) {
		return IntStream.range(0, count).mapToObj((i) -> prefix + "-" + i).toList();
	}

	private void register(String session, String id) {
		this.host.registerExternal(session, BackgroundTaskRegistration.ofKind("paged").id(id).build(), null);
	}

	private void remove(String session, String id) {
		this.host.unregisterExternal(session, id);
	}

}
