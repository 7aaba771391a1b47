package io.github.taskhost.console;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every screen is accessible, in light and dark, and fits a window of 360 pixels.
 */
class ScreensIT extends BrowserTest {

	private static final String AXE = axe();

	private static String axe() {
		try (InputStream in = Objects.requireNonNull(
				ScreensIT.class.getResourceAsStream("/META-INF/resources/webjars/axe-core/4.6.3/axe.min.js"))) {
			return new String(in.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	static Stream<String> screens() {
		return Stream.of("overview", "tasks", "filtered", "nothing", "sessions", "schedules", "kinds", "nodes", "question", "json",
				"output", "family", "failed", "hostile", "gone", "address", "cancel", "bulk", "close", "keys");
	}

	@Override
	Stage newStage() {
		return HostStage.open();
	}

	@Override
	boolean sharesPage() {
		return true;
	}

	@ParameterizedTest
	@MethodSource("screens")
	void theScreenIsAccessibleInBothSchemesAndFits360Pixels(String screen) {
		for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
			openPage(1200, scheme);
			open(screen);
			this.page.screenshot(shot(screen + "-" + scheme.name().toLowerCase(Locale.ROOT)));
			assertThat(violations(this.page, (scheme == ColorScheme.DARK) ? "{ runOnly: ['color-contrast'] }" : "{}")).isEmpty();
		}
		openPage(360, ColorScheme.LIGHT);
		open(screen);
		this.page.screenshot(shot(screen + "-360"));
		Object wide = this.page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth");
		assertThat(wide).isEqualTo(0);
	}

	/** The violations of the rules of accessibility on a page. */
	static List<?> violations(Page page) {
		return violations(page, "{}");
	}

	private static List<?> violations(Page page, String rules) {
		page.evaluate(AXE);
		return (List<?>) page.evaluate("() => axe.run(document, " + rules + ")" + """
				.then((results) => results.violations.map((one) =>
					`${one.id}: ${one.help} ${one.nodes.slice(0, 3).map((node) => node.html.slice(0, 200)).join(' ; ')}`))""");
	}

	@Test
	void theThemeSwitchStays() {
		openPage(1200, ColorScheme.LIGHT);
		visit("");
		this.page.locator("#theme").click();
		found(this.page.locator("html")).hasAttribute("data-theme", "light");
		this.page.locator("#theme").click();
		found(this.page.locator("html")).hasAttribute("data-theme", "dark");
		this.page.reload();
		found(this.page.locator("html")).hasAttribute("data-theme", "dark");
	}

	static Page.ScreenshotOptions shot(String name) {
		return new Page.ScreenshotOptions().setPath(Path.of("target", "screenshots", name + ".png"));
	}

	private void open(String screen) {
		switch (screen) {
			case "overview" -> visit("");
			case "filtered" -> visit("?view=tasks&state=failed&state=running&kind=agent&session=nightly");
			case "nothing" -> visit("?view=tasks&text=nosuchtask");
			case "question" -> visitTask("book a room");
			case "json" -> visitTask("merge contacts");
			case "output" -> visitTask("index the archive");
			case "family" -> visitTask("nightly reconciliation");
			case "failed" -> visitTask("reconcile account 7");
			case "hostile" -> visitTask(FakeSeeds.HOSTILE.getFirst());
			case "gone" -> visit("?task=01934a00-0000-7000-8000-ffffffffffff");
			default -> openMore(screen);
		}
		found(this.page.locator("h1")).isVisible();
		found(this.page.locator(".loading")).hasCount(0);
		found(connection()).hasText(Pattern.compile("Live|Not live"));
	}

	private void openMore(String screen) {
		switch (screen) {
			case "address" -> visit("?task=import-7");
			case "cancel" -> {
				visitTask("index the archive");
				button("Cancel…").click();
			}
			case "bulk" -> {
				visit("?view=tasks&kind=import");
				button("Cancel all that match…").click();
				found(this.page.locator("#bulk-count")).isVisible();
			}
			case "close" -> {
				visit("?view=sessions");
				this.page.locator("[data-session=nightly] button").click();
				found(this.page.locator(".fates")).isVisible();
			}
			case "keys" -> {
				visit("?view=kinds");
				found(this.page.locator("h1")).isVisible();
				this.page.keyboard().press("?");
				found(this.page.locator("dialog .keys")).isVisible();
			}
			default -> visit("?view=" + screen);
		}
	}

}
