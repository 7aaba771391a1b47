package io.github.taskhost.console;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import com.google.gson.JsonElement;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.options.ColorScheme;
import org.junit.jupiter.api.Test;

/**
 * Measures the table of an application with many live tasks, of which the newest report 2,000 times a second.
 * {@code benchmarks/browser tasks} runs it; the property {@code console.tasks} is the number of tasks.
 */
class ManyTasksTimes extends BrowserTest {

	private static final int RUNS = 9;

	private static final int MOVED = 500;

	private static final String ROWS = "document.querySelectorAll('tr[data-row]').length === 50";

	private static final String LIVE = "document.querySelector('.connection')?.textContent.trim() === 'Live'";

	private static final String NEXT = "document.querySelector('#next')";

	private static final String FIRST = "document.querySelector('tr[data-row]')?.dataset.uid";

	/** Follows the pages to the last one. */
	private static final String WALK = """
			async () => {
				const times = [];
				for (let next = %1$s; next; next = %1$s) {
					const before = %2$s;
					const start = performance.now();
					next.click();
					while (%2$s === before) {
						await new Promise((resolve) => requestAnimationFrame(resolve));
					}
					times.push(performance.now() - start);
				}
				return times;
			}""".formatted(NEXT, FIRST);

	/** Counts changes of the table and slow tasks of the page for some seconds. */
	private static final String OBSERVE = """
			(seconds) => new Promise((resolve) => {
				const seen = { changes: 0, added: 0, shift: 0, slow: 0 };
				new PerformanceObserver((list) => list.getEntries().forEach((entry) => { seen.shift += entry.value; }))
					.observe({ type: 'layout-shift' });
				new PerformanceObserver((list) => { seen.slow += list.getEntries().length; }).observe({ type: 'longtask' });
				new MutationObserver((records) => records.forEach((record) => {
					seen.changes += record.type === 'childList' ? 0 : 1;
					seen.added += [...record.addedNodes].filter((node) => node.nodeName === 'TR').length;
				})).observe(document.querySelector('tbody'), { subtree: true, childList: true, characterData: true, attributes: true });
				setTimeout(() => resolve(seen), seconds * 1000);
			})""";

	private final int count = Integer.getInteger("console.tasks", 100_000);

	@Override
	Stage newStage() {
		return HostStage.empty();
	}

	@Test
	void manyLiveTasksAreShown() {
		HostStage host = (HostStage) this.stage;
		host.seeds.live(this.count, MOVED);
		host.tasks.startTicker();
		Times.heading("%,d live tasks on %s".formatted(this.count, HostStage.type()));
		open();
		heap("first page");
		filters();
		search();
		watch(20);
		heap("first page, live");
		visit("?view=tasks");
		until("0", ROWS + " && " + LIVE);
		walk();
		System.out.printf("last page: %s, %d streams, %d polls%n", connection().textContent().strip(),
				asked("api/live?", "once=true"), asked("once=true", "none"));
		heap("last page");
		visit("?view=tasks");
		until("0", LIVE);
		watch(60);
		heap("first page, live for a minute");
	}

	/** Follows all pages to the last one; the time must not grow on the way. */
	private void walk() {
		List<Number> times = ((List<?>) this.page.evaluate(WALK)).stream().map(Number.class::cast).toList();
		Times.row("next page, up to the last one", times);
		Times.row("the first quarter of them", times.subList(0, times.size() / 4));
		Times.row("the last quarter of them", times.subList(times.size() * 3 / 4, times.size()));
	}

	private void open() {
		for (String view : List.of("?view=overview", "?view=tasks")) {
			List<Number> times = new ArrayList<>();
			for (int i = 0; i < RUNS; i++) {
				openPage(1360, ColorScheme.LIGHT);
				visit(view);
				until("0", (view.endsWith("tasks") ? ROWS : "document.querySelector('.tile .figure')") + " && " + LIVE);
				times.add(now());
			}
			Times.row("opens " + view, times);
		}
	}

	private Number now() {
		return (Number) this.page.evaluate("() => performance.now()");
	}

	private void filters() {
		String chip = "document.querySelector('.chip[data-state=failed] input')";
		List<Number> none = new ArrayList<>();
		List<Number> all = new ArrayList<>();
		List<Number> kind = new ArrayList<>();
		for (int i = 0; i < RUNS; i++) {
			none.add(until(chip + ".click()", "!document.querySelector('tr[data-row]')"));
			all.add(until(chip + ".click()", ROWS));
			kind.add(until("document.querySelector('.c-kind a').click()", "location.search.includes('kind=') && " + ROWS
					+ " && new Set([...document.querySelectorAll('td.c-kind')].map((cell) => cell.textContent.trim())).size === 1"));
			visit("?view=tasks");
			until("0", ROWS + " && " + LIVE);
		}
		Times.row("filter by a state that no task has", none);
		Times.row("filter taken away", all);
		Times.row("filter by kind", kind);
	}

	/** Searches for the oldest task, through all others. */
	private void search() {
		String type = "(() => { const field = document.querySelector('input[type=search]'); field.value = 'import of 1000';"
				+ " field.dispatchEvent(new Event('input')); })()";
		Times.row("search, with 300 ms of waiting for more keys", List.of(until(type, NEXT + "?.textContent === 'Go on'")));
		List<Number> steps = new ArrayList<>();
		while (this.page.locator("#next").count() > 0) {
			steps.add(until("window.from = location.search; " + NEXT + ".click()",
					"location.search !== window.from && !document.querySelector('.loading') && performance.getEntriesByType('resource')"
							+ ".some((one) => one.responseEnd && one.name.endsWith(encodeURIComponent(new URLSearchParams(location.search).get('after'))))"));
		}
		Times.row("search goes on, 10,000 tasks a step", steps);
		found(this.page.locator("tr[data-row]")).hasCount(1);
		visit("?view=tasks");
		until("0", LIVE);
	}

	/** Acts in the page, and returns the milliseconds until a condition holds there. */
	private Number until(String act, String condition) {
		return (Number) this.page.evaluate("""
				async () => {
					const start = performance.now();
					%s;
					while (!(%s)) {
						await new Promise((resolve) => requestAnimationFrame(resolve));
					}
					return performance.now() - start;
				}""".formatted(act, condition));
	}

	private void watch(int seconds) {
		System.out.printf("%d s of live data: %s%n", seconds, this.page.evaluate(OBSERVE, seconds));
	}

	private void heap(String when) {
		CDPSession session = this.page.context().newCDPSession(this.page);
		session.send("HeapProfiler.collectGarbage");
		session.send("Performance.enable");
		for (JsonElement metric : session.send("Performance.getMetrics").getAsJsonArray("metrics")) {
			String name = metric.getAsJsonObject().get("name").getAsString();
			if (name.equals("JSHeapUsedSize")) {
				System.out.printf(Locale.ROOT, "%s: %.1f MB of JavaScript heap%n", when,
						metric.getAsJsonObject().get("value").getAsDouble() / 1_000_000);
			}
		}
		session.detach();
	}

	private long asked(String part, String without) {
		return this.requests.stream().filter((request) -> request.contains(part) && !request.contains(without)).count();
	}

}
