package io.github.taskhost.local.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.junit.jupiter.api.Test;

import static io.github.taskhost.local.table.TableTasks.end;
import static io.github.taskhost.local.table.TableTasks.keyed;
import static io.github.taskhost.local.table.TableTasks.move;
import static io.github.taskhost.local.table.TableTasks.named;
import static io.github.taskhost.local.table.TableTasks.removal;
import static io.github.taskhost.local.table.TableTasks.unnamed;
import static org.assertj.core.api.Assertions.assertThat;

/** Places of new tasks: by uid, by (session, id), by (session, idempotency key). */
abstract class TablePlacesContract extends AbstractTableContract {

	private CommitResult<TableTask> insert(TableTask entry) {
		return this.table.commit(new TableChange.Insert<>(entry));
	}

	@Test
	void taskIsFoundByUidByIdAndByKey() {
		TableTask entry = this.tasks.insert("s1", keyed("a", "k"));
		assertThat(this.table.find(entry.uid())).isSameAs(entry);
		assertThat(this.table.find("s1", "a")).isSameAs(entry);
		assertThat(this.table.findByKey("s1", "k", TableTasks.NOW)).isSameAs(entry);
		assertThat(this.table.find(this.table.newUid(TableTasks.NOW))).isNull();
		assertThat(this.table.find("s2", "a")).isNull();
		assertThat(this.table.findByKey("s2", "k", TableTasks.NOW)).isNull();
	}

	@Test
	void liveTaskKeepsItsId() {
		TableTask holder = this.tasks.insert("s1", named("a"));
		TableTask late = this.tasks.entry("s1", named("a"));
		assertThat(insert(late)).isEqualTo(new CommitResult.Duplicate<>(holder, false));
		assertThat(this.table.find("s1", "a")).isSameAs(holder);
		assertThat(this.table.find(late.uid())).isNull();
		assertThat(this.table.session("s1")).containsExactly(holder);
	}

	@Test
	void keyIsKeptByAnEndedTaskAndCheckedBeforeTheId() {
		TableTask live = this.tasks.insert("s1", named("a"));
		TableTask holder = this.tasks.insertEnded("s1", keyed("b", "k"));
		assertThat(insert(this.tasks.entry("s1", keyed("a", "k"))))
			.isEqualTo(new CommitResult.Duplicate<>(holder, true));
		assertThat(this.table.find("s1", "a")).isSameAs(live);
	}

	@Test
	void taskRefusedForItsIdHoldsNoKey() {
		this.tasks.insert("s1", named("a"));
		insert(this.tasks.entry("s1", keyed("a", "k")));
		assertThat(this.table.findByKey("s1", "k", TableTasks.NOW)).isNull();
		TableTask other = this.tasks.insert("s1", keyed("b", "k"));
		assertThat(this.table.findByKey("s1", "k", TableTasks.NOW)).isSameAs(other);
	}

	@Test
	void endedNamesakeLosesItsIdAndIsFoundByUidAndByKey() {
		TableTask ended = this.tasks.insertEnded("s1", keyed("a", "k"));
		TableTask next = this.tasks.insert("s1", named("a"));
		assertThat(this.table.find("s1", "a")).isSameAs(next);
		assertThat(this.table.findAll("a", 10)).containsExactly(next);
		assertThat(this.table.session("s1")).containsExactly(next);
		assertThat(this.table.find(ended.uid())).isSameAs(ended);
		assertThat(this.table.findByKey("s1", "k", TableTasks.NOW)).isSameAs(ended);
	}

	@Test
	void removalOfTheReplacedTaskKeepsItsSuccessor() {
		TableTask ended = this.tasks.insertEnded("s1", named("a"));
		TableTask next = this.tasks.insert("s1", named("a"));
		this.table.commit(removal(ended));
		assertThat(this.table.find("s1", "a")).isSameAs(next);
		assertThat(this.table.session("s1")).containsExactly(next);
	}

