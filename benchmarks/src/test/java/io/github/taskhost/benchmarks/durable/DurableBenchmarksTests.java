package io.github.taskhost.benchmarks.durable;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every part runs and prints figures. Their values are not checked, because the sizes are
 * tiny.
 */
@Timeout(300)
class DurableBenchmarksTests {

	private final ByteArrayOutputStream out = new ByteArrayOutputStream();

	@Test
	void durableTasksAreComparedWithOtherLibraries() throws Exception {
		Durable.run(print(), "--percent=1", "--rounds=1", "--warm-ups=0");
		assertThat(rows("db-scheduler, ", "JobRunr, ", "host, ")).hasSize(8 + 5 + 8);
		assertThat(text()).contains("fsync on", "synchronous_commit on");
	}

	@Test
	void heapAndStatementsOfWaitingTasksAreMeasured() throws Exception {
		DurableMemory.run(print(), "--tasks=20", "--idle-millis=100");
		assertThat(rows("20 ")).hasSize(2);
	}

	@Test
	void startUpIsMeasuredInMemoryAndDurably() throws Exception {
		DurableStartUp.run(print(), "--rounds=1", "--idle-millis=100", "--flags=-Xmx256m -XX:TieredStopAtLevel=1");
		assertThat(rows("with the starter")).hasSize(2 * 2);
	}

	private PrintStream print() {
		return new PrintStream(this.out, true, StandardCharsets.UTF_8);
	}

	private String text() {
		return this.out.toString(StandardCharsets.UTF_8);
	}

	/** Returns the table rows that begin with one of the words. */
	private List<String> rows(String... beginnings) {
		return text().lines()
			.filter((line) -> Arrays.stream(beginnings).anyMatch((word) -> line.startsWith("| " + word)))
			.toList();
	}

}
