package io.github.taskhost.console;

import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

/**
 * The console works by keyboard alone.
 */
class KeysIT extends BrowserTest {

	@Test
	void keysMoveThroughRowsSelectAndOpen() {
		visit("?view=tasks");
		found(row("index the archive")).isVisible();
		press("j");
		found(row("index the archive").locator("[data-open]")).isFocused();
		press("j");
		press("k");
		press("j");
		found(row("pay the invoice").locator("[data-open]")).isFocused();
		press("x");
		found(row("pay the invoice").locator("input[type=checkbox]")).isChecked();
		found(this.page.locator(".bulk")).containsText("1 selected");
		press("Escape");
		found(row("pay the invoice").locator("input[type=checkbox]")).not().isChecked();
		press("Enter");
		found(this.page.locator("h1")).hasText("pay the invoice");
		found(this.page.locator("h1")).isFocused();
	}

	@Test
	void keysGoToViewsAndAreOffInFields() {
		visit("");
		found(this.page.locator("h1")).isVisible();
		for (String[] view : new String[][] { { "t", "Tasks" }, { "s", "Sessions" }, { "c", "Schedules" }, { "k", "Kinds" }, { "n", "Nodes" },
				{ "o", "Overview" } }) {
			press("g");
			press(view[0]);
			found(this.page.locator("h1")).hasText(view[1]);
			found(this.page.locator("h1")).isFocused();
		}
		press("g");
		press("t");
		press("/");
		found(this.page.locator("input[type=search]")).isFocused();
		this.page.keyboard().type("gpx");
		found(this.page.locator("input[type=search]")).hasValue("gpx");
		found(connection()).not().containsText("Paused");
		press("Escape");
		found(this.page.locator("input[type=search]")).not().isFocused();
	}

	@Test
	void theListOfKeysOpensAndCloses() {
		visit("");
		found(this.page.locator("h1")).isVisible();
		press("?");
		found(this.page.locator("dialog")).containsText("Next row");
		press("Escape");
		found(this.page.locator("dialog")).isHidden();
	}

	@Test
	void pauseStopsTheStreamAndGoesOn() {
		visit("");
		found(connection()).hasText("Live");
		press("p");
		found(connection()).hasText(Pattern.compile("Paused at \\d\\d:\\d\\d:\\d\\d"));
		found(this.page.locator("#announcer")).hasText("Paused");
		press("p");
		found(connection()).hasText("Live");
	}

	@Test
	void theFirstTabStopSkipsToTheContent() {
		visit("");
		found(connection()).hasText("Live");
		press("Tab");
		found(this.page.locator(".skip")).isFocused();
		press("Enter");
		found(this.page.locator("main")).isFocused();
	}

	@Test
	void backReturnsToTheListAndItsPlace() {
		visit("?view=tasks&state=running");
		this.page.locator("tr[data-row]").nth(30).locator("[data-open]").click();
		found(this.page.locator("h1")).not().hasText("Tasks");
		this.page.goBack();
		found(this.page.locator("h1")).hasText("Tasks");
		found(this.page.locator("tr[data-row]").nth(30)).isInViewport();
		found(this.page.locator(".chip:has(:checked)")).hasText("Running");
	}

	private void press(String key) {
		this.page.keyboard().press(key);
	}

}