	@Test
	void sameIdAndKeyInTwoSessionsAreTwoTasks() {
		TableTask one = this.tasks.insert("s1", keyed("a", "k"));
		TableTask two = this.tasks.insert("s2", keyed("a", "k"));
		TableTask three = this.tasks.insert("s3", keyed("a", "k"));
		assertThat(this.table.find("s1", "a")).isSameAs(one);
		assertThat(this.table.findByKey("s2", "k", TableTasks.NOW)).isSameAs(two);
		assertThat(this.table.findAll("a", 10)).containsExactlyInAnyOrder(one, two, three);
		this.table.commit(removal(two));
		assertThat(this.table.findAll("a", 10)).containsExactlyInAnyOrder(one, three);
	}

	@Test
	void liveTasksOfASharedIdAreFoundFirst() {
		TableTask live = this.tasks.insert("s0", named("a"));
		for (int i = 1; i < 20; i++) {
			this.tasks.insertEnded("s" + i, named("a"));
		}
		assertThat(this.table.findAll("a", 3)).hasSize(3).first().isSameAs(live);
		this.table.commit(end(live));
		TableTask next = this.tasks.insert("s7", named("a"));
		assertThat(this.table.findAll("a", 3)).hasSize(3).first().isSameAs(next);
		assertThat(this.table.findAll("a", 100)).hasSize(20).contains(live, next);
	}

	@Test
	void sharedIdStaysFoundWhileItsTasksAreRemoved() {
		List<TableTask> all = new ArrayList<>();
		for (int i = 0; i < 1000; i++) {
			all.add(this.tasks.insert("s" + i, named("a")));
		}
		for (TableTask task : List.copyOf(all.subList(1, 1000))) {
			this.table.commit(move(task, task.record().sessionId() + "-next"));
			this.table.commit(removal(task));
			all.remove(task);
			assertThat(this.table.findAll("a", 2)).hasSize(Math.min(2, all.size()));
			assertThat(this.table.find(task.record().sessionId(), "a")).isNull();
		}
		assertThat(this.table.findAll("a", 2)).containsExactly(all.get(0));
		assertThat(this.table.find("s0", "a")).isSameAs(all.get(0));
		this.table.commit(removal(all.get(0)));
		assertThat(this.table.findAll("a", 2)).isEmpty();
	}

	/** With a cost that grows with the sessions this would take minutes. */
	@Test
	void oneIdInAHundredThousandSessionsIsFoundAndRemoved() {
		List<TableTask> all = new ArrayList<>();
		for (int i = 0; i < 100_000; i++) {
			all.add(this.tasks.insertEnded("s" + i, named("a")));
			assertThat(this.table.findAll("a", 2).size()).isEqualTo(Math.min(2, all.size()));
		}
		all.forEach((task) -> this.table.commit(removal(task)));
		assertThat(this.table.findAll("a", 2)).isEmpty();
	}

	@Test
	void generatedIdOfALiveTaskCannotBeTaken() {
		TableTask generated = this.tasks.insert("s1", unnamed());
		String id = generated.record().id();
		assertThat(insert(this.tasks.entry("s1", named(id)))).isEqualTo(new CommitResult.Duplicate<>(generated, false));
		this.table.commit(end(generated));
		TableTask named = this.tasks.insert("s1", named(id));
		assertThat(this.table.session("s1")).containsExactly(named);
		assertThat(this.table.findAll(id, 10)).containsExactly(named);
		assertThat(this.table.find(generated.uid())).isSameAs(generated);
	}

	@Test
	void idsAreCaseSensitive() {
		TableTask task = this.tasks.insert("s1", unnamed());
		String other = "task_" + task.uid().toString().toUpperCase(Locale.ROOT);
		assertThat(this.table.find("s1", other)).isNull();
		assertThat(this.table.findAll(other, 10)).isEmpty();
		assertThat(this.table.find("s1", this.tasks.insert("s1", named(other)).record().id())).isNotSameAs(task);
	}

}
