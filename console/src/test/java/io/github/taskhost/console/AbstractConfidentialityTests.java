package io.github.taskhost.console;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.console.access.Client;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.InputRequest;
import io.github.taskhost.task.JsonPayload;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.WebApplicationType;

import static org.assertj.core.api.Assertions.assertThat;

/** Values of tasks in a console that shows none. */
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(60)
abstract class AbstractConfidentialityTests {

	private static final String SECRET = "sesame";

	private final WebApplicationType type;

	private RealConsole console;

	AbstractConfidentialityTests(WebApplicationType type) {
		this.type = type;
	}

	@BeforeAll
	void start() {
		this.console = RealConsole.start(this.type, RealConsole.Nothing.class, RealConsole.OPEN);
	}

	@AfterAll
	void stop() {
		this.console.close();
	}

	private static BackgroundTaskRegistration.Builder task() {
		return BackgroundTaskRegistration.ofKind("import").id("t" + UUID.randomUUID());
	}

	private void assertHidden(BackgroundTaskRecord task) {
		String path = "/taskhost/api/tasks/" + task.uid();
		for (String part : List.of("", "/output", "/messages", "/stack", "/children")) {
			assertThat(this.console.json(path + part).toString()).as(part).doesNotContain(SECRET);
		}
		assertThat(this.console.json("/taskhost/api/tasks").toString()).doesNotContain(SECRET);
		assertThat(this.console.json("/taskhost/api/live?once=true&view=task&uid=" + task.uid()).toString())
			.doesNotContain(SECRET);
		assertThat(this.console.json("/taskhost/api/live?once=true&view=rows&uid=" + task.uid()).toString())
			.doesNotContain(SECRET);
	}

	@Test
	void inputResultOutputAndMessagesAreMasked() throws InterruptedException {
		BackgroundTaskHandle<String> task = this.console.host()
			.session("s1")
			.spawn(task().input(new JsonPayload("{\"key\":\"" + SECRET + "\"}")).build(), (context) -> {
				context.output("stdout", SECRET);
				return SECRET;
			});
		task.await(Duration.ofSeconds(20));
		assertHidden(task.record());
	}

	@Test
	void failuresAndTheirStacksAreMasked() throws InterruptedException {
		BackgroundTaskHandle<String> task = this.console.host().session("s1").spawn(task().build(), (context) -> {
			throw new IllegalStateException(SECRET);
		});
		task.await(Duration.ofSeconds(20));
		assertThat(this.console.json("/taskhost/api/tasks/" + task.record().uid())
			.path("failure")
			.path("message")
			.asString()).isEqualTo("******");
		assertHidden(task.record());
	}

	@Test
	void messagesAnswersAndStacksAreMasked() {
		CountDownLatch done = new CountDownLatch(1);
		BackgroundTaskHandle<String> task = this.console.host().session("s1").spawn(task().build(), (context) -> {
			context.requestInput(InputRequest.of("k", "Go on?"));
			done.await();
			return "";
		});
		Awaitility.await().until(() -> task.record().inputRequest() != null);
		String path = "/taskhost/api/tasks/" + task.record().uid();
		assertThat(this.console.post(path + "/message", Map.of("text", SECRET), Client.CONSOLE_HEADER, "1").body())
			.doesNotContain(SECRET);
		assertThat(this.console
			.post(path + "/answer", Map.of("key", "k", "answer", "\"" + SECRET + "\""), Client.CONSOLE_HEADER, "1")
			.body()).doesNotContain(SECRET);
		Awaitility.await().until(() -> task.record().inputRequest() == null);
		assertHidden(task.record());
		done.countDown();
	}

}
