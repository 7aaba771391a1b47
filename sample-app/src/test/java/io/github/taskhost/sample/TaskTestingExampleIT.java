package io.github.taskhost.sample;

import java.time.Duration;
import java.util.Map;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.TaskRequest;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.FailureKind;
import io.github.taskhost.task.InputRequest;
import io.github.taskhost.test.TestTime;
import io.github.taskhost.test.autoconfigure.AutoConfigureTaskhost;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

import static io.github.taskhost.test.TaskAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Shows how an application tests its background work. See docs/testing.md. */
@SpringBootTest(properties = { "sample.demo.enabled=false", "spring.datasource.url=jdbc:h2:mem:testing" })
@AutoConfigureTaskhost
class TaskTestingExampleIT {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	@Autowired
	private BackgroundTaskHost host;

	@Autowired
	private TestTime time;

	@Test
	void checksumIsComputedInTheBackground() throws Exception {
		BackgroundTaskHandle<?> task = this.host.session("ann")
			.submit(TaskRequest.of("checksum").input(Map.of("text", "to be or not to be", "parts", 8)));
		this.host.awaitIdle(TIMEOUT);
		assertThat(task.record().summary()).startsWith("SHA-256 over 8 parts");
		assertThat(this.host.session("ann").list()).hasSize(9);
	}

	@Test
	void reminderComesAfterAnHour() throws Exception {
		BackgroundTaskHandle<String> task = this.host.session("ann")
			.spawn(BackgroundTaskRegistration.ofKind("reminder").startAfter(Duration.ofHours(1)).build(),
					(context) -> "stand up");
		this.time.advance(Duration.ofMinutes(59));
		assertThat(task).isPending();
		this.time.advance(Duration.ofMinutes(1));
		this.host.awaitIdle(TIMEOUT);
		assertThat(task.result()).isEqualTo("stand up");
	}

	@Test
	void transferAsksBeforeItGoesOn() throws Exception {
		BackgroundTaskHandle<String> task = this.host.session("ann").spawn("transfer", (context) -> {
			boolean approved = context.requestInput(InputRequest.of("approve", "Send 100?"), Boolean.class);
			return approved ? "sent" : "kept";
		});
		await().untilAsserted(() -> assertThat(task).isWaiting().asks("approve"));
		task.answer("approve", false);
		this.host.awaitIdle(TIMEOUT);
		assertThat(task.result()).isEqualTo("kept");
	}

	@Test
	void taskFailsAtItsTimeout() throws Exception {
		BackgroundTaskHandle<String> task = this.host.session("ann")
			.spawn(BackgroundTaskRegistration.ofKind("search").timeout(Duration.ofDays(1)).build(), (context) -> {
				context.sleep(Duration.ofDays(2));
				return "found";
			});
		this.time.awaitScheduled(Duration.ofDays(1));
		this.time.advance(Duration.ofDays(1));
		this.host.awaitIdle(TIMEOUT);
		assertThat(task).isFailed().hasFailure(FailureKind.TIMEOUT);
	}

	@Test
	void earlierTestsLeaveNoTasks() {
		assertThat(this.host.session("ann").list()).isEmpty();
	}

}
