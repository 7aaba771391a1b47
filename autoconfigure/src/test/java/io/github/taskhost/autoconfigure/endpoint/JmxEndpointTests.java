package io.github.taskhost.autoconfigure.endpoint;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import javax.management.MBeanException;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanParameterInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.ReflectionException;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.TaskRequest;
import io.github.taskhost.schedule.Schedule;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.JsonPayload;
import org.assertj.core.api.InstanceOfAssertFactories;
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
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for the endpoint over JMX, which is read-only with any access.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class JmxEndpointTests {

	private static final String DOMAIN = "taskhost.test";

	private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();

	private ConfigurableApplicationContext application;

	private ObjectName endpoint;

	@BeforeAll
	void start() throws Exception {
		this.application = new SpringApplicationBuilder(ServletBackgroundTasksEndpointTests.Application.class,
				EndpointSchedulesTests.KindsConfiguration.class)
			.web(WebApplicationType.NONE)
			.properties("spring.jmx.enabled=true", "management.endpoints.jmx.exposure.include=backgroundtasks",
					"management.endpoints.jmx.domain=" + DOMAIN,
					"management.endpoint.backgroundtasks.access=unrestricted")
			.run();
		this.application.getBean(BackgroundTaskHost.class)
			.register("chat-42",
					BackgroundTaskRegistration.ofKind("import").id("a").input(new JsonPayload("\"secret\"")).build());
		assertThat(this.server.queryNames(new ObjectName(DOMAIN + ":type=Endpoint,name=Backgroundtasks,*"), null))
			.singleElement()
			.satisfies((name) -> this.endpoint = name);
	}

	@AfterAll
	void stop() {
		this.application.close();
	}

	@Test
	void lists() throws Exception {
		Map<String, Object> tasks = invoke("tasks", "chat-42", null, "pending", null, 10, null);
		assertThat(tasks.get("tasks")).asInstanceOf(InstanceOfAssertFactories.list(Map.class))
			.singleElement()
			.satisfies((task) -> assertThat(task.get("id")).isEqualTo("a"));
	}

	@Test
	void showsTask() throws Exception {
		assertThat(invoke("task", "a", "chat-42")).containsEntry("id", "a")
			.containsEntry("state", "pending")
			.containsEntry("input", "******");
	}

	@Test
	void showsPartsOfATask() throws Exception {
		BackgroundTaskHost host = this.application.getBean(BackgroundTaskHost.class);
		host.register("chat-43", BackgroundTaskRegistration.ofKind("import").id("b").build());
		host.reporter("chat-43", "b").output("stdout", "secret");
		assertThat(invoke("taskPart", "chat-43", "b", "output", null, 10)).containsEntry("dropped", 0L)
			.extractingByKey("lines", InstanceOfAssertFactories.list(Map.class))
			.singleElement()
			.satisfies((line) -> assertThat(line.get("text")).isEqualTo("******"));
		assertThat(invoke("taskPart", "chat-43", "b", "messages", null, null)).containsEntry("messages", List.of())
			.containsEntry("incomplete", false);
	}

	@Test
	void listsSchedulesWithoutTheirInput() throws Exception {
		BackgroundTaskHost host = this.application.getBean(BackgroundTaskHost.class);
		host.session("chat-44")
			.schedule("daily", Schedule.every(Duration.ofDays(1)), TaskRequest.of("echo").input("secret"));
		Map<String, Object> page = invoke("schedules", "chat-44", null, null);
		assertThat(page.toString()).doesNotContain("secret");
		assertThat(page).extractingByKey("schedules", InstanceOfAssertFactories.list(Map.class))
			.singleElement()
			.satisfies((schedule) -> assertThat(schedule.get("schedule")).isEqualTo("every PT24H"));
		assertThat(invoke("schedules", null, 1, "chat-44/daily")).containsEntry("schedules", List.of());
		assertThatExceptionOfType(MBeanException.class).isThrownBy(() -> invoke("schedules", null, 0, null))
			.havingCause()
			.withMessageContaining("limit");
	}

	@Test
	void refusalsHavePlainTypes() {
		assertThatExceptionOfType(MBeanException.class).isThrownBy(() -> invoke("task", "none", null))
			.havingCause()
			.withMessageContaining("There is no task 'none'");
	}

	@Test
	void operationsDoNotWrite() throws Exception {
		assertThat(this.server.getMBeanInfo(this.endpoint).getOperations()).extracting(MBeanOperationInfo::getName)
			.containsExactlyInAnyOrder("tasks", "task", "taskPart", "schedules");
	}

	@ParameterizedTest
	@ValueSource(strings = { "act", "cancelNow" })
	void writeOperationsAreAbsent(String operation) throws Exception {
		assertThatExceptionOfType(ReflectionException.class).isThrownBy(() -> this.server.invoke(this.endpoint,
				operation, new Object[] { "a" }, new String[] { String.class.getName() }));
		assertThat(this.application.getBean(BackgroundTaskHost.class).get("a"))
			.hasValueSatisfying((task) -> assertThat(task.state()).isEqualTo(BackgroundTaskState.PENDING));
	}

	@SuppressWarnings("unchecked")
	private Map<String, Object> invoke(String name, Object... parameters) throws Exception {
		List<String> types = Arrays.stream(this.server.getMBeanInfo(this.endpoint).getOperations())
			.filter((operation) -> operation.getName().equals(name))
			.flatMap((operation) -> Arrays.stream(operation.getSignature()))
			.map(MBeanParameterInfo::getType)
			.toList();
		return (Map<String, Object>) this.server.invoke(this.endpoint, name, parameters, types.toArray(String[]::new));
	}

}
