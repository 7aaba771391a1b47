package io.github.taskhost.console;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;

import com.microsoft.playwright.assertions.LocatorAssertions.HasTextOptions;
import com.microsoft.playwright.options.ColorScheme;
import io.github.taskhost.message.Answer;
import io.github.taskhost.task.ClosePolicy;
import io.github.taskhost.task.InputRequest;
import io.github.taskhost.task.JsonPayload;
import io.github.taskhost.task.Progress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Scenarios of a real application that the invented server does not have.
 */
@ExtendWith(OutputCaptureExtension.class)
class LifeIT extends BrowserTest {

	private static final HasTextOptions WITHIN_TWO_COUNTS = new HasTextOptions().setTimeout(15_000);

	private final CountDownLatch go = new CountDownLatch(1);

	@Override
	Stage newStage() {
		return HostStage.empty();
	}

	/** Pages that go away, and users that sign out, are no faults of the application. */
	@AfterEach
	void theLogIsQuiet(CapturedOutput output) {
		assertThat(output.getAll()).doesNotContain("HttpMessageNotWritable", "AuthorizationDenied", "response is already committed");
	}

	private HostStage host() {
		return (HostStage) this.stage;
	}

	@Test
	void aTaskIsWatchedFromItsStartToItsEndWithoutAReload() {
		visit("?view=tasks");
		found(this.page.locator("main")).containsText("There are no tasks.");
		found(connection()).hasText("Live");
		this.page.evaluate("() => { window.marked = true; }");
		CountDownLatch asks = new CountDownLatch(1);
		HostTask task = host().tasks.body("publish the report", host().tasks.named("publish the report", "report").build(),
				"anna@example.org", (own, context) -> {
					context.progress(Progress.of(40, 100L, "pages"));
					context.output("stdout", "40 pages are written");
					asks.await();
					Answer answer = context.requestInput(InputRequest.of("publish", "Publish 40 pages?")
						.withExpected(new JsonPayload("{\"type\":\"object\",\"required\":[\"action\"],\"properties\":"
								+ "{\"action\":{\"type\":\"string\",\"enum\":[\"publish\",\"wait\"]}}}")));
					own.awaitEnd();
					return "published by " + answer.by();
				});
		found(this.page.locator("#newer")).hasText("1 new", WITHIN_TWO_COUNTS);
		this.page.locator("#newer").click();
		found(row("publish the report")).containsText("40 / 100 pages");
		row("publish the report").locator("[data-open]").click();
		found(this.page.locator(".lines")).containsText("40 pages are written");
		asks.countDown();
		button("publish").click();
		found(this.page.locator(".question h2")).containsText("Answered by op");
		found(this.page.locator(".lead")).containsText("Running");
		task.end.countDown();
		found(this.page.locator(".banner")).containsText("Completed");
		found(this.page.locator("pre[aria-label=Result]")).hasText("\"published by op\"");
		for (String moment : List.of("Registered and started", "Waits", "Answered: {\"action\":\"publish\"}", "by op", "Runs again",
				"Completed")) {
			found(this.page.locator(".timeline")).containsText(moment);
		}
		assertThat(this.page.evaluate("() => window.marked")).isEqualTo(true);
	}

	@Test
	void anEmptyOverviewFillsItself() {
		visit("");
		found(this.page.locator(".tile").first()).containsText("0");
		this.stage.spawn("first", "import", "nightly");
		found(this.page.locator(".tile[data-state=running]")).containsText("1");
	}

	@Test
	void tasksThatMoveGoToAChosenSession() {
		for (String name : List.of("goes along", "goes too")) {
			host().tasks.external(name, host().tasks.named(name, "import").closePolicy(ClosePolicy.TRANSFER).build(), "ends");
		}
		this.stage.spawn("stays", "import", "goes-on");
		visit("?view=sessions");
		this.page.locator("[data-session=ends] button").click();
		found(this.page.locator(".fates")).containsText("2 tasks moved to another session");
		found(this.page.locator(".fates .names")).hasText("goes along, goes too");
		found(this.page.locator("#successors option")).hasCount(1);
		found(this.page.locator("#successors option")).hasAttribute("value", "goes-on");
		this.page.getByLabel("Move them to").fill("ends");
		this.page.locator("dialog button.danger").click();
		found(this.page.locator("#dialog-error")).hasText("The tasks leave this session. Choose another one.");
		this.page.getByLabel("Move them to").fill("goes-on");
		this.page.locator("dialog button.danger").click();
		found(this.page.locator("#close-report")).containsText("moved to goes-on");
		found(this.page.locator("#close-report")).not().containsText("none");
	}

	@Test
	void aThreadThatOutlivesItsTaskIsFound() {
		HostTask task = host().tasks.body("never ends", host().tasks.named("never ends", "import").build(), "nightly",
				(own, context) -> {
					awaitWithoutInterrupt(this.go);
					return null;
				});
		visitTask("never ends");
		this.page.locator(".menu summary").click();
		button("Cancel now…").click();
		this.page.locator("dialog button.danger").click();
		found(this.page.locator(".lead")).containsText("Cancelled");
		found(this.page.locator("main")).containsText("Its work could not be ended");
		button("Show the stack").click();
		found(this.page.locator(".stack")).containsText("awaitWithoutInterrupt");
		visit("");
		found(this.page.locator(".needs")).containsText("1 thread has outlived the end of its task");
		this.page.locator(".needs").getByText("never ends").click();
		found(this.page.locator("h1")).hasText("never ends");
		this.go.countDown();
		host().tasks.await(task, (record) -> host().tasks.host.statistics().unresponsive() == 0);
	}

