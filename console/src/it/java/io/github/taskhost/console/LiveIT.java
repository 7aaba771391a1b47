package io.github.taskhost.console;

import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Live data changes the page in place, by stream or by polling.
 */
class LiveIT extends BrowserTest {

	private static final String WATCH = """
			() => new Promise((resolve) => {
				const seen = { text: 0, added: 0, shift: 0 };
				new PerformanceObserver((list) => list.getEntries().forEach((entry) => { seen.shift += entry.value; }))
					.observe({ type: 'layout-shift' });
				new MutationObserver((records) => {
					for (const record of records) {
						seen.text += record.type === 'characterData' || record.type === 'attributes' ? 1 : 0;
						seen.added += [...record.addedNodes].filter((node) => node.nodeName === 'TR').length;
					}
					if (seen.text > 200) {
						resolve([seen.added, Math.round(seen.shift * 1000)]);
					}
				}).observe(document.querySelector('tbody'), { subtree: true, childList: true, characterData: true, attributes: true });
			})""";

	@Test
	void rowsChangeInPlaceAndKeepFocusAndSelection() {
		visit("?view=tasks&state=running");
		found(connection()).hasText("Live");
		this.page.locator("tr[data-row] input[type=checkbox]").nth(2).check();
		this.page.locator("tr[data-row] [data-open]").nth(4).focus();
		assertThat(this.page.evaluate(WATCH)).asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST).containsExactly(0, 0);
		found(this.page.locator("tr[data-row] input[type=checkbox]").nth(2)).isChecked();
		found(this.page.locator("tr[data-row] [data-open]").nth(4)).isFocused();
	}

	@Test
	void newTasksWaitBehindAPill() {
		visit("?view=tasks&kind=import");
		found(connection()).hasText("Live");
		this.stage.spawn("fresh one", "import", "nightly");
		this.stage.spawn("fresh two", "import", "nightly");
		found(this.page.locator("#newer")).hasText("2 new");
		found(row("fresh one")).hasCount(0);
		this.page.locator("#newer").click();
		found(row("fresh one")).isVisible();
		found(this.page.locator("#newer")).hasCount(0);
		found(this.page.locator("h1")).isFocused();
	}

	@Test
	void aRowThatStopsMatchingStaysGreyed() {
		visit("?view=tasks&state=running");
		found(row("index the archive")).isVisible();
		this.stage.end("index the archive", "completed");
		found(row("index the archive")).hasClass(Pattern.compile("stale"));
		found(row("index the archive")).containsText("no longer matches");
		String uid = this.stage.uid("fetch statements");
		this.stage.remove("fetch statements");
		found(this.page.locator("tr[data-uid=\"" + uid + "\"]")).containsText("removed");
		button("Refresh").click();
		found(row("index the archive")).hasCount(0);
	}

	@Test
	void aTaskEndsWhileItIsOpen() {
		visitTask("index the archive");
		found(this.page.locator(".lines")).containsText("indexed batch");
		double before = this.page.locator(".messages").boundingBox().y;
		this.stage.end("index the archive", "completed");
		found(this.page.locator(".banner")).containsText("Completed");
		assertThat(this.page.locator(".messages").boundingBox().y).isEqualTo(before);
		found(this.page.locator(".lead")).containsText("Completed");
		found(button("Cancel…")).hasCount(0);
		button("Dismiss").click();
		found(this.page.locator(".banner")).hasCount(0);
	}

	@Test
	void anAnswerOfAnotherPersonLeavesTheFormInItsPlace() {
		visitTask("book a room");
		this.page.getByLabel("People").fill("7");
		double before = this.page.locator(".columns").boundingBox().y;
		this.stage.answer("book a room", "{\"room\":\"Ada\",\"people\":3}");
		found(this.page.locator(".question h2")).containsText("Answered by anna");
		found(this.page.getByLabel("People")).isDisabled();
		found(this.page.getByLabel("People")).hasValue("7");
		assertThat(this.page.locator(".columns").boundingBox().y).isEqualTo(before);
	}

	@Test
	void aTaskIsRemovedWhileItIsOpen() {
		visitTask("index the archive");
		found(connection()).hasText("Live");
		this.stage.remove("index the archive");
		found(this.page.locator(".notice")).hasText("Retention has removed this task. The page shows its last record.");
		found(connection()).hasText("Not live");
		found(this.page.locator("h1")).hasText("index the archive");
	}

	@Test
	void aHeldStreamFallsBackToPolling() {
		faults().held = true;
		visit("?view=tasks&state=running");
		found(connection()).hasText("Live, every 2 s", new com.microsoft.playwright.assertions.LocatorAssertions.HasTextOptions().setTimeout(12_000));
		assertThat(faults().requests).anyMatch((request) -> request.contains("once=true"));
		this.stage.end("index the archive", "completed");
		found(row("index the archive")).containsText("no longer matches");
	}

	@Test
	void fullStreamsFallBackToPolling() {
		faults().full = true;
		visit("");
		found(connection()).hasText("Live, every 2 s");
	}

	@Test
	void aLostSignInIsSaidWithItsRemedy() {
		visit("?view=tasks");
		found(connection()).hasText("Live");
		faults().signedOut = true;
		this.page.keyboard().press("p");
		this.page.keyboard().press("p");
		found(connection()).hasText("Signed out");
		found(this.page.locator(".signed-out")).containsText("Sign in again");
		faults().signedOut = false;
		this.page.getByText("Sign in again").click();
		found(connection()).hasText("Live");
	}

	@Test
	void aHiddenPageClosesItsStreamAndGoesOnFromItsPosition() {
		visitTask("index the archive");
		found(connection()).hasText("Live");
		found(this.page.locator(".lines")).containsText("indexed batch");
		int before = streams();
		show("hidden");
		show("visible");
		found(this.page.locator(".lines .gap")).hasCount(1);
		this.page.waitForCondition(() -> streams() > before);
		found(connection()).hasText("Live");
		Object lines = this.page.evaluate("() => [...document.querySelectorAll('.lines .out')].map((one) => one.textContent)");
		assertThat(lines).asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST).doesNotHaveDuplicates();
	}

	@Test
	void aServerThatComesBackIsFoundAgain() {
		visit("");
		found(connection()).hasText("Live");
		this.page.context().setOffline(true);
		this.page.keyboard().press("p");
		this.page.keyboard().press("p");
		found(connection()).hasText("Reconnecting");
		this.page.context().setOffline(false);
		found(connection()).hasText("Live");
		found(this.page.locator("#announcer")).hasText("Live again");
	}

	@Test
	void aSilentStreamIsOpenedAgain() {
		this.page.clock().install();
		visit("");
		found(connection()).hasText("Live");
		faults().silent = true;
		int before = streams();
		this.page.clock().fastForward(21_000);
		this.page.waitForCondition(() -> streams() > before);
		faults().silent = false;
		found(connection()).hasText("Live");
	}

	@Test
	void aStoppingApplicationIsSaid() {
		visit("");
		found(connection()).hasText("Live");
		faults().draining = true;
		found(connection()).hasText("Reconnecting");
		found(connection()).hasAttribute("title", Pattern.compile("The application is stopping"));
		faults().draining = false;
		found(connection()).hasText("Live");
	}

	private int streams() {
		return (int) faults().requests.stream().filter((request) -> request.contains("api/live")).count();
	}

	private void show(String state) {
		this.page.evaluate("(state) => { Object.defineProperty(document, 'visibilityState', { value: state, configurable: true });"
				+ " document.dispatchEvent(new Event('visibilitychange')); }", state);
	}

}
