package io.github.taskhost.console.api;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;

import io.github.taskhost.BackgroundTask;
import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.autoconfigure.view.TaskValues;
import io.github.taskhost.local.LocalBackgroundTaskHost;
import io.github.taskhost.spi.TaskCallers;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/** Tests for the views of cancelled tasks. */
@Timeout(60)
class CancelledTaskTests {

	private final LocalBackgroundTaskHost host = LocalBackgroundTaskHost.builder()
		.callers(() -> TaskCallers.Caller.of("op", List.of()))
		.build();

	private final TaskViews views = new TaskViews(this.host, new TaskValues((path, value) -> value), Clock.systemUTC());

	@BeforeEach
	void start() {
		this.host.start();
	}

	@AfterEach
	void stop() {
		this.host.stop();
	}

	private static BackgroundTaskRegistration task(String id) {
		return BackgroundTaskRegistration.ofKind("import").id(id).build();
	}

	private TaskDetail detail(UUID uid) {
		return this.views.detail(this.views.task(uid), new Viewer(true, null, (authority) -> true), 0);
	}

	private TaskDetail cancelled(BackgroundTask<String> body) throws InterruptedException {
		CountDownLatch begun = new CountDownLatch(1);
		BackgroundTaskHandle<String> handle = this.host.session("s1").spawn(task("a"), (context) -> {
			begun.countDown();
			return body.run(context);
		});
		begun.await();
		handle.cancel("enough");
		handle.await(Duration.ofSeconds(20));
		return detail(handle.uid());
	}

	@Test
	void cancellationAtOnceNamesItsUserAndReason() {
		BackgroundTaskRecord waits = this.host.register("s1", task("a"));
		this.host.task(waits.uid()).cancelNow("enough");
		Moment last = detail(waits.uid()).timeline().getLast();
		assertThat(last.type()).isEqualTo("cancelled");
		assertThat(last.by()).isEqualTo("op");
		assertThat(last.text()).isEqualTo("enough");
	}

	@Test
	void cancellationThatIsFollowedNamesItsUserOnce() throws InterruptedException {
		TaskDetail detail = cancelled((context) -> {
			context.sleep(Duration.ofMinutes(5));
			return "late";
		});
		assertThat(detail.timeline()).filteredOn((moment) -> "op".equals(moment.by()))
			.singleElement()
			.extracting(Moment::type)
			.isEqualTo("cancel_requested");
	}

	@Test
	void bodyThatFollowsTheCancellationHasNoFailure() throws InterruptedException {
		TaskDetail.AttemptView attempt = cancelled((context) -> {
			context.sleep(Duration.ofMinutes(5));
			return "late";
		}).attempts().getLast();
		assertThat(attempt.cancelled()).isTrue();
		assertThat(attempt.failure()).isNull();
	}

	@Test
	void otherExceptionAfterTheCancellationStays() throws InterruptedException {
		TaskDetail.AttemptView attempt = cancelled((context) -> {
			try {
				context.sleep(Duration.ofMinutes(5));
			}
			finally {
				throwFor("half of the file is written");
			}
			return "late";
		}).attempts().getLast();
		assertThat(attempt.cancelled()).isTrue();
		assertThat(attempt.failure()).isNotNull();
		assertThat(attempt.failure().message()).contains("half of the file is written");
	}

	private static void throwFor(String message) {
		throw new IllegalStateException(message);
	}

}
