package io.github.taskhost.console;

import java.util.regex.Pattern;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.HasTextOptions;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Live data changes the page in place, by stream or by polling.
 */
class LiveIT extends BrowserTest {

	static final String WATCH = """
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

	/** The number of new tasks is sent every 5 seconds. */
	private static final HasTextOptions WITHIN_TWO_COUNTS = new HasTextOptions().setTimeout(15_000);

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
		found(this.page.locator("#newer")).hasText("2 new", WITHIN_TWO_COUNTS);
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
		visitTask("fetch statements");
		found(connection()).hasText("Live");
		this.stage.remove("fetch statements");
		found(this.page.locator(".notice")).hasText("The record of this task was removed, by retention or by its owner. The page shows its last state.");
		found(connection()).hasText("Not live");
		found(this.page.locator("h1")).hasText("fetch statements");
	}

	@Test
	void theLastStateOfARemovedTaskStandsStillAndHasNoActions() {
		this.page.clock().install();
		this.stage.ask("fetch statements", "again", "Fetch them again?");
		visitTask("fetch statements");
		found(button("Answer")).isVisible();
		this.stage.remove("fetch statements");
		found(this.page.locator(".question h2")).containsText("This question is over: the task was removed");
		found(button("Answer")).hasCount(0);
		found(button("Decline…")).hasCount(0);
		found(button("Cancel…")).hasCount(0);
		found(this.page.getByLabel("Message to the task")).isDisabled();
		Locator age = this.page.locator(".lead > span[title]");
		String frozen = age.innerText();
		this.page.clock().fastForward(600_000);
		found(age).hasText(frozen);
		press("p");
		press("p");
		found(age).hasText(frozen);
	}

	private void press(String key) {
		this.page.keyboard().press(key);
	}

	@Test
	void aHiddenPageClosesItsStreamAndGoesOnFromItsPosition() {
		visitTask("index the archive");
		found(connection()).hasText("Live");
		found(this.page.locator(".lines")).containsText("indexed batch");
		int before = streams();
		show(this.page, "hidden");
		show(this.page, "visible");
		found(this.page.locator(".lines .gap")).hasCount(1);
		this.page.waitForCondition(() -> streams() > before);
		found(connection()).hasText("Live");
		Object lines = this.page.evaluate("() => [...document.querySelectorAll('.lines .out')].map((one) => one.textContent)");
		assertThat(lines).asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST).doesNotHaveDuplicates();
	}

	@Test
	void pagesThatAreLeftAtOnceOpenNoStream() {
		this.page.clock().install();
		this.page.clock().pauseAt(System.currentTimeMillis() + 3_600_000);
		visit("?view=tasks");
		found(connection()).hasText("Live");
		int before = streams();
		nextPages(5);
		assertThat(streams()).isEqualTo(before);
		this.page.clock().runFor(1000);
		this.page.waitForCondition(() -> streams() == before + 1);
		found(connection()).hasText("Live");
	}

	private void nextPages(int count) {
		for (int i = 0; i < count; i++) {
			String first = this.page.locator("tr[data-row]").first().getAttribute("data-uid");
			this.page.locator("#next").click();
			found(this.page.locator("tr[data-row]").first()).not().hasAttribute("data-uid", first);
		}
	}

	@Test
	void pagesLeaveNothingBehindInTheTable() {
		visit("?view=tasks");
		found(this.page.locator("tr[data-row]")).hasCount(50);
		Object nodes = nodes();
		nextPages(5);
		assertThat(nodes()).isEqualTo(nodes);
	}

	private Object nodes() {
		return this.page.evaluate("() => document.querySelector('tbody').childNodes.length");
	}

	@Test
	void aServerThatComesBackIsFoundAgain() {
		visit("");
		found(connection()).hasText("Live");
		this.page.context().setOffline(true);
		this.page.keyboard().press("p");
		this.page.keyboard().press("p");
		found(connection()).hasText("Reconnecting");
		found(this.page.locator(".lost")).hasText(Pattern.compile("Not connected since \\d\\d:\\d\\d:\\d\\d\\.\\s+"
				+ "The page shows the last known state and tries again by itself\\."));
		this.page.context().setOffline(false);
		found(connection()).hasText("Live");
		found(this.page.locator(".lost")).hasCount(0);
		found(this.page.locator("#announcer")).hasText("Live again");
	}

	private int streams() {
		return (int) this.requests.stream().filter((request) -> request.contains("api/live")).count();
	}

	/** Lets a page believe that its tab is hidden or visible. */
	static void show(Page page, String state) {
		page.evaluate("(state) => { Object.defineProperty(document, 'visibilityState', { value: state, configurable: true });"
				+ " document.dispatchEvent(new Event('visibilitychange')); }", state);
	}

}
