package io.github.taskhost.store;

import java.util.List;
import java.util.UUID;

import io.github.taskhost.event.BackgroundTaskEvent;
import org.junit.jupiter.api.Test;

import static io.github.taskhost.store.StoredTasks.NOW;
import static io.github.taskhost.store.StoredTasks.change;
import static io.github.taskhost.store.StoredTasks.end;
import static io.github.taskhost.store.StoredTasks.keyed;
import static io.github.taskhost.store.StoredTasks.named;
import static io.github.taskhost.store.StoredTasks.removal;
import static org.assertj.core.api.Assertions.assertThat;

/** Uids, guarded changes, removals, and the events of changes. */
abstract class StoreChangesContract extends StoreContract {

	@Test
	void uidsAreOfVersionSevenAndIncrease() {
		UUID first = this.store.newUid(NOW);
		UUID second = this.store.newUid(NOW);
		assertThat(first.version()).isEqualTo(7);
		assertThat(first.variant()).isEqualTo(2);
		assertThat(first.getMostSignificantBits() >>> 16).isEqualTo(NOW.toEpochMilli());
		assertThat(second.toString()).isGreaterThan(first.toString());
		assertThat(this.store.newUid(NOW.plusMillis(1)).toString()).isGreaterThan(second.toString());
	}

	@Test
	void uidsIncreaseAlsoWhenTheClockGoesBack() {
		String first = this.store.newUid(NOW).toString();
		String second = this.store.newUid(NOW.minusSeconds(60)).toString();
		assertThat(second).isGreaterThan(first);
		assertThat(this.store.newUid(NOW).toString()).isGreaterThan(second);
	}

	@Test
	void changeIsGuardedByTheRecordItWasMadeOf() {
		TaskEntry entry = this.tasks.insert("s1", named("a"));
		TaskChange stale = end(entry);
		TaskChange.Replace first = change(entry);
		assertThat(this.store.commit(first)).isEqualTo(CommitResult.COMMITTED);
		assertThat(this.store.commit(stale)).isEqualTo(new CommitResult.Conflict(entry));
		assertThat(entry.record()).isEqualTo(first.next());
	}

	@Test
	void removalIsGuardedByTheRecordItWasMadeOf() {
		TaskEntry entry = this.tasks.insert("s1", named("a"));
		TaskChange stale = removal(entry);
		this.store.commit(change(entry));
		assertThat(this.store.commit(stale)).isEqualTo(new CommitResult.Conflict(entry));
		assertThat(entry.isRemoved()).isFalse();
		assertThat(this.store.find("s1", "a")).isSameAs(entry);
	}

	@Test
	void removedTaskIsFoundNowhere() {
		TaskEntry parent = this.tasks.insert("s1", named("p"));
		TaskEntry entry = this.tasks.insert("s1", keyed("a", "k"));
		TaskEntry child = this.tasks.insertChild("s1", parent.uid());
		this.store.commit(removal(entry));
		this.store.commit(removal(child));
		assertThat(entry.isRemoved()).isTrue();
		assertThat(this.store.find(entry.uid())).isNull();
		assertThat(this.store.find("s1", "a")).isNull();
		assertThat(this.store.findAll("a")).isEmpty();
		assertThat(this.store.findByKey("s1", "k")).isNull();
		assertThat(this.store.children(parent.uid())).isEmpty();
		assertThat(this.store.session("s1")).containsExactly(parent);
	}

	@Test
	void removedTaskChangesNoMore() {
		TaskEntry entry = this.tasks.insert("s1", named("a"));
		this.store.commit(removal(entry));
		assertThat(this.store.commit(change(entry))).isEqualTo(new CommitResult.Conflict(entry));
		assertThat(this.store.commit(removal(entry))).isEqualTo(new CommitResult.Conflict(entry));
	}

	@Test
	void removedTaskGivesItsIdAndItsKeyFree() {
		this.store.commit(removal(this.tasks.insert("s1", keyed("a", "k"))));
		TaskEntry next = this.tasks.insert("s1", keyed("a", "k"));
		assertThat(this.store.find("s1", "a")).isSameAs(next);
		assertThat(this.store.findByKey("s1", "k")).isSameAs(next);
	}

	@Test
	void eventsAreTakenInTheOrderOfTheCommitsAndOnce() {
		TaskEntry entry = this.tasks.insert("s1", named("a"));
		this.store.commit(change(entry));
		assertThat(entry.undelivered()).isEqualTo(2);
		assertThat(entry.takeEvents()).extracting(BackgroundTaskEvent::sequence).containsExactly(1L, 2L);
		this.store.commit(end(entry));
		this.store.commit(removal(entry));
		assertThat(entry.takeEvents()).<Object>extracting(Object::getClass)
			.isEqualTo(List.of(BackgroundTaskEvent.Completed.class, BackgroundTaskEvent.Removed.class));
		assertThat(entry.takeEvents()).isEmpty();
		assertThat(entry.undelivered()).isZero();
	}

	@Test
	void changeThatWasNotMadeTellsNothing() {
		TaskEntry entry = this.tasks.insert("s1", named("a"));
		TaskChange stale = change(entry);
		this.store.commit(change(entry));
		entry.takeEvents();
		this.store.commit(stale);
		assertThat(entry.takeEvents()).isEmpty();
	}

}
