package io.github.taskhost.store;

import java.util.List;

import io.github.taskhost.event.BackgroundTaskEvent;
import org.junit.jupiter.api.Test;

import static io.github.taskhost.store.StoredTasks.change;
import static io.github.taskhost.store.StoredTasks.keyed;
import static io.github.taskhost.store.StoredTasks.move;
import static io.github.taskhost.store.StoredTasks.named;
import static io.github.taskhost.store.StoredTasks.removal;
import static io.github.taskhost.store.StoredTasks.unnamed;
import static org.assertj.core.api.Assertions.assertThat;

/** Moves from one session to another: all or none. */
abstract class StoreMovesContract extends StoreContract {

	@Test
	void movesAreMadeTogetherEachWithItsEvent() {
		TaskEntry a = this.tasks.insert("s1", keyed("a", "k"));
		TaskEntry b = this.tasks.insertEnded("s1", named("b"));
		assertThat(this.store.commit(List.of(move(a, "s2"), move(b, "s2")))).isEqualTo(CommitResult.COMMITTED);
		assertThat(this.store.session("s1")).isEmpty();
		assertThat(this.store.session("s2")).containsExactly(a, b);
		assertThat(this.store.findByKey("s2", "k")).isSameAs(a);
		assertThat(this.store.findByKey("s1", "k")).isNull();
		assertThat(a.takeEvents()).last().isInstanceOf(BackgroundTaskEvent.Transferred.class);
	}

	@Test
	void oneStaleMoveRefusesAll() {
		TaskEntry a = this.tasks.insert("s1", keyed("a", "k"));
		TaskEntry b = this.tasks.insert("s1", named("b"));
		List<TaskChange> moves = List.of(move(a, "s2"), move(b, "s2"));
		this.store.commit(change(b));
		a.takeEvents();
		assertThat(this.store.commit(moves)).isEqualTo(new CommitResult.Conflict(b));
		assertThat(this.store.session("s1")).containsExactly(a, b);
		assertThat(this.store.find("s2", "a")).isNull();
		assertThat(this.store.findByKey("s2", "k")).isNull();
		assertThat(a.takeEvents()).isEmpty();
		assertThat(this.store.commit(change(a))).isEqualTo(CommitResult.COMMITTED);
	}

	@Test
	void oneLiveNamesakeRefusesAllAndEverybodyKeepsTheirPlaces() {
		TaskEntry ended = this.tasks.insertEnded("s2", named("a"));
		TaskEntry a = this.tasks.insert("s1", keyed("a", "k"));
		TaskEntry b = this.tasks.insert("s1", named("b"));
		TaskEntry live = this.tasks.insert("s2", named("b"));
		assertThat(this.store.commit(List.of(move(a, "s2"), move(b, "s2"))))
			.isEqualTo(new CommitResult.Duplicate(live, false));
		assertThat(this.store.find("s2", "a")).isSameAs(ended);
		assertThat(this.store.find("s1", "a")).isSameAs(a);
		assertThat(this.store.findByKey("s1", "k")).isSameAs(a);
		assertThat(this.store.findByKey("s2", "k")).isNull();
		assertThat(this.store.session("s2")).containsExactly(ended, live);
		assertThat(this.store.session("s1")).containsExactly(a, b);
		assertThat(this.store.commit(change(a))).isEqualTo(CommitResult.COMMITTED);
	}

	@Test
	void keyOfAnotherTaskRefusesAlsoWhenThatHasEnded() {
		TaskEntry holder = this.tasks.insertEnded("s2", keyed("b", "k"));
		TaskEntry a = this.tasks.insert("s1", keyed("a", "k"));
		assertThat(this.store.commit(move(a, "s2"))).isEqualTo(new CommitResult.Duplicate(holder, true));
		assertThat(this.store.findByKey("s2", "k")).isSameAs(holder);
		assertThat(this.store.findByKey("s1", "k")).isSameAs(a);
		assertThat(this.store.find("s2", "a")).isNull();
	}

	@Test
	void endedNamesakeIsReplaced() {
		TaskEntry ended = this.tasks.insertEnded("s2", named("a"));
		TaskEntry a = this.tasks.insert("s1", named("a"));
		assertThat(this.store.commit(move(a, "s2"))).isEqualTo(CommitResult.COMMITTED);
		assertThat(this.store.find("s2", "a")).isSameAs(a);
		assertThat(this.store.session("s2")).containsExactly(a);
		assertThat(this.store.find(ended.uid())).isSameAs(ended);
	}

