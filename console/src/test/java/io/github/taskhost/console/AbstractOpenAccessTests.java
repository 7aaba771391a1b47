package io.github.taskhost.console;

import java.util.Map;

import io.github.taskhost.console.access.Client;
import io.github.taskhost.console.api.Throughput;
import io.github.taskhost.console.web.ConsoleHandler;
import io.github.taskhost.task.BackgroundTaskRegistration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.WebApplicationType;

import static org.assertj.core.api.Assertions.assertThat;

/** Access to the console of an application without Spring Security. */
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(60)
abstract class AbstractOpenAccessTests {

	private static final String SESSION = "/taskhost/api/session";

	private final WebApplicationType type;

	private RealConsole console;

	AbstractOpenAccessTests(WebApplicationType type) {
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

	private RealConsole with(String... properties) {
		String[] all = new String[properties.length + 1];
		all[0] = RealConsole.OPEN;
		System.arraycopy(properties, 0, all, 1, properties.length);
		return RealConsole.start(this.type, RealConsole.Nothing.class, all);
	}

	@Test
	void consoleThatIsNotEnabledIsAbsent() {
		try (RealConsole without = with("taskhost.console.enabled=false")) {
			assertThat(without.get("/taskhost/").statusCode()).isEqualTo(404);
			assertThat(without.get(SESSION).statusCode()).isEqualTo(404);
			assertThat(without.has(ConsoleHandler.class)).isFalse();
			assertThat(without.has(Throughput.class)).isFalse();
		}
	}

	@Test
	void threadOfTheConsoleEndsWithIt() {
		long before = threads();
		try (RealConsole other = with()) {
			assertThat(other.has(Throughput.class)).isTrue();
			assertThat(threads()).isEqualTo(before + 1);
		}
		org.awaitility.Awaitility.await().until(() -> threads() == before);
		try (RealConsole without = with("taskhost.console.enabled=false")) {
			assertThat(without.has(Throughput.class)).isFalse();
			assertThat(threads()).isEqualTo(before);
		}
	}

	private static long threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().equals("taskhost-console"))
			.count();
	}

	@ParameterizedTest
	@ValueSource(strings = { "localhost", "localhost:8080", "LOCALHOST:8080", "127.0.0.1", "127.0.0.1:8080",
			"127.1.2.3", "[::1]", "[::1]:8080" })
	void hostsOfThisMachineAreServed(String host) {
		assertThat(this.console.rawStatus(SESSION, "Host", host)).isEqualTo(200);
	}

	@ParameterizedTest
	@ValueSource(strings = { "evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "evil.example:127",
			"10.0.0.1", "[::2]", "[::ffff:10.0.0.1]:8080" })
	void otherHostsAreNot(String host) {
		assertThat(this.console.rawStatus(SESSION, "Host", host)).isEqualTo(404);
		assertThat(this.console.rawStatus("/taskhost/", "Host", host)).isEqualTo(404);
		assertThat(this.console.rawStatus("/taskhost/api/live?view=overview", "Host", host)).isEqualTo(404);
	}

	@ParameterizedTest
	@ValueSource(strings = { "Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto",
			"X-Forwarded-Prefix", "X-Forwarded-Port", "X-Forwarded-Server", "X-Forwarded-Ssl", "X-Real-IP",
			"X-Client-IP", "True-Client-IP", "CF-Connecting-IP", "Via" })
	void headersOfProxiesHideTheConsole(String header) {
		assertThat(this.console.rawStatus(SESSION, header, "for=127.0.0.1")).isEqualTo(404);
		assertThat(this.console.rawStatus(SESSION, header, "")).isEqualTo(404);
	}

	@ParameterizedTest
	@ValueSource(strings = { "framework", "native" })
	void headersOfProxiesHideTheConsoleWhenTheApplicationObeysThem(String strategy) {
		try (RealConsole forwarded = with("server.forward-headers-strategy=" + strategy)) {
			assertThat(forwarded.rawStatus(SESSION, "X-Forwarded-For", "127.0.0.1")).isEqualTo(404);
			assertThat(forwarded.rawStatus(SESSION, "X-Forwarded-For", "127.0.0.1, 10.1.2.3")).isEqualTo(404);
			assertThat(forwarded.rawStatus(SESSION, "X-Forwarded-For", "10.1.2.3")).isEqualTo(404);
			assertThat(forwarded.rawStatus(SESSION, "Forwarded", "for=127.0.0.1")).isEqualTo(404);
			assertThat(forwarded.rawStatus(SESSION, "X-Forwarded-Host", "localhost")).isEqualTo(404);
		}
	}

	@Test
	void everyClientIsServedOnRequest() {
		try (RealConsole open = with("taskhost.console.unsecured=anybody")) {
			assertThat(open.rawStatus(SESSION, "Host", "shop.example", "X-Forwarded-For", "10.1.2.3")).isEqualTo(200);
			assertThat(open.json(SESSION).path("canWrite").asBoolean()).isTrue();
			assertThat(cancel(open, "http://evil.example")).isEqualTo(403);
			assertThat(cancel(open, open.address("").toString())).isEqualTo(200);
		}
	}

	private static int cancel(RealConsole console, String origin) {
		String uid = console.host()
			.registerExternal("s1", BackgroundTaskRegistration.ofKind("import").id("t" + System.nanoTime()).build(),
					null)
			.uid()
			.toString();
		return console
			.post("/taskhost/api/tasks/" + uid + "/cancel", Map.of(), Client.CONSOLE_HEADER, "1", "Origin", origin)
			.statusCode();
	}

	@Test
	void pagesOfOtherOriginsDoNotAct() {
		String own = this.console.address("").toString();
		assertThat(cancel(this.console, own)).isEqualTo(200);
		assertThat(cancel(this.console, "http://evil.example")).isEqualTo(403);
		assertThat(cancel(this.console, own + ".evil.example")).isEqualTo(403);
		assertThat(cancel(this.console, "http://localhost:1")).isEqualTo(403);
		assertThat(cancel(this.console, "null")).isEqualTo(403);
		assertThat(cancel(this.console, "")).isEqualTo(403);
	}

}
