package io.github.taskhost.autoconfigure.endpoint;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.autoconfigure.TaskhostAutoConfiguration;
import io.github.taskhost.autoconfigure.view.NodeView;
import io.github.taskhost.autoconfigure.view.ScheduleView;
import io.github.taskhost.error.TaskNotFoundException;
import io.github.taskhost.spi.ClusterNode;
import io.github.taskhost.spi.ClusterNode.Lease;
import io.github.taskhost.spi.StoredPage;
import io.github.taskhost.spi.StoredTaskCounts;
import io.github.taskhost.spi.TaskJournal;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.JsonPayload;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.jmx.JmxEndpointAutoConfiguration;
import org.springframework.boot.actuate.endpoint.jmx.ExposableJmxEndpoint;
import org.springframework.boot.actuate.endpoint.jmx.JmxOperation;
import org.springframework.boot.actuate.endpoint.jmx.annotation.JmxEndpointDiscoverer;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.jmx.JmxAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link TaskhostEndpointAutoConfiguration}, and for the endpoint without the
 * web.
 */
class TaskhostEndpointAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner().withConfiguration(
			AutoConfigurations.of(TaskhostAutoConfiguration.class, TaskhostEndpointAutoConfiguration.class));

	@Test
	void contributesTheEndpointAndItsExtensionWhenExposed() {
		this.contextRunner.withPropertyValues("management.endpoints.web.exposure.include=backgroundtasks")
			.run((context) -> assertThat(context).hasSingleBean(BackgroundTasksEndpoint.class)
				.hasSingleBean(BackgroundTasksEndpointWebExtension.class));
	}

	@Test
	void contributesNothingWhenNotExposed() {
		this.contextRunner.run((context) -> assertThat(context).doesNotHaveBean(BackgroundTasksEndpoint.class));
	}

	@Test
	void contributesNothingWithoutAccess() {
		this.contextRunner
			.withPropertyValues("management.endpoints.web.exposure.include=backgroundtasks",
					"management.endpoint.backgroundtasks.access=NONE")
			.run((context) -> assertThat(context).doesNotHaveBean(BackgroundTasksEndpoint.class));
	}

	@Test
	void contributesNothingWithoutAHost() {
		this.contextRunner
			.withPropertyValues("management.endpoints.web.exposure.include=backgroundtasks", "taskhost.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(BackgroundTasksEndpoint.class));
	}

	@Test
	void contributesNothingWithoutActuator() {
		this.contextRunner
			.withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate.endpoint",
					"org.springframework.boot.health.contributor"))
			.withPropertyValues("management.endpoints.web.exposure.include=backgroundtasks")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean("backgroundTasksEndpoint")
				.doesNotHaveBean("backgroundTasksEndpointWebExtension"));
	}

	@Test
	void jmxReadsOnly() {
		this.contextRunner
			.withConfiguration(AutoConfigurations.of(EndpointAutoConfiguration.class, JmxAutoConfiguration.class,
					JmxEndpointAutoConfiguration.class))
			.withPropertyValues("management.endpoints.jmx.exposure.include=backgroundtasks", "spring.jmx.enabled=true",
					"management.endpoint.backgroundtasks.access=UNRESTRICTED")
			.run((context) -> {
				Collection<ExposableJmxEndpoint> endpoints = context.getBean(JmxEndpointDiscoverer.class)
					.getEndpoints();
				assertThat(endpoints).hasSize(1)
					.first()
					.extracting(ExposableJmxEndpoint::getOperations)
					.satisfies((operations) -> assertThat(operations).extracting(JmxOperation::getName)
						.containsExactlyInAnyOrder("tasks", "task", "taskPart", "schedules"));
			});
	}

	@Test
	void readsWithoutTheWeb() {
		this.contextRunner.withPropertyValues("management.endpoints.web.exposure.include=backgroundtasks")
			.run((context) -> {
				context.getBean(BackgroundTaskHost.class)
					.register("chat-42", BackgroundTaskRegistration.ofKind("import").id("a").build());
				BackgroundTasksEndpoint endpoint = context.getBean(BackgroundTasksEndpoint.class);
				assertThat(endpoint.tasks(null, null, null, null, null, null).tasks()).hasSize(1);
				assertThat(endpoint.task("a", null)).containsEntry("state", "pending")
					.containsEntry("children", List.<Map<String, Object>>of())
					.containsEntry("messages", List.<Map<String, Object>>of())
					.containsEntry("answers", List.<Map<String, Object>>of())
					.containsEntry("output", List.<Map<String, Object>>of());
				assertThatExceptionOfType(TaskNotFoundException.class).isThrownBy(() -> endpoint.task("b", null));
			});
	}

	@Test
	void countsOfADurableHostAreThoseOfItsStoreToo() {
		TaskJournal journal = mock();
		given(journal.workerId()).willReturn("worker_1");
		given(journal.clock()).willReturn(Clock.systemUTC());
		given(journal.page(any(), any(), anyInt(), any())).willReturn(new StoredPage(List.of(), null, false));
		given(journal.counts()).willReturn(Optional.of(new StoredTaskCounts(
				Map.of("import", Map.of(BackgroundTaskState.PENDING, 2L, BackgroundTaskState.RUNNING, 1L), "copy",
						Map.of(BackgroundTaskState.PENDING, 4L)),
				Duration.ofSeconds(3))));
		this.contextRunner.withBean(TaskJournal.class, () -> journal)
			.withPropertyValues("management.endpoints.web.exposure.include=backgroundtasks")
			.run((context) -> {
				TasksDescriptor tasks = context.getBean(BackgroundTasksEndpoint.class)
					.tasks(null, null, null, null, null, null);
				assertThat(tasks.states()).containsEntry("pending", 0L);
				assertThat(tasks.stored()).isEqualTo(new TasksDescriptor.Stored(
						Map.of("pending", 6L, "running", 1L, "waiting", 0L, "cancel_requested", 0L),
						Map.of("copy", 4L, "import", 3L), "PT3S"));
			});
	}

	@Test
	void hostInMemoryHasNoCountsOfAStoreAndNoNodes() {
		this.contextRunner.withPropertyValues("management.endpoints.web.exposure.include=backgroundtasks")
			.run((context) -> {
				TasksDescriptor tasks = context.getBean(BackgroundTasksEndpoint.class)
					.tasks(null, null, null, null, null, null);
				assertThat(tasks.stored()).isNull();
				assertThat(tasks.nodes()).isNull();
			});
	}

	@Test
	void nodesOfADurableHostAreShownUpToALimit() {
		List<ClusterNode> nodes = new ArrayList<>();
		nodes.add(new ClusterNode("worker_1", "orders-1", true, Lease.HELD, Duration.ofMillis(1500), 7, true));
		for (int i = 2; i <= 150; i++) {
			nodes.add(new ClusterNode("worker_" + i, "orders-" + i, false, Lease.FENCED, Duration.ofMinutes(1), 0,
					false));
		}
		TaskJournal journal = mock();
		given(journal.workerId()).willReturn("worker_1");
		given(journal.clock()).willReturn(Clock.systemUTC());
		given(journal.page(any(), any(), anyInt(), any())).willReturn(new StoredPage(List.of(), null, false));
		given(journal.nodes()).willReturn(nodes);
		this.contextRunner.withBean(TaskJournal.class, () -> journal)
			.withPropertyValues("management.endpoints.web.exposure.include=backgroundtasks")
			.run((context) -> assertThat(
					context.getBean(BackgroundTasksEndpoint.class).tasks(null, null, null, null, null, null).nodes())
				.hasSize(NodeView.MAX_NODES)
				.startsWith(new NodeView("worker_1", "orders-1", true, "held", "PT1.5S", 7, true),
						new NodeView("worker_2", "orders-2", false, "fenced", "PT1M", 0, false)));
	}

	/** JMX has no users: every client is authorized. */
	@ParameterizedTest
	@CsvSource({ "never,******", "when-authorized,secret", "always,secret" })
	void showsValuesWithoutTheWebAsIfAuthorized(String showValues, String input) {
		this.contextRunner
			.withPropertyValues("management.endpoints.jmx.exposure.include=backgroundtasks", "spring.jmx.enabled=true",
					"management.endpoint.backgroundtasks.roles=KEEPER",
					"management.endpoint.backgroundtasks.show-values=" + showValues)
			.run((context) -> {
				context.getBean(BackgroundTaskHost.class)
					.register("chat-42",
							BackgroundTaskRegistration.ofKind("import")
								.id("a")
								.input(new JsonPayload("\"secret\""))
								.build());
				assertThat(context.getBean(BackgroundTasksEndpoint.class).task("a", null)).containsEntry("input",
						input);
			});
	}

	@ParameterizedTest
	@ValueSource(classes = { TasksDescriptor.class, TasksDescriptor.Stored.class, NodeView.class, KindsDescriptor.class,
			SchedulesDescriptor.class, ScheduleView.class, ScheduleView.Counts.class, RefusalDescriptor.class })
	void answersMayBeWritten(Class<?> type) {
		RuntimeHints hints = new RuntimeHints();
		new BackgroundTasksEndpointRuntimeHints().registerHints(hints, null);
		assertThat(RuntimeHintsPredicates.reflection()
			.onMethodInvocation(type, type.getRecordComponents()[0].getAccessor().getName())).accepts(hints);
	}

}
