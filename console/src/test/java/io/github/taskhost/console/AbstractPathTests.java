package io.github.taskhost.console;

import java.net.http.HttpResponse;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.WebApplicationType;

import static org.assertj.core.api.Assertions.assertThat;

/** The console behind a context path or base path, and at another path. */
@Timeout(60)
abstract class AbstractPathTests {

	private final WebApplicationType type;

	AbstractPathTests(WebApplicationType type) {
		this.type = type;
	}

	private RealConsole with(String... properties) {
		String[] all = new String[properties.length + 1];
		all[0] = RealConsole.OPEN;
		System.arraycopy(properties, 0, all, 1, properties.length);
		return RealConsole.start(this.type, RealConsole.Nothing.class, all);
	}

	private String base(String path) {
		return ((this.type == WebApplicationType.SERVLET) ? "server.servlet.context-path="
				: "spring.webflux.base-path=") + path;
	}

	private static void assertWorks(RealConsole console, String path) {
		HttpResponse<String> redirect = console.get(path + "?view=tasks");
		assertThat(redirect.statusCode()).isEqualTo(302);
		String location = redirect.headers().firstValue("Location").orElseThrow();
		assertThat(location).isEqualTo(path.substring(path.lastIndexOf('/') + 1) + "/?view=tasks");
		String document = console.address(path).resolve(location).getPath();
		assertThat(document).isEqualTo(path + "/");
		HttpResponse<String> page = console.get(document);
		assertThat(page.statusCode()).isEqualTo(200);
		Matcher script = Pattern.compile("src=\"(assets/[^\"]+)\"").matcher(page.body());
		assertThat(script.find()).isTrue();
		assertThat(console.get(document + script.group(1)).statusCode()).isEqualTo(200);
		assertThat(console.get(document + "api/session").statusCode()).isEqualTo(200);
		assertThat(console.get(document + "api/live?view=overview&once=true").statusCode()).isEqualTo(200);
	}

	@Test
	void consoleIsBelowTheBaseOfTheApplication() {
		try (RealConsole console = with(base("/shop"))) {
			assertWorks(console, "/shop/taskhost");
			assertThat(console.get("/taskhost/").statusCode()).isEqualTo(404);
		}
	}

	@Test
	void baseMayHaveTheSameName() {
		try (RealConsole console = with(base("/taskhost"))) {
			assertWorks(console, "/taskhost/taskhost");
			assertThat(console.get("/taskhost/api/session").statusCode()).isEqualTo(404);
		}
	}

	@Test
	void pathMayHaveSegmentsThatRepeat() {
		try (RealConsole console = with("taskhost.console.path=/ops/~tasks_1.x/ops")) {
			assertWorks(console, "/ops/~tasks_1.x/ops");
			assertThat(console.get("/ops/~tasks_1.x/api/session").statusCode()).isEqualTo(404);
			assertThat(console.get("/taskhost/").statusCode()).isEqualTo(404);
		}
	}

}
