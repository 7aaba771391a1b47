package io.github.taskhost.store;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;

import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.event.BackgroundTaskFilter;
import io.github.taskhost.task.BackgroundTaskRegistration;
import org.junit.jupiter.api.Test;

import static io.github.taskhost.store.StoredTasks.change;
import static io.github.taskhost.store.StoredTasks.keyed;
import static io.github.taskhost.store.StoredTasks.move;
import static io.github.taskhost.store.StoredTasks.named;
import static io.github.taskhost.store.StoredTasks.removal;
import static org.assertj.core.api.Assertions.assertThat;

/** Many threads at once: what holds whoever comes first. */
abstract class StoreRacesContract extends StoreContract {

	private static final int THREADS = 8;

	private static final List<String> SESSIONS = List.of("s0", "s1", "s2");

	@Test
	void onlyOneOfManyTakesAnId() throws Exception {
		for (int round = 0; round < 100; round++) {
			List<TaskEntry> rivals = rivals(named("t" + round));
			List<CommitResult> results = insertTogether(rivals);
			TaskEntry winner = winnerOf(rivals, results);
			assertThat(results).filteredOn((result) -> result != CommitResult.COMMITTED)
				.hasSize(THREADS - 1)
				.containsOnly(new CommitResult.Duplicate(winner, false));
			assertThat(this.store.find("s1", "t" + round)).isSameAs(winner);
			assertThat(this.store.session("s1")).hasSize(round + 1);
		}
	}

	@Test
	void onlyOneOfManyTakesAKeyAndTheOthersMeetIt() throws Exception {
		for (int round = 0; round < 100; round++) {
			List<TaskEntry> rivals = new ArrayList<>();
			for (int i = 0; i < THREADS; i++) {
				rivals.add(this.tasks.entry("s1", keyed("t" + round + "-" + i, "k" + round)));
			}
			List<CommitResult> results = insertTogether(rivals);
			TaskEntry winner = winnerOf(rivals, results);
			assertThat(results).filteredOn((result) -> result != CommitResult.COMMITTED)
				.hasSize(THREADS - 1)
				.containsOnly(new CommitResult.Duplicate(winner, true));
			assertThat(this.store.findByKey("s1", "k" + round)).isSameAs(winner);
		}
	}

	private List<TaskEntry> rivals(BackgroundTaskRegistration registration) {
		List<TaskEntry> rivals = new ArrayList<>();
		for (int i = 0; i < THREADS; i++) {
			rivals.add(this.tasks.entry("s1", registration));
		}
		return rivals;
	}

	private List<CommitResult> insertTogether(List<TaskEntry> entries) throws Exception {
		return together(entries.stream()
			.<Callable<CommitResult>>map((entry) -> () -> this.store.commit(new TaskChange.Insert(entry)))
			.toList());
	}

	private static TaskEntry winnerOf(List<TaskEntry> rivals, List<CommitResult> results) {
		assertThat(results).filteredOn((result) -> result == CommitResult.COMMITTED).hasSize(1);
		return rivals.get(results.indexOf(CommitResult.COMMITTED));
	}

