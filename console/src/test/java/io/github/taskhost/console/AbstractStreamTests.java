package io.github.taskhost.console;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.console.web.ConsoleHandler;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/** The streams of the console: their number, and every way in which they end. */
@TestInstance(Lifecycle.PER_CLASS)
@ExtendWith(OutputCaptureExtension.class)
@Timeout(60)
abstract class AbstractStreamTests {

	private final WebApplicationType type;

	private RealConsole console;

	AbstractStreamTests(WebApplicationType type) {
		this.type = type;
	}

	@BeforeAll
	void start() {
		this.console = RealConsole.start(this.type, Secured.of(this.type));
	}

	@AfterAll
	void stop() {
		this.console.close();
	}

	private int open() {
		return this.console.bean(ConsoleHandler.class).openStreams();
	}

	private void awaitNone() {
		Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> open() == 0);
	}

	private static void assertNoError(CapturedOutput output) {
		assertThat(output.getAll()).doesNotContain(" ERROR ").doesNotContain("Exception in thread");
	}

	@Test
	void twentyStreamsAreOpenAndTheNextOneIsRefused(CapturedOutput output) throws Exception {
		List<EventStream> streams = new ArrayList<>();
		try {
			for (int i = 0; i < 20; i++) {
				streams.add(EventStream.open(this.console, "view=overview"));
			}
			assertThat(streams).allMatch((stream) -> stream.status() == 200);
			assertThat(streams).allMatch((stream) -> stream.header("X-XSS-Protection").equals("0"));
			assertThat(open()).isEqualTo(20);
			HttpResponse<String> refused = this.console.get("/taskhost/api/live?view=overview");
			assertThat(refused.statusCode()).isEqualTo(503);
			assertThat(RealConsole.read(refused).path("detail").asString()).contains("20");
			assertThat(this.console.get("/taskhost/api/live?view=overview&once=true").statusCode()).isEqualTo(200);
		}
		finally {
			closeAll(streams);
		}
		awaitNone();
		assertNoError(output);
	}

	private static void closeAll(List<EventStream> streams) throws IOException {
		for (EventStream stream : streams) {
			stream.close();
		}
	}

	@Test
	void requestForTheHeadersAloneOpensNoStream() {
		HttpResponse<String> head = this.console
			.send(this.console.request("/taskhost/api/live?view=overview").method("HEAD", BodyPublishers.noBody()));
		assertThat(head.statusCode()).isEqualTo(200);
		assertThat(open()).isZero();
	}

	@Test
	void logoutEndsTheStream(CapturedOutput output) throws Exception {
		assertThat(this.console.post("/login", Map.of("username", "reader", "password", "reader")).statusCode())
			.isEqualTo(302);
		assertThat(this.console.json("/taskhost/api/session").path("user").asString()).isEqualTo("reader");
		try (EventStream stream = EventStream.open(this.console, "view=overview")) {
			long begin = System.nanoTime();
			assertThat(this.console.post("/logout", Map.of()).statusCode()).isIn(204, 302);
			assertThat(stream.lines(20)).contains("event: bye", "data: {\"reason\":\"signed_out\"}");
			assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(3));
		}
		awaitNone();
		assertNoError(output);
	}

	@Test
	void streamOfATaskThatIsGoneIsNotFound() throws Exception {
		assertThat(this.console.get("/taskhost/api/live?view=task&uid=" + UUID.randomUUID()).statusCode())
			.isEqualTo(404);
		BackgroundTaskRecord task = this.console.host()
			.registerExternal("s1", BackgroundTaskRegistration.ofKind("import").id("a").build(), null);
		try (EventStream stream = EventStream.open(this.console, "view=task&uid=" + task.uid())) {
			this.console.host().unregisterExternal("s1", "a");
			assertThat(stream.lines(20)).contains("event: bye")
				.anyMatch((line) -> line.startsWith("data: {\"reason\":\"gone\"") || line.contains("\"gone\""));
		}
		awaitNone();
	}

	@Test
	void applicationStopsWithOpenStreams(CapturedOutput output) throws Exception {
		RealConsole stopping = RealConsole.start(this.type, Secured.of(this.type));
		BackgroundTaskHandle<String> task = stopping.host()
			.session("s1")
			.spawn(BackgroundTaskRegistration.ofKind("import").id("a").build(), (context) -> "done");
		task.await(Duration.ofSeconds(20));
		try (EventStream overview = EventStream.open(stopping, "view=overview");
				EventStream rows = EventStream.open(stopping, "view=rows&uid=" + task.record().uid())) {
			ConsoleHandler handler = stopping.bean(ConsoleHandler.class);
			long begin = System.nanoTime();
			stopping.close();
			assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(3));
			assertThat(overview.lines(5)).contains("data: {\"reason\":\"draining\"}");
			assertThat(rows.lines(5)).contains("data: {\"reason\":\"draining\"}");
			assertThat(handler.openStreams()).isZero();
		}
		assertNoError(output);
	}

}
