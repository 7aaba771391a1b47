package io.github.taskhost.local.table;

import java.util.List;

import io.github.taskhost.event.BackgroundTaskEvent;
import org.junit.jupiter.api.Test;

import static io.github.taskhost.local.table.TableTasks.change;
import static io.github.taskhost.local.table.TableTasks.keyed;
import static io.github.taskhost.local.table.TableTasks.move;
import static io.github.taskhost.local.table.TableTasks.named;
import static io.github.taskhost.local.table.TableTasks.removal;
import static io.github.taskhost.local.table.TableTasks.unnamed;
import static org.assertj.core.api.Assertions.assertThat;

/** Moves from one session to another: all or none. */
abstract class TableMovesContract extends AbstractTableContract {

	@Test
	void movesAreCommittedTogetherEachWithItsEvent() {
		TableTask a = this.tasks.insert("s1", keyed("a", "k"));
		TableTask b = this.tasks.insertEnded("s1", named("b"));
		assertThat(this.table.commit(List.of(move(a, "s2"), move(b, "s2")))).isEqualTo(CommitResult.committed());
		assertThat(this.table.session("s1")).isEmpty();
		assertThat(this.table.session("s2")).containsExactly(a, b);
		assertThat(this.table.findByKey("s2", "k", TableTasks.NOW)).isSameAs(a);
		assertThat(this.table.findByKey("s1", "k", TableTasks.NOW)).isNull();
		assertThat(a.takeEvents()).last().isInstanceOf(BackgroundTaskEvent.Transferred.class);
	}

	@Test
	void oneStaleMoveRefusesAllMoves() {
		TableTask a = this.tasks.insert("s1", keyed("a", "k"));
		TableTask b = this.tasks.insert("s1", named("b"));
		List<TableChange<TableTask>> moves = List.of(move(a, "s2"), move(b, "s2"));
		this.table.commit(change(b));
		a.takeEvents();
		assertThat(this.table.commit(moves)).isEqualTo(new CommitResult.Conflict<>(b));
		assertThat(this.table.session("s1")).containsExactly(a, b);
		assertThat(this.table.find("s2", "a")).isNull();
		assertThat(this.table.findByKey("s2", "k", TableTasks.NOW)).isNull();
		assertThat(a.takeEvents()).isEmpty();
		assertThat(this.table.commit(change(a))).isEqualTo(CommitResult.committed());
	}

	@Test
	void oneLiveNamesakeRefusesAllMovesAndAllPlacesStay() {
		TableTask ended = this.tasks.insertEnded("s2", named("a"));
		TableTask a = this.tasks.insert("s1", keyed("a", "k"));
		TableTask b = this.tasks.insert("s1", named("b"));
		TableTask live = this.tasks.insert("s2", named("b"));
		assertThat(this.table.commit(List.of(move(a, "s2"), move(b, "s2"))))
			.isEqualTo(new CommitResult.Duplicate<>(live, false));
		assertThat(this.table.find("s2", "a")).isSameAs(ended);
		assertThat(this.table.find("s1", "a")).isSameAs(a);
		assertThat(this.table.findByKey("s1", "k", TableTasks.NOW)).isSameAs(a);
		assertThat(this.table.findByKey("s2", "k", TableTasks.NOW)).isNull();
		assertThat(this.table.session("s2")).containsExactly(ended, live);
		assertThat(this.table.session("s1")).containsExactly(a, b);
		assertThat(this.table.commit(change(a))).isEqualTo(CommitResult.committed());
	}

	@Test
	void keyOfAnEndedTaskRefusesTheMove() {
		TableTask holder = this.tasks.insertEnded("s2", keyed("b", "k"));
		TableTask a = this.tasks.insert("s1", keyed("a", "k"));
		assertThat(this.table.commit(move(a, "s2"))).isEqualTo(new CommitResult.Duplicate<>(holder, true));
		assertThat(this.table.findByKey("s2", "k", TableTasks.NOW)).isSameAs(holder);
		assertThat(this.table.findByKey("s1", "k", TableTasks.NOW)).isSameAs(a);
		assertThat(this.table.find("s2", "a")).isNull();
	}

	@Test
	void endedNamesakeIsReplaced() {
		TableTask ended = this.tasks.insertEnded("s2", named("a"));
		TableTask a = this.tasks.insert("s1", named("a"));
		assertThat(this.table.commit(move(a, "s2"))).isEqualTo(CommitResult.committed());
		assertThat(this.table.find("s2", "a")).isSameAs(a);
		assertThat(this.table.session("s2")).containsExactly(a);
		assertThat(this.table.find(ended.uid())).isSameAs(ended);
	}