	@Test
	void moveNeverReplacesALiveTaskWhoseIdTheHostMade() {
		TaskEntry live = this.tasks.insert("s2", unnamed());
		TaskEntry namesake = this.tasks.insert("s1", named(live.record().id()));
		assertThat(this.store.commit(move(namesake, "s2"))).isEqualTo(new CommitResult.Duplicate(live, false));
		assertThat(this.store.session("s2")).containsExactly(live);
		assertThat(this.store.session("s1")).containsExactly(namesake);
		assertThat(this.store.find("s2", live.record().id())).isSameAs(live);
	}

	@Test
	void oldSessionStillNamesTheTaskUntilAnotherTakesThePlace() {
		TaskEntry named = this.tasks.insert("s1", named("a"));
		TaskEntry generated = this.tasks.insert("s1", unnamed());
		this.store.commit(List.of(move(named, "s2"), move(generated, "s2")));
		assertThat(this.store.find("s1", "a")).isSameAs(named);
		assertThat(this.store.find("s1", generated.record().id())).isSameAs(generated);
		assertThat(this.store.findAll("a")).containsExactly(named);
		TaskEntry next = this.tasks.insert("s1", named("a"));
		assertThat(this.store.find("s1", "a")).isSameAs(next);
		assertThat(this.store.find("s2", "a")).isSameAs(named);
	}

	@Test
	void removedTaskLeavesItsOldPlacesToo() {
		TaskEntry a = this.tasks.insert("s1", named("a"));
		this.store.commit(move(a, "s2"));
		this.store.commit(move(a, "s3"));
		this.store.commit(removal(a));
		for (String session : List.of("s1", "s2", "s3")) {
			assertThat(this.store.find(session, "a")).isNull();
		}
	}

	@Test
	void refusedMoveBackKeepsThePlaceInTheOldSession() {
		TaskEntry a = this.tasks.insert("s1", named("a"));
		TaskEntry b = this.tasks.insert("s2", named("b"));
		TaskEntry obstacle = this.tasks.insert("s1", named("b"));
		this.store.commit(move(a, "s2"));
		assertThat(this.store.commit(List.of(move(a, "s1"), move(b, "s1"))))
			.isEqualTo(new CommitResult.Duplicate(obstacle, false));
		assertThat(this.store.find("s1", "a")).isSameAs(a);
		assertThat(this.store.find("s2", "a")).isSameAs(a);
	}

	@Test
	void refusedMoveKeepsTheOldPlaceOfAnotherTaskThatMovedAway() {
		TaskEntry away = this.tasks.insert("s1", named("a"));
		this.store.commit(move(away, "s3"));
		TaskEntry a = this.tasks.insert("s2", named("a"));
		TaskEntry b = this.tasks.insert("s2", named("b"));
		this.tasks.insert("s1", named("b"));
		this.store.commit(List.of(move(a, "s1"), move(b, "s1")));
		assertThat(this.store.find("s1", "a")).isSameAs(away);
	}

	@Test
	void namesakeWithAnIdThatTheHostMadeIsForgottenAfterARefusedMove() {
		TaskEntry ended = this.tasks.insertEnded("s2", unnamed());
		String id = ended.record().id();
		TaskEntry a = this.tasks.insert("s1", named(id));
		TaskEntry b = this.tasks.insert("s1", named("b"));
		this.tasks.insert("s2", named("b"));
		this.store.commit(List.of(move(a, "s2"), move(b, "s2")));
		assertThat(this.store.find("s2", id)).isSameAs(ended);
		this.store.commit(removal(ended));
		assertThat(this.store.find("s2", id)).isNull();
	}

	@Test
	void taskThatMovesBackIsWhereItWas() {
		TaskEntry a = this.tasks.insert("s1", keyed("a", "k"));
		this.store.commit(move(a, "s2"));
		assertThat(this.store.commit(move(a, "s1"))).isEqualTo(CommitResult.COMMITTED);
		assertThat(this.store.session("s1")).containsExactly(a);
		assertThat(this.store.session("s2")).isEmpty();
		assertThat(this.store.findByKey("s1", "k")).isSameAs(a);
		assertThat(this.store.findByKey("s2", "k")).isNull();
		assertThat(this.store.findAll("a")).containsExactly(a);
	}

}
