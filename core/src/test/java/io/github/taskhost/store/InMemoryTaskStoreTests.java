package io.github.taskhost.store;

import java.util.List;
import java.util.Objects;

import io.github.taskhost.event.BackgroundTaskFilter;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class InMemoryTaskStoreTests extends TaskStoreContract {

	private final InMemoryTaskStore store = new InMemoryTaskStore();

	private final StoredTasks tasks = new StoredTasks(this.store);

	@Override
	protected TaskStore newStore() {
		return new InMemoryTaskStore();
	}

	@Test
	void searchForLiveTasksPassesChunksOfEndedOnes() {
		for (int i = 0; i < 5000; i++) {
			this.tasks.insertEnded("s1", StoredTasks.unnamed());
		}
		TaskEntry live = this.tasks.insert("s1", StoredTasks.unnamed());
		TaskStore.Page page = this.store.page(BackgroundTaskFilter.live(), 10, null, 1000);
		assertThat(page.entries()).containsExactly(live);
		assertThat(page.next()).isNull();
	}

	/** The lock of the list keeps it between the index of ids and the lists. */
	@Test
	void taskThatCanBeFoundBeforeItIsListedIsRemovedAfterThat() throws Exception {
		TaskEntry ended = this.tasks.insertEnded("s1", StoredTasks.named("a"));
		TaskEntry fresh = this.tasks.entry("s1", StoredTasks.named("a"));
		SessionTasks list = Objects.requireNonNull(ended.list);
		Thread inserting = new Thread(() -> this.store.commit(new TaskChange.Insert(fresh)));
		Thread removing = new Thread(() -> this.store.commit(StoredTasks.removal(fresh)));
		list.lock.lock();
		try {
			startAndAwaitBlocked(inserting);
			assertThat(this.store.find("s1", "a")).isSameAs(fresh);
			startAndAwaitBlocked(removing);
		}
		finally {
			list.lock.unlock();
		}
		inserting.join();
		removing.join();
		assertThat(fresh.isRemoved()).isTrue();
		this.store.commit(StoredTasks.removal(ended));
		assertThat(this.store.find(fresh.uid())).isNull();
		assertThat(this.store.session("s1")).isEmpty();
		assertThat(this.store.hasTasks("s1")).isFalse();
	}

	private static void startAndAwaitBlocked(Thread thread) {
		thread.start();
		while (thread.isAlive() && thread.getState() != Thread.State.WAITING) {
			Thread.onSpinWait();
		}
	}

	@Test
	void severalChangesAtOnceAreMovesOneWay() {
		TaskEntry a = this.tasks.insert("s1", StoredTasks.named("a"));
		TaskEntry b = this.tasks.insert("s2", StoredTasks.named("b"));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.store.commit(List.of(StoredTasks.change(a), StoredTasks.change(b))));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.store.commit(List.of(StoredTasks.move(a, "s2"), StoredTasks.move(b, "s1"))));
	}

}
