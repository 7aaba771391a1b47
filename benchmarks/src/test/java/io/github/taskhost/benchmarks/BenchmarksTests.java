package io.github.taskhost.benchmarks;

import java.util.List;

import io.github.taskhost.benchmarks.Application.Part;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.WebApplicationType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every part runs and prints figures. Their values are not checked, because the sizes are
 * tiny.
 */
@Timeout(300)
class BenchmarksTests extends AbstractBenchmarksTests {

	private static final String FIGURE = "[0-9][0-9.,]*";

	@Test
	void throughputComparesEveryContenderWithBareThreads() throws Exception {
		Throughput.run(print(), "--tasks=200", "--sessions=5", "--rounds=2", "--warm-ups=0", "--least-bare=0",
				"--least-tasks=400");
		assertThat(rows("bare `Thread")).hasSize(1);
		assertThat(rows("`SimpleAsyncTaskExecutor`", "`@Async`", "host")).hasSize(9)
			.allMatch((row) -> row.endsWith("| 2 of 2 |") && row.matches(".*\\| " + FIGURE + " \\(.*"));
	}

	@Test
	void comparisonWithSlowBareThreadsIsRefused() throws Exception {
		Throughput.run(print(), "--tasks=200", "--sessions=1", "--rounds=1", "--warm-ups=0", "--least-bare=1e9",
				"--least-tasks=1", "--only=host");
		assertThat(rows("host")).singleElement().asString().contains("**refused**").endsWith("| 0 of 1 |");
		assertThat(text()).contains("these are refused");
	}

	@Test
	void applicationHasOnlyTheIncludedParts() {
		try (var context = Application.start(WebApplicationType.NONE, List.of(Part.METRICS))) {
			assertThat(context.getBeanDefinitionNames()).contains("taskhostMetricsRecorder")
				.doesNotContain("taskhostApplicationEventBridge", "taskhostObservedExecutions", "taskhostJournal");
		}
		try (var context = Application.start(WebApplicationType.NONE, List.of(Part.values()))) {
			assertThat(context.getBeanDefinitionNames()).contains("taskhostMetricsRecorder",
					"taskhostApplicationEventBridge", "taskhostObservedExecutions", "taskhostJournal");
		}
	}

	@Test
	void memoryIsMeasuredForThreadsTasksAndRecords() throws Exception {
		Memory.run(print(), "--tasks=300", "--sessions=3", "--rounds=1");
		assertThat(rows("300 ")).singleElement().asString().matches("(\\| .*" + FIGURE + ".* ){5}\\|");
	}

	@Test
	void readsOfLiveAndRetainedTasksAreMeasured() throws Exception {
		Latency.run(print(), "--tasks=20,40", "--forks=0", "--iterations=1", "--millis=5");
		assertThat(rows("get", "page", "session")).hasSize(2 * 6)
			.allMatch((row) -> row.matches("(\\|.* " + FIGURE + ".* ){3}\\|"));
	}

	@Test
	void cancelsAndMovesAreMeasured() throws Exception {
		Cancels.run(print(), "--tasks=20", "--all=10,20", "--singles=20", "--rounds=2", "--moved=10");
		assertThat(rows("`")).hasSize(2 + 2 + 1).allMatch((row) -> row.contains("| 20 | "));
	}

	@Test
	void endpointIsMeasuredOverHttp() throws Exception {
		Http.run(print(), "--tasks=150", "--requests=3");
		assertThat(rows("`info`", "page", "detail")).hasSize(5).allMatch((row) -> row.contains("| 150 | "));
	}

	@Test
	void pagesOfTheConsoleAreMeasured() throws Exception {
		ConsolePages.run(print(), "--tasks=60", "--pages=2", "--updates=100", "--seconds=1", "--rounds=1");
		assertThat(rows("2 ")).singleElement().asString().matches("(\\| .*" + FIGURE + ".* ){5}\\|");
	}

	@Test
	void scrapesAreMeasured() {
		Scrape.run(print(), "--tasks=10,30", "--scrapes=3");
		assertThat(rows("10 ", "30 ")).hasSize(2);
	}

	@Test
	void rivalsAreComparedWithTheHost() throws Exception {
		Rivals.run(print(), "--jobs=50", "--rounds=1", "--warm-ups=0", "--jobrunr-workers=8");
		assertThat(rows("Quartz", "JobRunr", "db-scheduler")).hasSize(4).allMatch((row) -> row.contains(".jar"));
	}

	@Test
	void growthOfOperationsIsMeasured() throws Exception {
		Growth.run(print(), "--sizes=10,20", "--rounds=1");
		assertThat(rows("get", "end", "the same", "close", "pages", "stop", "roll-back", "hidden")).hasSize(10)
			.allMatch((row) -> row.matches("(\\|.* " + FIGURE + ".* ){2}\\|"));
	}

	@Test
	void startUpIsMeasuredWithAndWithoutTheStarter() throws Exception {
		StartUp.run(print(), "--rounds=1", "--flags=-Xmx256m -XX:TieredStopAtLevel=1");
		assertThat(rows("web and Actuator", "with the")).hasSize(3);
	}

}
