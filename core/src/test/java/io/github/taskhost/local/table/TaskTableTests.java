package io.github.taskhost.local.table;

import java.util.List;
import java.util.Objects;

import io.github.taskhost.event.BackgroundTaskFilter;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class TaskTableTests extends TaskTableContract {

	private final TaskTable<StoredTask> table = new TaskTable<StoredTask>();

	private final StoredTasks tasks = new StoredTasks(this.table);

	@Override
	protected TaskTable<StoredTask> newStore() {
		return new TaskTable<StoredTask>();
	}

	@Test
	void scanForLiveTasksSkipsChunksOfEndedTasks() {
		for (int i = 0; i < 5000; i++) {
			this.tasks.insertEnded("s1", StoredTasks.unnamed());
		}
		StoredTask live = this.tasks.insert("s1", StoredTasks.unnamed());
		TablePage<StoredTask> page = this.table.page(BackgroundTaskFilter.live(), 10, null, 1000);
		assertThat(page.entries()).containsExactly(live);
		assertThat(page.next()).isNull();
	}

	/**
	 * The lock of the list holds the insert back between the index of ids and the lists.
	 */
	@Test
	void removalWaitsForAnInsertThatIsNotListedYet() throws Exception {
		StoredTask ended = this.tasks.insertEnded("s1", StoredTasks.named("a"));
		StoredTask fresh = this.tasks.entry("s1", StoredTasks.named("a"));
		SessionTasks<StoredTask> list = Objects.requireNonNull(ended.list);
		Thread inserting = new Thread(() -> this.table.commit(new TableChange.Insert<>(fresh)));
		Thread removing = new Thread(() -> this.table.commit(StoredTasks.removal(fresh)));
		list.lock.lock();
		try {
			startAndAwaitBlocked(inserting);
			assertThat(this.table.find("s1", "a")).isSameAs(fresh);
			startAndAwaitBlocked(removing);
		}
		finally {
			list.lock.unlock();
		}
		inserting.join();
		removing.join();
		assertThat(fresh.isRemoved()).isTrue();
		this.table.commit(StoredTasks.removal(ended));
		assertThat(this.table.find(fresh.uid())).isNull();
		assertThat(this.table.session("s1")).isEmpty();
		assertThat(this.table.hasTasks("s1")).isFalse();
	}

	private static void startAndAwaitBlocked(Thread thread) {
		thread.start();
		while (thread.isAlive() && thread.getState() != Thread.State.WAITING) {
			Thread.onSpinWait();
		}
	}

	@Test
	void severalChangesMustBeMovesBetweenTheSameSessions() {
		StoredTask a = this.tasks.insert("s1", StoredTasks.named("a"));
		StoredTask b = this.tasks.insert("s2", StoredTasks.named("b"));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.table.commit(List.of(StoredTasks.change(a), StoredTasks.change(b))));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.table.commit(List.of(StoredTasks.move(a, "s2"), StoredTasks.move(b, "s1"))));
	}

}