	@Test
	void uidsOfManyThreadsAreDistinct() throws Exception {
		Set<UUID> uids = new HashSet<>();
		for (List<UUID> some : together(copies(() -> {
			List<UUID> own = new ArrayList<>();
			for (int i = 0; i < 1000; i++) {
				own.add(this.store.newUid(StoredTasks.NOW));
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
		TaskEntry entry = this.tasks.insert("s1", named("a"));
		int changes = 500;
		FutureTask<List<Boolean>> writers = new FutureTask<>(() -> together(copies(() -> {
			for (int done = 0; done < changes;) {
				done += (this.store.commit(change(entry)) == CommitResult.COMMITTED) ? 1 : 0;
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
	void pageNeverMissesATaskThatMoves() throws Exception {
		TaskEntry task = this.tasks.insert("s1", named("a"));
		FutureTask<Void> mover = new FutureTask<>(() -> {
			for (int i = 0; i < 20_000; i++) {
				this.store.commit(move(task, (i % 2 == 0) ? "s2" : "s1"));
			}
			return null;
		});
		Thread.ofPlatform().start(mover);
		Set<Integer> sizes = new HashSet<>();
		do {
			sizes.add(this.store.page(BackgroundTaskFilter.all(), 10, null, 10).entries().size());
		}
		while (!mover.isDone());
		mover.get();
		assertThat(sizes).containsExactly(1);
	}

	@Test
	void movesChangesAndRemovalsKeepEveryTaskInExactlyOneList() throws Exception {
		List<TaskEntry> entries = new ArrayList<>();
		for (int i = 0; i < 200; i++) {
			entries.add(this.tasks.insert("s0", keyed("t" + i, "k" + i)));
		}
		List<Callable<Boolean>> workers = new ArrayList<>();
		for (int seed = 0; seed < THREADS; seed++) {
			Random random = new Random(seed);
			workers.add(() -> disturb(entries, random));
		}
		together(workers);
		List<TaskEntry> kept = entries.stream().filter((entry) -> !entry.isRemoved()).toList();
		assertThat(kept).isNotEmpty().hasSizeLessThan(entries.size());
		assertThat(this.store.page(BackgroundTaskFilter.all(), 1000, null, 1000).entries())
			.containsExactlyElementsOf(kept);
		assertThat(SESSIONS.stream().flatMap((session) -> this.store.session(session).stream()))
			.containsExactlyInAnyOrderElementsOf(kept);
		entries.forEach(this::assertIsWhereItSays);
	}

	private boolean disturb(List<TaskEntry> entries, Random random) {
		for (int i = 0; i < 2000; i++) {
			TaskEntry entry = entries.get(random.nextInt(entries.size()));
			String target = SESSIONS.get(random.nextInt(SESSIONS.size()));
			if (random.nextInt(200) == 0) {
				this.store.commit(removal(entry));
			}
			else if (entry.record().sessionId().equals(target)) {
				this.store.commit(change(entry));
			}
			else {
				moveIfElsewhere(entry, target);
			}
		}
		return true;
	}

	private void moveIfElsewhere(TaskEntry entry, String target) {
		TaskChange.Replace move = move(entry, target);
		if (!move.expected().sessionId().equals(target)) {
			this.store.commit(List.of(move));
		}
	}

	private void assertIsWhereItSays(TaskEntry entry) {
		String id = entry.record().id();
		String key = entry.record().idempotencyKey();
		for (String session : SESSIONS) {
			boolean here = !entry.isRemoved() && entry.record().sessionId().equals(session);
			assertThat(this.store.session(session).contains(entry)).isEqualTo(here);
			assertThat(this.store.findByKey(session, key)).isSameAs(here ? entry : null);
			if (here) {
				assertThat(this.store.find(session, id)).isSameAs(entry);
			}
		}
		assertThat(this.store.findAll(id)).isEqualTo(entry.isRemoved() ? List.of() : List.of(entry));
		assertThat(this.store.find(entry.uid())).isSameAs(entry.isRemoved() ? null : entry);
	}

	@Test
	void insertsThatMeetMovesLeaveOneLiveTaskUnderAnId() throws Exception {
		for (int round = 0; round < 300; round++) {
			TaskEntry moving = this.tasks.insert("s1", named("t" + round));
			TaskEntry late = this.tasks.entry("s2", named("t" + round));
			TaskChange move = move(moving, "s2");
			List<CommitResult> results = together(List.<Callable<CommitResult>>of(() -> this.store.commit(move),
					() -> this.store.commit(new TaskChange.Insert(late))));
			assertThat(results).containsOnlyOnce(CommitResult.COMMITTED);
			assertThat(this.store.session("s2")).hasSize(round + 1);
		}
	}

}
