package io.github.taskhost.local.table;

import java.util.List;
import java.util.UUID;

import io.github.taskhost.event.BackgroundTaskEvent;
import org.junit.jupiter.api.Test;

import static io.github.taskhost.local.table.TableTasks.NOW;
import static io.github.taskhost.local.table.TableTasks.change;
import static io.github.taskhost.local.table.TableTasks.end;
import static io.github.taskhost.local.table.TableTasks.keyed;
import static io.github.taskhost.local.table.TableTasks.named;
import static io.github.taskhost.local.table.TableTasks.removal;
import static org.assertj.core.api.Assertions.assertThat;

/** Uids, guarded changes, removals, and the events of changes. */
abstract class TableChangesContract extends AbstractTableContract {

	@Test
	void uidsHaveVersionSevenAndIncrease() {
		UUID first = this.table.newUid(NOW);
		UUID second = this.table.newUid(NOW);
		assertThat(first.version()).isEqualTo(7);
		assertThat(first.variant()).isEqualTo(2);
		assertThat(first.getMostSignificantBits() >>> 16).isEqualTo(NOW.toEpochMilli());
		assertThat(second.toString()).isGreaterThan(first.toString());
		assertThat(this.table.newUid(NOW.plusMillis(1)).toString()).isGreaterThan(second.toString());
	}

	@Test
	void uidsIncreaseAlsoWhenTheClockGoesBack() {
		String first = this.table.newUid(NOW).toString();
		String second = this.table.newUid(NOW.minusSeconds(60)).toString();
		assertThat(second).isGreaterThan(first);
		assertThat(this.table.newUid(NOW).toString()).isGreaterThan(second);
	}

	@Test
	void changeRequiresTheExpectedRecord() {
		TableTask entry = this.tasks.insert("s1", named("a"));
		TableChange<TableTask> stale = end(entry);
		TableChange.Replace<TableTask> first = change(entry);
		assertThat(this.table.commit(first)).isEqualTo(CommitResult.committed());
		assertThat(this.table.commit(stale)).isEqualTo(new CommitResult.Conflict<>(entry));
		assertThat(entry.record()).isEqualTo(first.next());
	}

	@Test
	void removalRequiresTheExpectedRecord() {
		TableTask entry = this.tasks.insert("s1", named("a"));
		TableChange<TableTask> stale = removal(entry);
		this.table.commit(change(entry));
		assertThat(this.table.commit(stale)).isEqualTo(new CommitResult.Conflict<>(entry));
		assertThat(entry.isRemoved()).isFalse();
		assertThat(this.table.find("s1", "a")).isSameAs(entry);
	}

	@Test
	void removedTaskIsFoundNowhere() {
		TableTask parent = this.tasks.insert("s1", named("p"));
		TableTask entry = this.tasks.insert("s1", keyed("a", "k"));
		TableTask child = this.tasks.insertChild("s1", parent.uid());
		this.table.commit(removal(entry));
		this.table.commit(removal(child));
		assertThat(entry.isRemoved()).isTrue();
		assertThat(this.table.find(entry.uid())).isNull();
		assertThat(this.table.find("s1", "a")).isNull();
		assertThat(this.table.findAll("a", 10)).isEmpty();
		assertThat(this.table.findByKey("s1", "k", TableTasks.NOW)).isNull();
		assertThat(this.table.children(parent.uid())).isEmpty();
		assertThat(this.table.session("s1")).containsExactly(parent);
	}

	@Test
	void removedTaskCannotChange() {
		TableTask entry = this.tasks.insert("s1", named("a"));
		this.table.commit(removal(entry));
		assertThat(this.table.commit(change(entry))).isEqualTo(new CommitResult.Conflict<>(entry));
		assertThat(this.table.commit(removal(entry))).isEqualTo(new CommitResult.Conflict<>(entry));
	}

	@Test
	void removalFreesTheIdAndTheKey() {
		this.table.commit(removal(this.tasks.insert("s1", keyed("a", "k"))));
		TableTask next = this.tasks.insert("s1", keyed("a", "k"));
		assertThat(this.table.find("s1", "a")).isSameAs(next);
		assertThat(this.table.findByKey("s1", "k", TableTasks.NOW)).isSameAs(next);
	}

	@Test
	void eventsAreTakenInTheOrderOfTheCommitsAndOnce() {
		TableTask entry = this.tasks.insert("s1", named("a"));
		this.table.commit(change(entry));
		assertThat(entry.undelivered()).isEqualTo(2);
		assertThat(entry.takeEvents()).extracting(BackgroundTaskEvent::sequence).containsExactly(1L, 2L);
		this.table.commit(end(entry));
		this.table.commit(removal(entry));
		assertThat(entry.takeEvents()).<Object>extracting(Object::getClass)
			.isEqualTo(List.of(BackgroundTaskEvent.Completed.class, BackgroundTaskEvent.Removed.class));
		assertThat(entry.takeEvents()).isEmpty();
		assertThat(entry.undelivered()).isZero();
	}

	@Test
	void refusedChangeQueuesNoEvents() {
		TableTask entry = this.tasks.insert("s1", named("a"));
		TableChange<TableTask> stale = change(entry);
		this.table.commit(change(entry));
		entry.takeEvents();
		this.table.commit(stale);
		assertThat(entry.takeEvents()).isEmpty();
	}

}
