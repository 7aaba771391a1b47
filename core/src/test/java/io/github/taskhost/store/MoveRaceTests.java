package io.github.taskhost.store;

import java.util.Objects;
import java.util.concurrent.FutureTask;

import io.github.taskhost.task.BackgroundTaskRegistration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static io.github.taskhost.store.StoredTasks.move;
import static io.github.taskhost.store.StoredTasks.named;
import static io.github.taskhost.store.StoredTasks.unnamed;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Moves that meet other changes. A move is stopped after it took its places by holding
 * the lock of the list that it goes to.
 */
@Timeout(60)
class MoveRaceTests {

	private final InMemoryTaskStore store = new InMemoryTaskStore();

	private final StoredTasks tasks = new StoredTasks(this.store);

	@Test
	void insertDuringAMoveMeetsTheMovedTask() throws Exception {
		TaskEntry moving = this.tasks.insert("s1", named("a"));
		TaskEntry late = this.tasks.entry("s2", named("a"));
		assertThat(insertedDuring(move(moving, "s2"), late)).isEqualTo(new CommitResult.Duplicate(moving, false));
		assertThat(this.store.session("s2")).contains(moving).doesNotContain(late);
		assertThat(this.store.find("s2", "a")).isSameAs(moving);
	}

	@Test
	void keyDuringAMoveBelongsToTheMovedTask() throws Exception {
		TaskEntry moving = this.tasks.insert("s1", keyed());
		TaskEntry late = this.tasks.entry("s2", keyed());
		assertThat(insertedDuring(move(moving, "s2"), late)).isEqualTo(new CommitResult.Duplicate(moving, true));
		assertThat(moving.record().sessionId()).isEqualTo("s2");
	}

	@Test
	void endedTaskThatMovesAwayIsNotTakenOutOfItsNewList() throws Exception {
		TaskEntry moving = this.tasks.insertEnded("s1", named("a"));
		TaskEntry late = this.tasks.entry("s1", named("a"));
		assertThat(insertedDuring(move(moving, "s2"), late)).isEqualTo(CommitResult.COMMITTED);
		assertThat(this.store.session("s1")).containsExactly(late);
		assertThat(this.store.session("s2")).contains(moving);
	}

	private static BackgroundTaskRegistration keyed() {
		return BackgroundTaskRegistration.ofKind("other").idempotencyKey("k").build();
	}

	private CommitResult insertedDuring(TaskChange move, TaskEntry late) throws Exception {
		TaskEntry inTarget = this.tasks.insert("s2", unnamed());
		FutureTask<CommitResult> moved = new FutureTask<>(() -> this.store.commit(move));
		FutureTask<CommitResult> inserted = new FutureTask<>(() -> this.store.commit(new TaskChange.Insert(late)));
		SessionTasks target = Objects.requireNonNull(inTarget.list);
		target.lock.lock();
		try {
			startAndAwaitParked(moved);
			startAndAwaitParked(inserted);
		}
		finally {
			target.lock.unlock();
		}
		assertThat(moved.get()).isEqualTo(CommitResult.COMMITTED);
		return inserted.get();
	}

	private static void startAndAwaitParked(FutureTask<?> task) {
		Thread thread = Thread.ofPlatform().start(task);
		while (thread.getState() != Thread.State.WAITING && !task.isDone()) {
			Thread.onSpinWait();
		}
	}

}
