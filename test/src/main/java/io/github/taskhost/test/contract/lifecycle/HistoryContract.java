package io.github.taskhost.test.contract.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.event.TaskHistory;
import io.github.taskhost.event.TaskHistory.Entry;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.InputRequest;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Histories of tasks. */
abstract class HistoryContract extends AbstractRetriesContract {

	private static final Duration STEP = Duration.ofMillis(10);

	private List<Entry> history(UUID uid) {
		TaskHistory history = this.host.history(uid).orElseThrow();
		assertThat(history.partial()).isFalse();
		return history.entries();
	}

	/** The next time of the clock, which each step of a test has for itself. */
	private Instant next() {
		this.clock.advance(STEP);
		return this.clock.instant();
	}

	private static Entry entry(Instant time, BackgroundTaskState state) {
		return new Entry(time, state, 1, "s1");
	}

	@Test
	void recordOfAPlainTaskTellsItsHistory() {
		BackgroundTaskRecord task = this.host.register("s1", named("t1"));
		Instant started = next();
		this.host.markLiveState("s1", "t1", BackgroundTaskState.RUNNING);
		Instant asked = next();
		this.host.requestCancel("t1", "enough");
		Instant ended = next();
		this.host.markTerminal("s1", "t1", BackgroundTaskState.CANCELLED);
		assertThat(history(task.uid())).containsExactly(entry(task.createdAt(), BackgroundTaskState.PENDING),
				entry(started, BackgroundTaskState.RUNNING), entry(asked, BackgroundTaskState.CANCEL_REQUESTED),
				entry(ended, BackgroundTaskState.CANCELLED));
	}

	@Test
	void taskThatRunsAtOnceBeginsWithItsRun() {
		BackgroundTaskRecord task = this.host.registerExternal("s1", named("t1"), null);
		assertThat(history(task.uid())).containsExactly(entry(task.createdAt(), BackgroundTaskState.RUNNING));
		Instant ended = next();
		this.host.cancelManaged("s1", "t1");
		assertThat(history(task.uid())).containsExactly(entry(task.createdAt(), BackgroundTaskState.RUNNING),
				entry(ended, BackgroundTaskState.CANCELLED));
	}

	@Test
	void waitsAndMovesAreEntries() {
		BackgroundTaskRecord task = this.host.registerExternal("s1", named("t1"), null);
		Instant waiting = next();
		this.host.markLiveState("s1", "t1", BackgroundTaskState.WAITING);
		Instant running = next();
		this.host.markLiveState("s1", "t1", BackgroundTaskState.RUNNING);
		Instant moved = next();
		this.host.transfer("t1", "s2");
		Instant ended = next();
		this.host.markTerminal("s2", "t1", BackgroundTaskState.COMPLETED);
		assertThat(history(task.uid())).containsExactly(entry(task.createdAt(), BackgroundTaskState.RUNNING),
				entry(waiting, BackgroundTaskState.WAITING), entry(running, BackgroundTaskState.RUNNING),
				new Entry(moved, BackgroundTaskState.RUNNING, 1, "s2"),
				new Entry(ended, BackgroundTaskState.COMPLETED, 1, "s2"));
	}

	@Test
	void declinedQuestionIsAnEntry() {
		BackgroundTaskRecord task = this.host.registerExternal("s1", named("t1"), null);
		Instant waiting = next();
		this.host.reporter("s1", "t1").ask(InputRequest.of("go-on", "Go on?"));
		Instant declined = next();
		this.host.task(task.uid()).decline("go-on", "too risky");
		next();
		this.host.reporter("s1", "t1").status("goes on without");
		assertThat(history(task.uid())).containsExactly(entry(task.createdAt(), BackgroundTaskState.RUNNING),
				entry(waiting, BackgroundTaskState.WAITING),
				new Entry(declined, BackgroundTaskState.RUNNING, 1, "s1", true));
	}

	@Test
	void stepsOfOneMomentAreEntries() {
		BackgroundTaskRecord task = this.host.register("s1", named("t1"));
		this.host.markLiveState("s1", "t1", BackgroundTaskState.RUNNING);
		this.host.markLiveState("s1", "t1", BackgroundTaskState.WAITING);
		this.host.markLiveState("s1", "t1", BackgroundTaskState.RUNNING);
		this.host.markTerminal("s1", "t1", BackgroundTaskState.COMPLETED);
		assertThat(history(task.uid())).extracting(Entry::state)
			.containsExactly(BackgroundTaskState.PENDING, BackgroundTaskState.RUNNING, BackgroundTaskState.WAITING,
					BackgroundTaskState.RUNNING, BackgroundTaskState.COMPLETED);
	}

	@Test
	void recordTellsStepsOfOneMoment() {
		BackgroundTaskRecord task = this.host.register("s1", named("t1"));
		this.host.markLiveState("s1", "t1", BackgroundTaskState.RUNNING);
		this.host.requestCancel("t1", "enough");
		this.host.markTerminal("s1", "t1", BackgroundTaskState.CANCELLED);
		assertThat(history(task.uid())).extracting(Entry::state)
			.containsExactly(BackgroundTaskState.PENDING, BackgroundTaskState.RUNNING,
					BackgroundTaskState.CANCEL_REQUESTED, BackgroundTaskState.CANCELLED);
	}

	@Test
	void attemptsAreEntries() throws InterruptedException {
		BackgroundTaskHandle<Integer> task = this.host.spawnManaged("s1", retried("t1"), failing(2));
		next(FIRST);
		next(SECOND);
		task.await(PATIENCE);
		List<Entry> history = history(task.uid());
		assertThat(history).extracting(Entry::attempt).endsWith(1, 2, 2, 3, 3, 3);
		assertThat(history).extracting(Entry::state)
			.endsWith(BackgroundTaskState.RUNNING, BackgroundTaskState.PENDING, BackgroundTaskState.RUNNING,
					BackgroundTaskState.PENDING, BackgroundTaskState.RUNNING, BackgroundTaskState.COMPLETED);
		assertThat(history).extracting(Entry::time).isSorted();
	}

	@Test
	void newestEntriesAndTheFirstAreKept() {
		BackgroundTaskRecord task = this.host.registerExternal("s1", named("t1"), null);
		for (int i = 0; i < 60; i++) {
			next();
			this.host.markLiveState("s1", "t1", BackgroundTaskState.WAITING);
			next();
			this.host.markLiveState("s1", "t1", BackgroundTaskState.RUNNING);
		}
		TaskHistory history = this.host.history(task.uid()).orElseThrow();
		assertThat(history.partial()).isTrue();
		assertThat(history.entries()).hasSize(TaskHistory.MAX_ENTRIES)
			.startsWith(entry(task.createdAt(), BackgroundTaskState.RUNNING))
			.endsWith(entry(this.clock.instant(), BackgroundTaskState.RUNNING));
		assertThat(history.entries()).extracting(Entry::time).isSorted().doesNotHaveDuplicates();
	}

	@Test
	void reportsAreNoEntries() {
		BackgroundTaskRecord task = this.host.registerExternal("s1", named("t1"), null);
		next();
		this.host.reporter("s1", "t1").status("half");
		this.host.reporter("s1", "t1").summary("all");
		assertThat(history(task.uid())).containsExactly(entry(task.createdAt(), BackgroundTaskState.RUNNING));
	}

	@Test
	void unknownTaskHasNoHistory() {
		assertThat(this.host.history(UUID.randomUUID())).isEmpty();
	}

}
