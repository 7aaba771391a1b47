package io.github.taskhost.console;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import org.junit.jupiter.api.Test;

/**
 * Measures the time from the start of a navigation until the overview shows its numbers and reacts to a key, with a new
 * browser for each run. {@code benchmarks/browser page} runs it against the sample; the property
 * {@code console.address} is the address of its console.
 */
class FirstPageTimes {

	private static final int RUNS = 15;

	/** Presses a key in each frame from the first number on, until the list of keys is open. */
	private static final String WATCH = """
			window.measured = new Promise((resolve) => {
				const times = {};
				const look = () => {
					const figure = document.querySelector('.tile .figure');
					if (/[0-9]/.test(figure?.textContent ?? '')) {
						times.numbers ??= performance.now();
						if (document.querySelector('dialog[open] .keys')) {
							times.reacts = performance.now();
							resolve(times);
							return;
						}
						document.body.dispatchEvent(new KeyboardEvent('keydown', { key: '?', bubbles: true }));
					}
					requestAnimationFrame(look);
				};
				requestAnimationFrame(look);
			});
			""";

	private static final String RESULT = """
			async () => {
				const times = await window.measured;
				const files = performance.getEntriesByType('resource');
				return { ...times, files: files.length, bytes: files.reduce((sum, file) => sum + file.transferSize, 0) };
			}""";

	@Test
	void theOverviewIsInteractive() {
		String address = Objects.requireNonNull(System.getProperty("console.address"), "Run benchmarks/browser page.");
		List<Map<?, ?>> runs = new ArrayList<>();
		try (Playwright playwright = Playwright.create()) {
			for (int i = 0; i <= RUNS; i++) {
				runs.add(open(playwright, address));
			}
		}
		Times.heading("The overview, from the start of the navigation (%s files, %s bytes)"
			.formatted(runs.getLast().get("files"), runs.getLast().get("bytes")));
		Times.row("first page of the process: reacts to a key", times(runs.subList(0, 1), "reacts"));
		List<Map<?, ?>> later = runs.subList(1, runs.size());
		Times.row("numbers", times(later, "numbers"));
		Times.row("reacts to a key", times(later, "reacts"));
	}

	private static Map<?, ?> open(Playwright playwright, String address) {
		try (Browser browser = BrowserTest.launch(playwright)) {
			Page page = browser.newPage();
			page.addInitScript(WATCH);
			page.navigate(address);
			return (Map<?, ?>) page.evaluate(RESULT);
		}
	}

	private static List<Number> times(List<Map<?, ?>> runs, String name) {
		return runs.stream().map((run) -> (Number) Objects.requireNonNull(run.get(name))).toList();
	}

}
