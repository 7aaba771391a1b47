package io.github.taskhost.benchmarks.durable;

import io.github.taskhost.benchmarks.AbstractBenchmarksTests;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every part runs and prints figures. Their values are not checked, because the sizes are
 * tiny.
 */
@Timeout(300)
class DurableBenchmarksTests extends AbstractBenchmarksTests {

	@Test
	void durableTasksAreComparedWithOtherLibraries() throws Exception {
		Durable.run(print(), "--percent=1", "--rounds=1", "--warm-ups=0");
		assertThat(rows("db-scheduler, ", "JobRunr, ", "host, ", "2 nodes, ")).hasSize(8 + 10 + 12);
		assertThat(text()).contains("fsync on", "synchronous_commit on");
	}

	@Test
	void heapAndStatementsOfWaitingTasksAreMeasured() throws Exception {
		DurableMemory.run(print(), "--tasks=20", "--idle-millis=100");
		assertThat(rows("20 ")).hasSize(2);
	}

	@Test
	void readsCancelsAndAnswersAreMeasured() throws Exception {
		DurableLatency.run(print(), "--rows=1000", "--calls=20");
		assertThat(rows("`", "page", "search", "history", "cancel", "answer")).hasSize(14);
	}

	@Test
	void startUpIsMeasuredInMemoryAndDurably() throws Exception {
		DurableStartUp.run(print(), "--rounds=1", "--idle-millis=100", "--flags=-Xmx256m -XX:TieredStopAtLevel=1");
		assertThat(rows("with the starter")).hasSize(2 * 2);
	}

}
