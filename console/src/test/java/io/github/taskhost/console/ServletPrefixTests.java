package io.github.taskhost.console;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.WebApplicationType;

import static org.assertj.core.api.Assertions.assertThat;

/** The console of an application whose dispatcher servlet has a path. */
@Timeout(60)
class ServletPrefixTests {

	@Test
	void consoleIsBelowThePathOfTheServlet() {
		try (RealConsole console = RealConsole.start(WebApplicationType.SERVLET, RealConsole.Nothing.class,
				RealConsole.OPEN, "spring.mvc.servlet.path=/mvc", "server.servlet.context-path=/taskhost")) {
			assertThat(console.get("/taskhost/mvc/taskhost").headers().firstValue("Location")).hasValue("taskhost/");
			assertThat(console.get("/taskhost/mvc/taskhost/").statusCode()).isEqualTo(200);
			assertThat(console.get("/taskhost/mvc/taskhost/api/session").statusCode()).isEqualTo(200);
			assertThat(console.get("/taskhost/taskhost/api/session").statusCode()).isEqualTo(404);
		}
	}

}
