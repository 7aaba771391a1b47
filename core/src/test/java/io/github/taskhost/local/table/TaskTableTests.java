package io.github.taskhost.local.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.github.taskhost.event.BackgroundTaskFilter;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
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

	private static StoredTask adopted(StoredTask entry, TaskTable<StoredTask> table) {
		assertThat(table.commit(new TableChange.Insert<>(entry, true))).isEqualTo(CommitResult.committed());
		return entry;
	}

	@Test
	void errorDuringAnInsertLeavesNoTraceOfTheTask() {
		StoredTask failing = this.tasks.entry("s1", StoredTasks.keyed("a", "k"));
		failing.error = new StackOverflowError();
		assertThatExceptionOfType(StackOverflowError.class)
			.isThrownBy(() -> this.table.commit(new TableChange.Insert<>(failing, true)));
		assertThat(failing.isHeld()).isFalse();
		assertThat(this.table.find("s1", "a")).isNull();
		assertThat(this.table.findByKey("s1", "k")).isNull();
		assertThat(this.table.commit(StoredTasks.change(failing))).isInstanceOf(CommitResult.Conflict.class);
		assertThat(this.tasks.insert("s1", StoredTasks.keyed("a", "k"))).isSameAs(this.table.find("s1", "a"));
	}

	@Test
	void errorDuringAMoveHoldsNoTaskAndMovesEachWhollyOrNot() {
		StoredTask a = adopted(this.tasks.entry("s1", StoredTasks.keyed("a", "ka")), this.table);
		StoredTask b = adopted(this.tasks.entry("s1", StoredTasks.keyed("b", "kb")), this.table);
		StoredTask c = this.tasks.insert("s1", StoredTasks.named("c"));
		List<TableChange<StoredTask>> moves = List.of(StoredTasks.move(a, "s2"), StoredTasks.move(b, "s2"),
				StoredTasks.move(c, "s2"));
		b.error = new StackOverflowError();
		assertThatExceptionOfType(StackOverflowError.class).isThrownBy(() -> this.table.commit(moves));
		b.error = null;
		for (StoredTask task : List.of(a, b, c)) {
			assertThat(task.isHeld()).isFalse();
			String session = task.record().sessionId();
			String other = session.equals("s1") ? "s2" : "s1";
			assertThat(this.table.session(session)).contains(task);
			assertThat(this.table.session(other)).doesNotContain(task);
			assertThat(this.table.commit(StoredTasks.change(task))).isEqualTo(CommitResult.committed());
		}
		assertThat(this.table.findByKey(b.record().sessionId(), "kb")).isSameAs(b);
		this.table.commit(List.of(StoredTasks.move(b, "s2"), StoredTasks.move(c, "s2")));
		assertThat(this.table.session("s2")).containsExactly(a, b, c);
	}

	@Test
	void movesIntoASessionWithManyNewerTasksReadFewOfThem() {
		List<StoredTask> older = new ArrayList<>();
		for (int i = 0; i < 2000; i++) {
			older.add(adopted(this.tasks.entry("s1", StoredTasks.unnamed()), this.table));
		}
		List<StoredTask> newer = new ArrayList<>();
		for (int i = 0; i < 2000; i++) {
			newer.add(adopted(this.tasks.entry("s2", StoredTasks.unnamed()), this.table));
		}
		long before = reads(newer) + reads(older);
		for (int i = 0; i < 2000; i++) {
			// in no order of places
			this.table.commit(StoredTasks.move(older.get(i * 7 % 2000), "s2"));
		}
		assertThat(reads(newer) + reads(older) - before).isLessThan(2000 * 300);
		older.addAll(newer);
		assertThat(this.table.session("s2")).containsExactlyElementsOf(older);
	}

	private static long reads(List<StoredTask> tasks) {
		return tasks.stream().mapToLong((task) -> task.reads).sum();
	}

	@Test
	void pagesOfASessionReadEachTaskFewTimes() {
		List<StoredTask> all = new ArrayList<>();
		for (int i = 0; i < 10_000; i++) {
			all.add(adopted(this.tasks.entry("s1", StoredTasks.unnamed()), this.table));
		}
		long before = reads(all);
		List<StoredTask> seen = new ArrayList<>();
		String after = null;
		do {
			TablePage<StoredTask> page = this.table.page(BackgroundTaskFilter.ofSession("s1"), 10, after, 1000);
			seen.addAll(page.entries());
			after = page.next();
		}
		while (after != null);
		assertThat(seen).isEqualTo(all);
		assertThat(reads(all) - before).isLessThan(10_000 * 20);
	}

	/** Pages set anchors, which must not outlive the tasks that they lead to. */
	@Test
	void pagesOfAShrinkingSessionAreComplete() {
		List<StoredTask> all = new ArrayList<>();
		for (int i = 0; i < 3000; i++) {
			all.add(this.tasks.insert("s1", StoredTasks.unnamed()));
		}
		while (all.size() > 100) {
			String middle = this.table.page(BackgroundTaskFilter.ofSession("s1"), 50, null, 1000).next();
			assertThat(this.table.page(BackgroundTaskFilter.ofSession("s1"), 5000, middle, 5000).entries())
				.isEqualTo(all.subList(50, all.size()));
			for (int i = all.size() - 1; i > 0; i -= 3) {
				StoredTask task = all.remove(i);
				this.table.commit((i % 2 == 0) ? StoredTasks.removal(task) : StoredTasks.move(task, "s2"));
			}
		}
		assertThat(this.table.session("s1")).isEqualTo(all);
		assertThat(this.table.session("s2")).extracting(TableEntry::place).isSorted();
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