	private static void awaitWithoutInterrupt(CountDownLatch latch) {
		boolean interrupted = true;
		while (interrupted) {
			try {
				latch.await();
				interrupted = false;
			}
			catch (InterruptedException ex) {
				// goes on, as bad code does
			}
		}
	}

	@Test
	void hostileQuestionsAnswersAndFailuresAreTexts() {
		for (String text : FakeSeeds.HOSTILE) {
			String name = "asks " + FakeSeeds.HOSTILE.indexOf(text);
			HostTask task = host().tasks.body(name, host().tasks.named(name, "agent").build(), "hostile", (own, context) -> {
				context.requestInput(InputRequest.of("key", text).withExpected(new JsonPayload("{\"type\":\"string\"}")));
				throw new IllegalStateException(text);
			});
			host().tasks.await(task, (record) -> record.inputRequest() != null);
			visitTask(name);
			found(this.page.locator(".question .prompt")).hasText(cleaned(text));
			this.page.getByLabel("value").fill(text);
			button("Answer").click();
			found(this.page.locator(".lead")).containsText("Failed");
			found(this.page.locator(".failed .prompt")).hasText(cleaned(text));
			found(this.page.locator(".question h2")).containsText("Answered by op");
		}
		visit("?view=tasks&session=hostile");
		found(this.page.locator("tr[data-row]")).hasCount(FakeSeeds.HOSTILE.size());
		assertThat(this.page.locator("main img, main script, main iframe").count()).isZero();
	}

	private static String cleaned(String text) {
		return text.replaceAll("\\p{Cf}", " ");
	}

	@Test
	void aReaderIsRefusedByTheServerToo() {
		this.stage.spawn("keeps running", "import", "nightly");
		this.stage.readOnly();
		openPage(1360, ColorScheme.LIGHT);
		visitTask("keeps running");
		Object status = this.page.evaluate("""
				async (uid) => {
					const session = await (await fetch('api/session')).json();
					const body = new URLSearchParams({ now: 'true' });
					if (session.csrf) {
						return 'a reader has a token';
					}
					const headers = { 'X-Taskhost-Console': '1' };
					return (await fetch(`api/tasks/${uid}/cancel`, { method: 'POST', body, headers })).status;
				}""", this.stage.uid("keeps running"));
		assertThat(status).isEqualTo(403);
		found(this.page.locator(".lead")).containsText("Running");
	}

	@Test
	void aLogoutEndsTheStreamAndSigningInLeadsBack() {
		this.stage.spawn("keeps running", "import", "nightly");
		visit("?view=tasks&kind=import");
		found(connection()).hasText("Live");
		this.page.evaluate("""
				async () => {
					const session = await (await fetch('api/session')).json();
					const body = new URLSearchParams({ [session.csrf.parameter]: session.csrf.token });
					await fetch('../logout', { method: 'POST', body, redirect: 'manual' });
				}""");
		HostStage.forgetSignIns();
		found(connection()).hasText("Signed out");
		this.page.getByText("Sign in again").click();
		HostStage.fill(this.page, "op");
		found(this.page.locator("h1")).hasText("Tasks");
		assertThat(this.page.url()).contains("kind=import");
		found(connection()).hasText("Live");
	}

	@Test
	void sevenTabsShareSixConnections() {
		this.stage.spawn("keeps running", "import", "nightly");
		List<com.microsoft.playwright.Page> hidden = new java.util.ArrayList<>();
		for (int i = 0; i < 6; i++) {
			visit("?view=tasks");
			found(connection()).hasText("Live");
			LiveIT.show(this.page, "hidden");
			hidden.add(this.page);
			anotherPage();
		}
		visit("?view=tasks");
		found(connection()).hasText("Live");
		LiveIT.show(hidden.getFirst(), "visible");
		found(hidden.getFirst().locator(".connection")).hasText("Live");
		this.stage.end("keeps running", "completed");
		found(hidden.getFirst().locator("tr[data-row]")).containsText("Completed");
		found(row("keeps running")).containsText("Completed");
	}

	@Test
	void tenThousandTasksMoveNoRowAndAreCancelledInSteps() {
		host().seeds.many(10_000);
		host().tasks.startTicker();
		visit("?view=tasks&state=running");
		found(this.page.locator("tr[data-row]")).hasCount(50);
		found(connection()).hasText("Live");
		assertThat(this.page.evaluate(LiveIT.WATCH)).asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
			.containsExactly(0, 0);
		this.page.locator("#cancel-matching").click();
		found(this.page.locator("#bulk-count")).hasText(Pattern.compile("4,000 tasks"));
		this.page.locator("#bulk-start").click();
		found(this.page.locator("#bulk-result")).containsText("Done. 4,000 asked to stop",
				new com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions().setTimeout(20_000));
		assertThat(this.requests.stream().filter((request) -> request.contains("tasks/cancel") && request.contains("until="))
			.count()).isGreaterThan(3);
		button("Close").click();
		found(this.page.locator("main")).containsText("No task matches.");
	}

}
