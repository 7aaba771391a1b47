package io.github.taskhost.console;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Response;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page of a task: output, family, hostile texts, a removed record.
 */
class TaskPageIT extends BrowserTest {

	@Test
	void theOutputFollowsUnlessItIsScrolledUp() {
		visitTask("index the archive");
		found(this.page.locator(".lines .gap")).hasText(Pattern.compile("\\d+ lines gone"));
		found(this.page.locator(".lines .out").last()).isInViewport();
		this.page.locator(".lines").evaluate("(element) => { element.scrollTop = 0; }");
		found(this.page.locator(".output header")).containsText("not following");
		int lines = this.page.locator(".lines .out").count();
		this.page.waitForCondition(() -> this.page.locator(".lines .out").count() > lines);
		assertThat(this.page.locator(".lines").evaluate("(element) => element.scrollTop")).isEqualTo(0);
		button("Follow").click();
		found(this.page.locator(".output header")).not().containsText("not following");
	}

	@Test
	void theOutputIsReadInPagesThatTheServerGrants() {
		Response read = this.page.waitForResponse((response) -> response.url().contains("/output?"),
				() -> visitTask("index the archive"));
		assertThat(read.status()).isEqualTo(200);
	}

	@Test
	void theOutputIsDownloadedAndWrapped() throws IOException {
		visitTask("index the archive");
		found(this.page.locator(".lines")).containsText("indexed batch");
		button("Wrap").click();
		found(this.page.locator(".lines")).hasClass("lines nowrap");
		Download download = this.page.waitForDownload(() -> button("Download").click());
		assertThat(download.suggestedFilename()).isEqualTo("index-the-archive-output.txt");
		assertThat(Files.readString(download.path())).containsPattern("^\\[\\d+ lines gone]").contains("indexed /archive/2024/110.xml");
	}

	@Test
	void childrenOpenOnDemand() {
		visitTask("nightly reconciliation");
		found(this.page.locator("#children-title")).hasText("Children (12)");
		this.page.getByLabel("Children of reconcile account 0").click();
		this.page.getByText("fetch statements").click();
		found(this.page.locator("h1")).hasText("fetch statements");
		found(this.page.locator(".trail")).containsText("nightly reconciliation");
		found(this.page.locator(".trail")).containsText("reconcile account 0");
	}

	@Test
	void typedTextStaysWithItsTask() {
		visitTask("nightly reconciliation");
		this.page.getByLabel("Message to the task").fill("for the parent");
		this.page.getByText("reconcile account 1").first().click();
		found(this.page.locator("h1")).hasText("reconcile account 1");
		found(this.page.getByLabel("Message to the task")).hasValue("");
	}

	@Test
	void typedTextStaysWithItsQuestion() {
		visitTask("name the release");
		this.page.getByLabel("value").fill("for the first");
		this.stage.answer("name the release", "\"Ada\"");
		found(this.page.getByLabel("value")).isDisabled();
		this.stage.ask("name the release", "second", "And its successor?");
		found(this.page.locator(".question")).containsText("And its successor?");
		found(this.page.getByLabel("value")).isEnabled();
		found(this.page.getByLabel("value")).hasValue("");
	}

	@Test
	void hostileTextsAreTexts() {
		for (String text : FakeSeeds.HOSTILE) {
			visitTask(text);
			found(this.page.locator(".lines .out")).hasText(this.stage.shown(text));
			found(this.page.locator(".messages .text")).hasText(this.stage.shown(text));
			found(this.page.locator("section pre[aria-label=Result]")).hasText(this.stage.result(text));
			List<?> links = (List<?>) this.page.evaluate("() => [...document.querySelectorAll('a[href]')].map((a) => a.protocol)");
			assertThat(links).allMatch((protocol) -> protocol.equals("http:") || protocol.equals("https:"));
		}
		visit("?view=tasks&kind=hostile");
		found(this.page.locator("tr[data-row]")).hasCount(FakeSeeds.HOSTILE.size());
		assertThat(this.page.locator("main img, main script, main iframe").count()).isZero();
	}

	@Test
	void largeNumbersKeepTheirDigits() {
		visitTask("index the archive");
		found(this.page.locator("pre[aria-label=Input]")).containsText("9007199254740993");
	}

	@Test
	void anAddressWithoutAUidIsNotSent() {
		visit("?task=" + "../../other%3Fx");
		found(this.page.locator("h1")).hasText("The address names no task");
		found(this.page.locator("main")).containsText("The address has ../../other?x after task=, and that is not the uid of a task.");
		assertThat(this.requests).filteredOn((request) -> request.contains("/api/"))
			.allMatch((request) -> request.endsWith("api/session"));
	}

	@Test
	void anAddressWithAWrongUidLeadsBack() {
		visit("?task=import-7");
		found(this.page.locator("main")).containsText("The address has import-7 after task=");
		found(this.page.locator(".loading")).hasCount(0);
		found(connection()).hasText("Not live");
		this.page.getByText("Search for tasks with this text").click();
		found(this.page.locator("input[type=search]")).hasValue("import-7");
		visit("?task=");
		found(this.page.locator("main")).containsText("The address has nothing after task=.");
		this.page.getByText("All tasks").click();
		found(this.page.locator("h1")).hasText("Tasks");
	}

	@Test
	void theStatusOfAnEndedTaskIsTheLastOne() {
		visit("?view=tasks&state=completed");
		found(this.page.locator("tr[data-row]").first()).containsText("last status: reading part");
		this.page.locator("tr[data-row] [data-open]").first().click();
		found(this.page.locator(".lead .status")).containsText("last status: reading part");
	}

	@Test
	void aBodyThatFollowsItsCancellationHasNoError() {
		visitTask("index the archive");
		this.page.locator("#cancel").click();
		this.page.locator("dialog button.danger").click();
		found(this.page.locator(".lead")).containsText("Cancelled");
		found(this.page.locator(".lead")).containsText("by op");
		found(this.page.locator("p.failure")).hasCount(0);
		found(this.page.locator("main")).not().containsText("InterruptedException");
	}

	@Test
	void aRemovedTaskSaysWhatBecameOfIt() {
		visit("?task=01934a00-0000-7000-8000-ffffffffffff");
		found(this.page.locator("main")).containsText("removed, by retention or by its owner");
		visitTask("index the archive");
		found(connection()).hasText("Live");
	}

}
