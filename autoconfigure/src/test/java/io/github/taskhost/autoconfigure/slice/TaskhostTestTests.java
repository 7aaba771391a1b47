package io.github.taskhost.autoconfigure.slice;

import java.time.Clock;
import java.time.Duration;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.KindDescription;
import io.github.taskhost.TaskRequest;
import io.github.taskhost.test.TestTime;
import io.github.taskhost.test.autoconfigure.TaskhostTest;
import io.github.taskhost.web.TaskEventStreams;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

import static io.github.taskhost.test.TaskAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.BDDMockito.given;

@TaskhostTest
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TaskhostTestTests {

	@Autowired
	private BackgroundTaskHost host;

	@Autowired
	private TestTime time;

	@Autowired
	private ApplicationContext context;

	@MockitoBean
	private Archive archive;

	@Test
	void allKindsOfTheApplicationAreDefined() {
		assertThat(this.host.kinds()).extracting(KindDescription::name).containsExactly("copy", "report", "sweep");
	}

	@Test
	void listenersOfTheApplicationAreCalled() throws Exception {
		int before = this.context.getBean(Ends.class).events.get();
		this.host.session("ann").submit(TaskRequest.of("sweep"));
		this.host.awaitIdle(Duration.ofSeconds(30));
		assertThat(this.context.getBean(Ends.class).events.get()).isGreaterThan(before);
	}

	@Test
	void nothingElseIsInTheContext() {
		assertThat(this.context.getBeanNamesForType(Pages.class)).isEmpty();
		assertThat(this.context.getBeanNamesForType(MeterRegistry.class)).isEmpty();
		assertThat(this.context.getBeanNamesForType(TaskEventStreams.class)).isEmpty();
		assertThat(this.context.containsBean("backgroundTasksEndpoint")).isFalse();
	}

	@Test
	void clockOfTheApplicationStays() {
		assertThat(this.context.getBean(Clock.class)).isNotSameAs(this.time);
	}

	@Test
	void workRunsInTheTimeOfTheTestAndAsks() throws Exception {
		given(this.archive.store("May")).willReturn("kept");
		BackgroundTaskHandle<String> task = this.host.session("ann")
			.submit(TaskRequest.of("report").input(new Reports.Order("May")), String.class);
		this.time.awaitScheduled(Duration.ofHours(1));
		assertThat(task).isRunning().asksNothing();
		this.time.advance(Duration.ofHours(1));
		await().untilAsserted(() -> assertThat(task).isWaiting().asks("store"));
		task.answer("store", true);
		this.host.awaitIdle(Duration.ofSeconds(30));
		assertThat(task).isCompleted();
		assertThat(task.result()).isEqualTo("kept");
	}

	@Test
	@Order(1)
	void workMayBeLeftBehind() {
		BackgroundTaskHandle<?> task = this.host.session("left").run("sleep", (work) -> work.sleep(Duration.ofDays(1)));
		assertThat(task).isLive();
	}

	@Test
	@Order(2)
	void nextTestDoesNotSeeIt() {
		assertThat(this.host.session("left").list()).isEmpty();
	}

	@Nested
	class InANestedClass {

		@Test
		@Order(1)
		void workMayBeLeftBehind() {
			TaskhostTestTests.this.workMayBeLeftBehind();
		}

		@Test
		@Order(2)
		void nextTestDoesNotSeeIt() {
			TaskhostTestTests.this.nextTestDoesNotSeeIt();
		}

	}

}
