package io.github.taskhost.jdbc.recovery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.github.taskhost.jdbc.recovery.UnresolvedTasks.Task;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/** The back-off of tasks that a node cannot run. */
class UnresolvedTasksTests {

	private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1000);

	private final UnresolvedTasks tasks = new UnresolvedTasks(this.nanos::get);

	private final Task task = new Task(UUID.randomUUID(), "import");

	@BeforeEach
	void silence() {
		((Logger) LoggerFactory.getLogger(UnresolvedTasks.class)).setLevel(Level.OFF);
	}

	@AfterEach
	void log() {
		((Logger) LoggerFactory.getLogger(UnresolvedTasks.class)).setLevel(null);
	}

	private void pass(Duration time) {
		this.nanos.addAndGet(time.toNanos());
	}

	private void round() {
		this.tasks.beginRound();
		if (this.tasks.isDue(this.task.uid())) {
			this.tasks.failed(this.task, "It has no handler.", null);
		}
		this.tasks.endRound();
	}

	@Test
	void eachTryDoublesTheBackOffUpToItsBound() {
		List<Long> delays = new ArrayList<>();
		for (int i = 0; i < 7; i++) {
			round();
			long delay = 0;
			while (!this.tasks.isDue(this.task.uid())) {
				pass(Duration.ofSeconds(10));
				delay += 10;
			}
			delays.add(delay);
		}
		assertThat(delays).containsExactly(10L, 20L, 40L, 80L, 160L, 300L, 300L);
	}

	@Test
	void aTaskCountsWhileItIsInBackOffAndNotAfterItWasResolved() {
		round();
		assertThat(this.tasks.count()).isOne();
		round();
		assertThat(this.tasks.count()).isOne();
		this.tasks.resolved(this.task.uid());
		this.tasks.beginRound();
		this.tasks.endRound();
		assertThat(this.tasks.count()).isZero();
	}

	@Test
	void aTaskThatARoundDoesNotFindIsForgotten() {
		round();
		this.tasks.beginRound();
		this.tasks.endRound();
		assertThat(this.tasks.isDue(this.task.uid())).isTrue();
		assertThat(this.tasks.count()).isZero();
	}

	@Test
	void tasksPastTheBoundAreCountedAndTriedInEachRound() {
		this.tasks.beginRound();
		for (int i = 0; i < UnresolvedTasks.MAX_TASKS; i++) {
			this.tasks.failed(new Task(new UUID(1, i), "import"), "It has no handler.", null);
		}
		this.tasks.failed(this.task, "It has no handler.", null);
		this.tasks.endRound();
		assertThat(this.tasks.count()).isEqualTo(UnresolvedTasks.MAX_TASKS + 1);
		assertThat(this.tasks.isDue(this.task.uid())).isTrue();
		assertThat(this.tasks.isDue(new UUID(1, 0))).isFalse();
	}

}
