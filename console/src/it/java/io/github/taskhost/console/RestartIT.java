package io.github.taskhost.console;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import com.microsoft.playwright.assertions.LocatorAssertions.HasTextOptions;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application without Spring Security is stopped and started again while its page is open.
 */
class RestartIT extends BrowserTest {

	private static final HasTextOptions WITHIN_BACK_OFF = new HasTextOptions().setTimeout(20_000);

	@Override
	Stage newStage() {
		return new OpenStage(HostApplications.type());
	}

	@Test
	void thePageOutlivesTheApplicationWhichStopsSoon() {
		OpenStage open = (OpenStage) this.stage;
		open.spawn("before", "import", "nightly");
		visit("?view=tasks&kind=import");
		found(row("before")).containsText("Running");
		found(connection()).hasText("Live");
		Instant begin = Instant.now();
		open.stop();
		assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofSeconds(3));
		found(connection()).hasText("Reconnecting");
		found(this.page.locator("tr[data-row]")).containsText("before");
		open.start();
		found(connection()).hasText("Live", WITHIN_BACK_OFF);
		found(this.page.locator("tr[data-row]")).containsText("removed");
		open.spawn("after", "import", "nightly");
		button("Refresh").click();
		found(row("after")).containsText("Running");
		found(this.page.locator(".user")).hasCount(0);
	}

	/** An application of one scenario, always on the same port. */
	private static final class OpenStage implements Stage {

		private final WebApplicationType type;

		private RealConsole application;

		private HostTasks tasks;

		private final int port;

		OpenStage(WebApplicationType type) {
			this.type = type;
			this.application = run("taskhost.console.show-values=always");
			this.port = this.application.address("/").getPort();
			this.tasks = new HostTasks(this.application.host());
		}

		private RealConsole run(String property) {
			return RealConsole.run(this.type, List.of(RealConsole.Application.class), RealConsole.OPEN, property);
		}

		void stop() {
			this.application.close();
		}

		void start() {
			this.application = run("server.port=" + this.port);
			this.tasks = new HostTasks(this.application.host());
		}

		@Override
		public URI address() {
			return this.application.address("/taskhost/");
		}

		@Override
		public String uid(String name) {
			return String.valueOf(this.tasks.named(name).uid);
		}

		@Override
		public void spawn(String name, String kind, String session) {
			this.tasks.external(name, this.tasks.named(name, kind).build(), session);
		}

		@Override
		public void end(String name, String state) {
			this.tasks.end(name, state);
		}

		@Override
		public void remove(String name) {
			this.tasks.remove(name);
		}

		@Override
		public void close() {
			this.application.close();
		}

	}

}
