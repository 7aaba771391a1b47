package io.github.taskhost.autoconfigure.json;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

import com.sun.net.httpserver.HttpServer;
import io.github.taskhost.BackgroundTaskPage;
import io.github.taskhost.TaskRequest;
import io.github.taskhost.autoconfigure.TestRecords;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.local.LocalBackgroundTaskHost;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.JsonPayload;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for each way in which an application makes a mapper: the mapper writes and reads
 * the types of Taskhost, or refuses them.
 */
class MapperWaysTests {

	private static final BackgroundTaskRecord RECORD = TestRecords.full();

	private static final String JSON = JsonMapper.builder()
		.addModule(new TaskhostJacksonModule())
		.build()
		.writeValueAsString(RECORD);

	private static HttpServer server;

	@BeforeAll
	static void serve() throws IOException {
		server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		server.createContext("/", (exchange) -> {
			byte[] body = JSON.getBytes(StandardCharsets.UTF_8);
			exchange.getResponseHeaders().set("Content-Type", "application/json");
			exchange.sendResponseHeaders(200, body.length);
			try (OutputStream out = exchange.getResponseBody()) {
				out.write(body);
			}
		});
		server.start();
	}

	@AfterAll
	static void stop() {
		server.stop(0);
	}

	private static String address() {
		return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
	}

	/** As in slices of tests, which have Boot's Jackson and not the starter's parts. */
	@Test
	void mapperOfSpringBootAloneHasTheModule() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class))
			.run((context) -> assertWritesAndReads(context.getBean(JsonMapper.class)));
	}

	@Test
	void mapperOfSpringBootThatFindsNoModulesHasTheBean() {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(JacksonAutoConfiguration.class, TaskhostJacksonAutoConfiguration.class))
			.withPropertyValues("spring.jackson.find-and-add-modules=false")
			.run((context) -> assertWritesAndReads(context.getBean(JsonMapper.class)));
	}

	@Test
	void mapperThatLooksForModulesHasTheModule() {
		assertWritesAndReads(JsonMapper.builder().findAndAddModules().build());
	}

	private static void assertWritesAndReads(JsonMapper mapper) {
		assertThat(mapper.writeValueAsString(RECORD)).isEqualTo(JSON);
		assertThat(mapper.readValue(JSON, BackgroundTaskRecord.class)).isEqualTo(RECORD);
		BackgroundTaskEvent event = new BackgroundTaskEvent.Updated(RECORD, 4, TestRecords.after(8));
		assertThat(mapper.readValue(mapper.writeValueAsString(event), BackgroundTaskEvent.class)).isEqualTo(event);
	}

	@Test
	void restClientReadsRecords() {
		assertThat(RestClient.create().get().uri(address()).retrieve().body(BackgroundTaskRecord.class))
			.isEqualTo(RECORD);
	}

	@Test
	void webClientReadsRecords() {
		assertThat(WebClient.create().get().uri(address()).retrieve().bodyToMono(BackgroundTaskRecord.class).block())
			.isEqualTo(RECORD);
	}

	static Stream<Supplier<JsonMapper>> unknowing() {
		return Stream.of(JsonMapper::new, JsonMapper::shared, () -> JsonMapper.builder().build());
	}

	/** An empty object with status 200 would hide the mistake. */
	@ParameterizedTest
	@MethodSource("unknowing")
	void mapperWithoutTheModuleRefuses(Supplier<JsonMapper> mapper) {
		try (LocalBackgroundTaskHost host = LocalBackgroundTaskHost.builder().build()) {
			host.register("s1", BackgroundTaskRegistration.ofKind("import").id("a").build());
			for (Object value : List.of(RECORD, RECORD.registration(), new BackgroundTaskPage(List.of(RECORD), null),
					new TaskRequest(RECORD.registration(), null), new JsonPayload("{}"),
					new BackgroundTaskEvent.Updated(RECORD, 4, TestRecords.after(8)), host, host.statistics(),
					host.session("s1"), host.task("s1", "a"), host.reporter("s1", "a"), host.session("s1").subscribe(),
					host.inspect(host.get("a").orElseThrow().uid()).orElseThrow())) {
				assertRefuses(mapper.get(), value);
				assertRefuses(mapper.get(), List.of(value));
			}
		}
	}

	private static void assertRefuses(JsonMapper mapper, @Nullable Object value) {
		assertThatExceptionOfType(JacksonException.class).isThrownBy(() -> mapper.writeValueAsString(value))
			.withMessageContaining("TaskhostJacksonModule")
			.withMessageContaining("findAndAddModules()");
	}

}
