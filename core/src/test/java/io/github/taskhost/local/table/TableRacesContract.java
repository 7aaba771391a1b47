package io.github.taskhost.local.table;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.event.BackgroundTaskFilter;
import io.github.taskhost.task.BackgroundTaskRegistration;
import org.junit.jupiter.api.Test;

import static io.github.taskhost.local.table.TableTasks.change;
import static io.github.taskhost.local.table.TableTasks.keyed;
import static io.github.taskhost.local.table.TableTasks.move;
import static io.github.taskhost.local.table.TableTasks.named;
import static io.github.taskhost.local.table.TableTasks.oldestFirst;
import static io.github.taskhost.local.table.TableTasks.removal;
import static io.github.taskhost.local.table.TableTasks.unnamed;
import static org.assertj.core.api.Assertions.assertThat;

/** Invariants of the table under concurrent use, in any order of the threads. */
abstract class TableRacesContract extends AbstractTableContract {

	private static final int THREADS = 8;

	private static final List<String> SESSIONS = List.of("s0", "s1", "s2");

	@Test
	void onlyOneOfManyTakesAnId() throws Exception {
		for (int round = 0; round < 100; round++) {
			List<TableTask> rivals = rivals(named("t" + round));
			List<CommitResult<TableTask>> results = insertTogether(rivals);
			TableTask winner = winnerOf(rivals, results);
			assertThat(results).filteredOn((result) -> !(result instanceof CommitResult.Committed))
				.hasSize(THREADS - 1)
				.containsOnly(new CommitResult.Duplicate<>(winner, false));
			assertThat(this.table.find("s1", "t" + round)).isSameAs(winner);
			assertThat(this.table.session("s1")).hasSize(round + 1);
		}
	}

	@Test
	void onlyOneOfManyTakesAKeyAndTheOthersFindIt() throws Exception {
		for (int round = 0; round < 100; round++) {
			List<TableTask> rivals = new ArrayList<>();
			for (int i = 0; i < THREADS; i++) {
				rivals.add(this.tasks.entry("s1", keyed("t" + round + "-" + i, "k" + round)));
			}
			List<CommitResult<TableTask>> results = insertTogether(rivals);
			TableTask winner = winnerOf(rivals, results);
			assertThat(results).filteredOn((result) -> !(result instanceof CommitResult.Committed))
				.hasSize(THREADS - 1)
				.containsOnly(new CommitResult.Duplicate<>(winner, true));
			assertThat(this.table.findByKey("s1", "k" + round, TableTasks.NOW)).isSameAs(winner);
		}
	}

	private List<TableTask> rivals(BackgroundTaskRegistration registration) {
		List<TableTask> rivals = new ArrayList<>();
		for (int i = 0; i < THREADS; i++) {
			rivals.add(this.tasks.entry("s1", registration));
		}
		return rivals;
	}

	private List<CommitResult<TableTask>> insertTogether(List<TableTask> entries) throws Exception {
		return together(entries.stream()
			.<Callable<CommitResult<TableTask>>>map((entry) -> () -> this.table.commit(new TableChange.Insert<>(entry)))
			.toList());
	}

	private static TableTask winnerOf(List<TableTask> rivals, List<CommitResult<TableTask>> results) {
		assertThat(results).filteredOn((result) -> result instanceof CommitResult.Committed).hasSize(1);
		return rivals.get(results.indexOf(CommitResult.committed()));
	}

	@Test
	void uidsOfManyThreadsAreDistinct() throws Exception {
		Set<UUID> uids = new HashSet<>();
		for (List<UUID> some : together(copies(() -> {
			List<UUID> own = new ArrayList<>();
			for (int i = 0; i < 1000; i++) {
				own.add(this.table.newUid(TableTasks.NOW));
			}
			return own;
		}))) {
			assertThat(some).extracting(UUID::toString).isSorted();
			uids.addAll(some);
		}
		assertThat(uids).hasSize(THREADS * 1000);
	}

	private static <T> List<Callable<T>> copies(Callable<T> work) {
		return Collections.nCopies(THREADS, work);
	}

	@Test
	void eventsOfManyThreadsAreTakenOnceInTheOrderOfTheCommits() throws Exception {
		TableTask entry = this.tasks.insert("s1", named("a"));
		int changes = 500;
		FutureTask<List<Boolean>> writers = new FutureTask<>(() -> together(copies(() -> {
			for (int done = 0; done < changes;) {
				done += (this.table.commit(change(entry)) instanceof CommitResult.Committed) ? 1 : 0;
			}
			return true;
		})));
		Thread.ofPlatform().start(writers);
		List<BackgroundTaskEvent> taken = new ArrayList<>();
		while (!writers.isDone()) {
			taken.addAll(entry.takeEvents());
		}
		writers.get();
		taken.addAll(entry.takeEvents());
		assertThat(taken).hasSize(1 + THREADS * changes);
		assertThat(taken).extracting(BackgroundTaskEvent::sequence).isSorted().doesNotHaveDuplicates();
	}

