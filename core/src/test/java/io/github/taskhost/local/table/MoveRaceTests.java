package io.github.taskhost.local.table;

import java.util.Objects;
import java.util.concurrent.FutureTask;

import io.github.taskhost.task.BackgroundTaskRegistration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static io.github.taskhost.local.table.TableTasks.move;
import static io.github.taskhost.local.table.TableTasks.named;
import static io.github.taskhost.local.table.TableTasks.unnamed;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Moves that meet other changes. A test pauses a move after it took its places, by
 * holding the lock of the target list.
 */
@Timeout(60)
class MoveRaceTests {

	private final TaskTable<TableTask> table = new TaskTable<TableTask>();

	private final TableTasks tasks = new TableTasks(this.table);

	@Test
	void insertDuringAMoveFindsTheMovedTask() throws Exception {
		TableTask moving = this.tasks.insert("s1", named("a"));
		TableTask late = this.tasks.entry("s2", named("a"));
		assertThat(insertedDuring(move(moving, "s2"), late)).isEqualTo(new CommitResult.Duplicate<>(moving, false));
		assertThat(this.table.session("s2")).contains(moving).doesNotContain(late);
		assertThat(this.table.find("s2", "a")).isSameAs(moving);
	}

	@Test
	void keyDuringAMoveBelongsToTheMovedTask() throws Exception {
		TableTask moving = this.tasks.insert("s1", keyed());
		TableTask late = this.tasks.entry("s2", keyed());
		assertThat(insertedDuring(move(moving, "s2"), late)).isEqualTo(new CommitResult.Duplicate<>(moving, true));
		assertThat(moving.record().sessionId()).isEqualTo("s2");
	}

	@Test
	void endedTaskThatMovesAwayStaysInItsNewList() throws Exception {
		TableTask moving = this.tasks.insertEnded("s1", named("a"));
		TableTask late = this.tasks.entry("s1", named("a"));
		assertThat(insertedDuring(move(moving, "s2"), late)).isEqualTo(CommitResult.committed());
		assertThat(this.table.session("s1")).containsExactly(late);
		assertThat(this.table.session("s2")).contains(moving);
	}

	private static BackgroundTaskRegistration keyed() {
		return BackgroundTaskRegistration.ofKind("other").idempotencyKey("k").build();
	}

	private CommitResult<TableTask> insertedDuring(TableChange<TableTask> move, TableTask late) throws Exception {
		TableTask inTarget = this.tasks.insert("s2", unnamed());
		FutureTask<CommitResult<TableTask>> moved = new FutureTask<>(() -> this.table.commit(move));
		FutureTask<CommitResult<TableTask>> inserted = new FutureTask<>(
				() -> this.table.commit(new TableChange.Insert<>(late)));
		SessionTasks<TableTask> target = Objects.requireNonNull(inTarget.list);
		target.lock.lock();
		try {
			startAndAwaitParked(moved);
			startAndAwaitParked(inserted);
		}
		finally {
			target.lock.unlock();
		}
		assertThat(moved.get()).isEqualTo(CommitResult.committed());
		return inserted.get();
	}

	private static void startAndAwaitParked(FutureTask<?> task) {
		Thread thread = Thread.ofPlatform().start(task);
		while (thread.getState() != Thread.State.WAITING && !task.isDone()) {
			Thread.onSpinWait();
		}
	}

}
