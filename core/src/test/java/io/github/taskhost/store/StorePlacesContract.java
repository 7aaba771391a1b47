package io.github.taskhost.store;

import java.util.Locale;

import org.junit.jupiter.api.Test;

import static io.github.taskhost.store.StoredTasks.end;
import static io.github.taskhost.store.StoredTasks.keyed;
import static io.github.taskhost.store.StoredTasks.named;
import static io.github.taskhost.store.StoredTasks.removal;
import static io.github.taskhost.store.StoredTasks.unnamed;
import static org.assertj.core.api.Assertions.assertThat;

/** Places of new tasks: by uid, by (session, id), by (session, idempotency key). */
abstract class StorePlacesContract extends StoreContract {

	private CommitResult insert(TaskEntry entry) {
		return this.store.commit(new TaskChange.Insert(entry));
	}

	@Test
	void taskIsFoundByUidByIdAndByKey() {
		TaskEntry entry = this.tasks.insert("s1", keyed("a", "k"));
		assertThat(this.store.find(entry.uid())).isSameAs(entry);
		assertThat(this.store.find("s1", "a")).isSameAs(entry);
		assertThat(this.store.findByKey("s1", "k")).isSameAs(entry);
		assertThat(this.store.find(this.store.newUid(StoredTasks.NOW))).isNull();
		assertThat(this.store.find("s2", "a")).isNull();
		assertThat(this.store.findByKey("s2", "k")).isNull();
	}

	@Test
	void liveTaskKeepsItsId() {
		TaskEntry holder = this.tasks.insert("s1", named("a"));
		TaskEntry late = this.tasks.entry("s1", named("a"));
		assertThat(insert(late)).isEqualTo(new CommitResult.Duplicate(holder, false));
		assertThat(this.store.find("s1", "a")).isSameAs(holder);
		assertThat(this.store.find(late.uid())).isNull();
		assertThat(this.store.session("s1")).containsExactly(holder);
	}

	@Test
	void keyIsKeptAlsoByAnEndedTaskAndLookedAtBeforeTheId() {
		TaskEntry live = this.tasks.insert("s1", named("a"));
		TaskEntry holder = this.tasks.insertEnded("s1", keyed("b", "k"));
		assertThat(insert(this.tasks.entry("s1", keyed("a", "k")))).isEqualTo(new CommitResult.Duplicate(holder, true));
		assertThat(this.store.find("s1", "a")).isSameAs(live);
	}

	@Test
	void taskThatWasRefusedForItsIdHoldsNoKey() {
		this.tasks.insert("s1", named("a"));
		insert(this.tasks.entry("s1", keyed("a", "k")));
		assertThat(this.store.findByKey("s1", "k")).isNull();
		TaskEntry other = this.tasks.insert("s1", keyed("b", "k"));
		assertThat(this.store.findByKey("s1", "k")).isSameAs(other);
	}

	@Test
	void endedNamesakeGivesWayAndIsFoundByUidAndByKey() {
		TaskEntry ended = this.tasks.insertEnded("s1", keyed("a", "k"));
		TaskEntry next = this.tasks.insert("s1", named("a"));
		assertThat(this.store.find("s1", "a")).isSameAs(next);
		assertThat(this.store.findAll("a")).containsExactly(next);
		assertThat(this.store.session("s1")).containsExactly(next);
		assertThat(this.store.find(ended.uid())).isSameAs(ended);
		assertThat(this.store.findByKey("s1", "k")).isSameAs(ended);
	}

	@Test
	void removalOfWhoGaveWayLeavesItsSuccessorInPlace() {
		TaskEntry ended = this.tasks.insertEnded("s1", named("a"));
		TaskEntry next = this.tasks.insert("s1", named("a"));
		this.store.commit(removal(ended));
		assertThat(this.store.find("s1", "a")).isSameAs(next);
		assertThat(this.store.session("s1")).containsExactly(next);
	}

	@Test
	void sameIdAndKeyInTwoSessionsAreTwoTasks() {
		TaskEntry one = this.tasks.insert("s1", keyed("a", "k"));
		TaskEntry two = this.tasks.insert("s2", keyed("a", "k"));
		TaskEntry three = this.tasks.insert("s3", keyed("a", "k"));
		assertThat(this.store.find("s1", "a")).isSameAs(one);
		assertThat(this.store.findByKey("s2", "k")).isSameAs(two);
		assertThat(this.store.findAll("a")).containsExactlyInAnyOrder(one, two, three);
		this.store.commit(removal(two));
		assertThat(this.store.findAll("a")).containsExactlyInAnyOrder(one, three);
	}

	@Test
	void idThatTheHostMadeCannotBeTakenByNameWhileItsTaskLives() {
		TaskEntry generated = this.tasks.insert("s1", unnamed());
		String id = generated.record().id();
		assertThat(insert(this.tasks.entry("s1", named(id)))).isEqualTo(new CommitResult.Duplicate(generated, false));
		this.store.commit(end(generated));
		TaskEntry named = this.tasks.insert("s1", named(id));
		assertThat(this.store.session("s1")).containsExactly(named);
		assertThat(this.store.findAll(id)).containsExactly(named);
		assertThat(this.store.find(generated.uid())).isSameAs(generated);
	}

	@Test
	void idInOtherLettersIsAnotherId() {
		TaskEntry task = this.tasks.insert("s1", unnamed());
		String other = "task_" + task.uid().toString().toUpperCase(Locale.ROOT);
		assertThat(this.store.find("s1", other)).isNull();
		assertThat(this.store.findAll(other)).isEmpty();
		assertThat(this.store.find("s1", this.tasks.insert("s1", named(other)).record().id())).isNotSameAs(task);
	}

}