	@Test
	void taskThatMovesIsFoundOnceByItsId() throws Exception {
		for (TableTask task : List.of(this.tasks.insert("s1", named("a")), this.tasks.insert("s1", unnamed()))) {
			String id = task.record().id();
			FutureTask<Void> mover = new FutureTask<>(() -> {
				for (int i = 0; i < 50_000; i++) {
					this.table.commit(move(task, (i % 2 == 0) ? "s2" : "s1"));
				}
				return null;
			});
			Thread.ofPlatform().start(mover);
			do {
				assertThat(this.table.findAll(id, 10)).containsExactly(task);
				assertThat(this.table.find("s1", id)).isSameAs(task);
			}
			while (!mover.isDone());
			mover.get();
		}
	}

	@Test
	void taskIsFoundDuringItsFirstMove() throws Exception {
		List<TableTask> entries = IntStream.range(0, 100_000)
			.mapToObj((i) -> this.tasks.insert("s1", named("t" + i)))
			.toList();
		AtomicInteger next = new AtomicInteger();
		FutureTask<Void> mover = new FutureTask<>(() -> {
			for (TableTask entry : entries) {
				this.table.commit(move(entry, "s2"));
				next.incrementAndGet();
			}
			return null;
		});
		Thread.ofPlatform().start(mover);
		for (int i = next.get(); i < entries.size(); i = next.get()) {
			assertThat(this.table.find("s1", "t" + i)).isSameAs(entries.get(i));
		}
		mover.get();
	}

	@Test
	void pageNeverMissesATaskThatMoves() throws Exception {
		TableTask task = this.tasks.insert("s1", named("a"));
		FutureTask<Void> mover = new FutureTask<>(() -> {
			for (int i = 0; i < 20_000; i++) {
				this.table.commit(move(task, (i % 2 == 0) ? "s2" : "s1"));
			}
			return null;
		});
		Thread.ofPlatform().start(mover);
		Set<Integer> sizes = new HashSet<>();
		do {
			sizes.add(this.table.page(oldestFirst(BackgroundTaskFilter.all(), 10, null), 10).entries().size());
		}
		while (!mover.isDone());
		mover.get();
		assertThat(sizes).containsExactly(1);
	}

	@Test
	void movesChangesAndRemovalsKeepEveryTaskInExactlyOneList() throws Exception {
		List<TableTask> entries = new ArrayList<>();
		for (int i = 0; i < 200; i++) {
			entries.add(this.tasks.insert("s0", keyed("t" + i, "k" + i)));
		}
		List<Callable<Boolean>> workers = new ArrayList<>();
		for (int seed = 0; seed < THREADS; seed++) {
			Random random = new Random(seed);
			workers.add(() -> disturb(entries, random));
		}
		together(workers);
		List<TableTask> kept = entries.stream().filter((entry) -> !entry.isRemoved()).toList();
		assertThat(kept).isNotEmpty().hasSizeLessThan(entries.size());
		assertThat(this.table.page(oldestFirst(BackgroundTaskFilter.all(), 1000, null), 1000).entries())
			.containsExactlyElementsOf(kept);
		assertThat(SESSIONS.stream().flatMap((session) -> this.table.session(session).stream()))
			.containsExactlyInAnyOrderElementsOf(kept);
		entries.forEach(this::assertIsWhereItSays);
	}

	private boolean disturb(List<TableTask> entries, Random random) {
		for (int i = 0; i < 2000; i++) {
			TableTask entry = entries.get(random.nextInt(entries.size()));
			String target = SESSIONS.get(random.nextInt(SESSIONS.size()));
			if (random.nextInt(200) == 0) {
				this.table.commit(removal(entry));
			}
			else if (entry.record().sessionId().equals(target)) {
				this.table.commit(change(entry));
			}
			else {
				moveIfElsewhere(entry, target);
			}
		}
		return true;
	}

	private void moveIfElsewhere(TableTask entry, String target) {
		TableChange.Replace<TableTask> move = move(entry, target);
		if (!move.expected().sessionId().equals(target)) {
			this.table.commit(List.of(move));
		}
	}

	private void assertIsWhereItSays(TableTask entry) {
		String id = entry.record().id();
		String key = entry.record().idempotencyKey();
		for (String session : SESSIONS) {
			boolean here = !entry.isRemoved() && entry.record().sessionId().equals(session);
			assertThat(this.table.session(session).contains(entry)).isEqualTo(here);
			assertThat(this.table.findByKey(session, key, TableTasks.NOW)).isSameAs(here ? entry : null);
			if (here) {
				assertThat(this.table.find(session, id)).isSameAs(entry);
			}
		}
		assertThat(this.table.findAll(id, 10)).isEqualTo(entry.isRemoved() ? List.of() : List.of(entry));
		assertThat(this.table.find(entry.uid())).isSameAs(entry.isRemoved() ? null : entry);
	}

	@Test
	void insertsThatMeetMovesLeaveOneLiveTaskUnderAnId() throws Exception {
		for (int round = 0; round < 300; round++) {
			TableTask moving = this.tasks.insert("s1", named("t" + round));
			TableTask late = this.tasks.entry("s2", named("t" + round));
			TableChange<TableTask> move = move(moving, "s2");
			List<CommitResult<TableTask>> results = together(List.<Callable<CommitResult<TableTask>>>of(
					() -> this.table.commit(move), () -> this.table.commit(new TableChange.Insert<>(late))));
			assertThat(results).containsOnlyOnce(CommitResult.committed());
			assertThat(this.table.session("s2")).hasSize(round + 1);
		}
	}

}