	@Test
	void moveNeverReplacesALiveTaskWithAGeneratedId() {
		TableTask live = this.tasks.insert("s2", unnamed());
		TableTask namesake = this.tasks.insert("s1", named(live.record().id()));
		assertThat(this.table.commit(move(namesake, "s2"))).isEqualTo(new CommitResult.Duplicate<>(live, false));
		assertThat(this.table.session("s2")).containsExactly(live);
		assertThat(this.table.session("s1")).containsExactly(namesake);
		assertThat(this.table.find("s2", live.record().id())).isSameAs(live);
	}

	@Test
	void oldSessionFindsTheTaskUntilAnotherTakesThePlace() {
		TableTask named = this.tasks.insert("s1", named("a"));
		TableTask generated = this.tasks.insert("s1", unnamed());
		this.table.commit(List.of(move(named, "s2"), move(generated, "s2")));
		assertThat(this.table.find("s1", "a")).isSameAs(named);
		assertThat(this.table.find("s1", generated.record().id())).isSameAs(generated);
		assertThat(this.table.findAll("a", 10)).containsExactly(named);
		TableTask next = this.tasks.insert("s1", named("a"));
		assertThat(this.table.find("s1", "a")).isSameAs(next);
		assertThat(this.table.find("s2", "a")).isSameAs(named);
	}

	@Test
	void removedTaskLeavesItsOldPlacesToo() {
		TableTask a = this.tasks.insert("s1", named("a"));
		this.table.commit(move(a, "s2"));
		this.table.commit(move(a, "s3"));
		this.table.commit(removal(a));
		for (String session : List.of("s1", "s2", "s3")) {
			assertThat(this.table.find(session, "a")).isNull();
		}
	}

	@Test
	void refusedMoveBackKeepsThePlaceInTheOldSession() {
		TableTask a = this.tasks.insert("s1", named("a"));
		TableTask b = this.tasks.insert("s2", named("b"));
		TableTask obstacle = this.tasks.insert("s1", named("b"));
		this.table.commit(move(a, "s2"));
		assertThat(this.table.commit(List.of(move(a, "s1"), move(b, "s1"))))
			.isEqualTo(new CommitResult.Duplicate<>(obstacle, false));
		assertThat(this.table.find("s1", "a")).isSameAs(a);
		assertThat(this.table.find("s2", "a")).isSameAs(a);
	}

	@Test
	void refusedMoveKeepsTheOldPlaceOfAnotherTaskThatMovedAway() {
		TableTask away = this.tasks.insert("s1", named("a"));
		this.table.commit(move(away, "s3"));
		TableTask a = this.tasks.insert("s2", named("a"));
		TableTask b = this.tasks.insert("s2", named("b"));
		this.tasks.insert("s1", named("b"));
		this.table.commit(List.of(move(a, "s1"), move(b, "s1")));
		assertThat(this.table.find("s1", "a")).isSameAs(away);
	}

	@Test
	void namesakeWithAGeneratedIdIsRemovedAfterARefusedMove() {
		TableTask ended = this.tasks.insertEnded("s2", unnamed());
		String id = ended.record().id();
		TableTask a = this.tasks.insert("s1", named(id));
		TableTask b = this.tasks.insert("s1", named("b"));
		this.tasks.insert("s2", named("b"));
		this.table.commit(List.of(move(a, "s2"), move(b, "s2")));
		assertThat(this.table.find("s2", id)).isSameAs(ended);
		this.table.commit(removal(ended));
		assertThat(this.table.find("s2", id)).isNull();
	}

	@Test
	void taskThatMovesBackHasItsOldPlace() {
		TableTask a = this.tasks.insert("s1", keyed("a", "k"));
		this.table.commit(move(a, "s2"));
		assertThat(this.table.commit(move(a, "s1"))).isEqualTo(CommitResult.committed());
		assertThat(this.table.session("s1")).containsExactly(a);
		assertThat(this.table.session("s2")).isEmpty();
		assertThat(this.table.findByKey("s1", "k", TableTasks.NOW)).isSameAs(a);
		assertThat(this.table.findByKey("s2", "k", TableTasks.NOW)).isNull();
		assertThat(this.table.findAll("a", 10)).containsExactly(a);
	}

}
