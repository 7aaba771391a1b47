package io.github.taskhost.local.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.github.taskhost.event.BackgroundTaskFilter;
import org.junit.jupiter.api.Test;

import static io.github.taskhost.local.table.TableTasks.oldestFirst;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class TaskTableTests extends TaskTableContract {

	private final TaskTable<TableTask> table = new TaskTable<TableTask>();

	private final TableTasks tasks = new TableTasks(this.table);

	@Override
	protected TaskTable<TableTask> newStore() {
		return new TaskTable<TableTask>();
	}

	@Test
	void scanForLiveTasksSkipsChunksOfEndedTasks() {
		for (int i = 0; i < 5000; i++) {
			this.tasks.insertEnded("s1", TableTasks.unnamed());
		}
		TableTask live = this.tasks.insert("s1", TableTasks.unnamed());
		TablePage<TableTask> page = this.table.page(oldestFirst(BackgroundTaskFilter.live(), 10, null), 1000);
		assertThat(page.entries()).containsExactly(live);
		assertThat(page.next()).isNull();
	}

	/**
	 * The lock of the list holds the insert back between the index of ids and the lists.
	 */
	@Test
	void removalWaitsForAnInsertThatIsNotListedYet() throws Exception {
		TableTask ended = this.tasks.insertEnded("s1", TableTasks.named("a"));
		TableTask fresh = this.tasks.entry("s1", TableTasks.named("a"));
		SessionTasks<TableTask> list = Objects.requireNonNull(ended.list);
		Thread inserting = new Thread(() -> this.table.commit(new TableChange.Insert<>(fresh)));
		Thread removing = new Thread(() -> this.table.commit(TableTasks.removal(fresh)));
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
		this.table.commit(TableTasks.removal(ended));
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

	private static TableTask adopted(TableTask entry, TaskTable<TableTask> table) {
		assertThat(table.commit(new TableChange.Insert<>(entry, true))).isEqualTo(CommitResult.committed());
		return entry;
	}

	@Test
	void errorDuringAnInsertLeavesNoTraceOfTheTask() {
		TableTask failing = this.tasks.entry("s1", TableTasks.keyed("a", "k"));
		failing.error = new StackOverflowError();
		assertThatExceptionOfType(StackOverflowError.class)
			.isThrownBy(() -> this.table.commit(new TableChange.Insert<>(failing, true)));
		assertThat(failing.isHeld()).isFalse();
		assertThat(this.table.find("s1", "a")).isNull();
		assertThat(this.table.findByKey("s1", "k", TableTasks.NOW)).isNull();
		assertThat(this.table.commit(TableTasks.change(failing))).isInstanceOf(CommitResult.Conflict.class);
		assertThat(this.tasks.insert("s1", TableTasks.keyed("a", "k"))).isSameAs(this.table.find("s1", "a"));
	}

	@Test
	void errorDuringAMoveHoldsNoTaskAndMovesEachWhollyOrNot() {
		TableTask a = adopted(this.tasks.entry("s1", TableTasks.keyed("a", "ka")), this.table);
		TableTask b = adopted(this.tasks.entry("s1", TableTasks.keyed("b", "kb")), this.table);
		TableTask c = this.tasks.insert("s1", TableTasks.named("c"));
		List<TableChange<TableTask>> moves = List.of(TableTasks.move(a, "s2"), TableTasks.move(b, "s2"),
				TableTasks.move(c, "s2"));
		b.error = new StackOverflowError();
		assertThatExceptionOfType(StackOverflowError.class).isThrownBy(() -> this.table.commit(moves));
		b.error = null;
		for (TableTask task : List.of(a, b, c)) {
			assertThat(task.isHeld()).isFalse();
			String session = task.record().sessionId();
			String other = session.equals("s1") ? "s2" : "s1";
			assertThat(this.table.session(session)).contains(task);
			assertThat(this.table.session(other)).doesNotContain(task);
			assertThat(this.table.commit(TableTasks.change(task))).isEqualTo(CommitResult.committed());
		}
		assertThat(this.table.findByKey(b.record().sessionId(), "kb", TableTasks.NOW)).isSameAs(b);
		this.table.commit(List.of(TableTasks.move(b, "s2"), TableTasks.move(c, "s2")));
		assertThat(this.table.session("s2")).containsExactly(a, b, c);
	}

	@Test
	void movesIntoASessionWithManyNewerTasksReadFewOfThem() {
		List<TableTask> older = new ArrayList<>();
		for (int i = 0; i < 2000; i++) {
			older.add(adopted(this.tasks.entry("s1", TableTasks.unnamed()), this.table));
		}
		List<TableTask> newer = new ArrayList<>();
		for (int i = 0; i < 2000; i++) {
			newer.add(adopted(this.tasks.entry("s2", TableTasks.unnamed()), this.table));
		}
		long before = reads(newer) + reads(older);
		for (int i = 0; i < 2000; i++) {
			// in no order of places
			this.table.commit(TableTasks.move(older.get(i * 7 % 2000), "s2"));
		}
		assertThat(reads(newer) + reads(older) - before).isLessThan(2000 * 300);
		older.addAll(newer);
		assertThat(this.table.session("s2")).containsExactlyElementsOf(older);
	}

	private static long reads(List<TableTask> tasks) {
		return tasks.stream().mapToLong((task) -> task.reads).sum();
	}

	@Test
	void pagesOfASessionReadEachTaskFewTimes() {
		List<TableTask> all = new ArrayList<>();
		for (int i = 0; i < 10_000; i++) {
			all.add(adopted(this.tasks.entry("s1", TableTasks.unnamed()), this.table));
		}
		long before = reads(all);
		List<TableTask> seen = new ArrayList<>();
		String after = null;
		do {
			TablePage<TableTask> page = this.table.page(oldestFirst(BackgroundTaskFilter.ofSession("s1"), 10, after),
					1000);
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
		List<TableTask> all = new ArrayList<>();
		for (int i = 0; i < 3000; i++) {
			all.add(this.tasks.insert("s1", TableTasks.unnamed()));
		}
		while (all.size() > 100) {
			String middle = this.table.page(oldestFirst(BackgroundTaskFilter.ofSession("s1"), 50, null), 1000).next();
			assertThat(this.table.page(oldestFirst(BackgroundTaskFilter.ofSession("s1"), 5000, middle), 5000).entries())
				.isEqualTo(all.subList(50, all.size()));
			for (int i = all.size() - 1; i > 0; i -= 3) {
				TableTask task = all.remove(i);
				this.table.commit((i % 2 == 0) ? TableTasks.removal(task) : TableTasks.move(task, "s2"));
			}
		}
		assertThat(this.table.session("s1")).isEqualTo(all);
		assertThat(this.table.session("s2")).extracting(TableEntry::place).isSorted();
	}

	@Test
	void severalChangesMustBeMovesBetweenTheSameSessions() {
		TableTask a = this.tasks.insert("s1", TableTasks.named("a"));
		TableTask b = this.tasks.insert("s2", TableTasks.named("b"));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.table.commit(List.of(TableTasks.change(a), TableTasks.change(b))));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.table.commit(List.of(TableTasks.move(a, "s2"), TableTasks.move(b, "s1"))));
	}

}
