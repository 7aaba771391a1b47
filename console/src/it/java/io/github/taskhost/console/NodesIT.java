package io.github.taskhost.console;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import com.microsoft.playwright.options.ColorScheme;
import io.github.taskhost.event.BackgroundTaskFilter;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two nodes share a PostgreSQL. Tasks that run on the one are watched, answered and cancelled from the page of the
 * other, and go on there after the process of the first is killed.
 */
class NodesIT extends BrowserTest {

	private static final ContainsTextOptions AFTER_A_TAKEOVER = new ContainsTextOptions().setTimeout(25_000);

	@Override
	Stage newStage() {
		return new NodesStage();
	}

	@Test
	void tasksOfAnotherNodeAreWatchedAnsweredCancelledAndTakenOver() {
		NodesStage nodes = (NodesStage) this.stage;
		for (ColorScheme scheme : List.of(ColorScheme.DARK, ColorScheme.LIGHT)) {
			openPage(1200, scheme);
			visit("?view=nodes");
			found(this.page.locator("tbody tr")).hasCount(2);
			this.page.screenshot(ScreensIT.shot("two-nodes-" + scheme.name().toLowerCase(java.util.Locale.ROOT)));
			assertThat(ScreensIT.violations(this.page)).isEmpty();
		}
		found(this.page.locator("tbody tr", new com.microsoft.playwright.Page.LocatorOptions().setHasText("green")))
			.containsText("held");
		visit("?task=" + this.stage.uid("book-a-trip"));
		button("window").click();
		found(this.page.locator(".banner")).containsText("Completed");
		found(this.page.locator("pre[aria-label=Result]")).containsText("window");
		visit("?task=" + this.stage.uid("another-import"));
		found(this.page.locator(".lines")).containsText("reads another import in process " + nodes.green.pid());
		button("Show the stack").click();
		found(this.page.locator(".stack")).containsText("NodeProcess$Kinds.read");
		this.page.locator("#cancel").click();
		this.page.locator("dialog input[name=reason]").fill("wrong folder");
		this.page.locator("dialog button.danger").click();
		found(this.page.locator(".lead")).containsText("Cancelled");
		visit("?task=" + this.stage.uid("long-import"));
		found(this.page.locator(".lines")).containsText("in process " + nodes.green.pid());
		this.page.evaluate("() => { window.marked = true; }");
		nodes.green.kill();
		found(this.page.locator(".timeline")).containsText("Attempt 2 started", AFTER_A_TAKEOVER);
		found(this.page.locator(".lines")).containsText("in process " + ProcessHandle.current().pid());
		found(this.page.locator(".attempts")).containsText(Pattern.compile("2 started"));
		this.page.screenshot(ScreensIT.shot("taken-over-light"));
		assertThat(this.page.evaluate("() => window.marked")).isEqualTo(true);
		assertThat(ScreensIT.violations(this.page)).isEmpty();
		visit("?view=nodes");
		found(this.page.locator("tbody tr").first()).containsText("this node");
		found(this.page.locator("tbody")).not().containsText("green");
	}

	/** The node {@code blue} with the console in this process, and the node {@code green} in another. */
	private static final class NodesStage implements Stage {

		final NodeProcess green;

		private final EmbeddedPostgres server;

		private final RealConsole blue;

		NodesStage() {
			try {
				this.server = EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
			String url = this.server.getJdbcUrl("postgres", "postgres");
			this.green = NodeProcess.start("green", url);
			List<String> properties = new java.util.ArrayList<>(NodeProcess.properties(url));
			properties.addAll(List.of(RealConsole.OPEN, "taskhost.console.show-values=always", "taskhost.durable.node-name=blue",
					"taskhost.console.environment=staging"));
			this.blue = RealConsole.run(HostApplications.type(), List.of(NodeProcess.Node.class),
					properties.toArray(String[]::new));
			Awaitility.await().atMost(Duration.ofSeconds(40)).until(() -> tasks().size() == 4 && tasks().stream()
				.allMatch((task) -> task.startedAt() != null));
		}

		private List<BackgroundTaskRecord> tasks() {
			return this.blue.host().list(BackgroundTaskFilter.ofSession("green"), 10, null).records();
		}

		@Override
		public URI address() {
			return this.blue.address("/taskhost/");
		}

		@Override
		public String uid(String name) {
			return tasks().stream().filter((task) -> task.id().equals(name)).findFirst().orElseThrow().uid().toString();
		}

		@Override
		public void close() {
			this.green.close();
			this.blue.close();
			try {
				this.server.close();
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

}
