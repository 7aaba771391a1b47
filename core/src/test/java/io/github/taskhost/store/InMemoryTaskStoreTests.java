package io.github.taskhost.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.github.taskhost.BackgroundTaskEvent;
import io.github.taskhost.BackgroundTaskFilter;
import io.github.taskhost.BackgroundTaskRecord;
import io.github.taskhost.BackgroundTaskRegistration;
import io.github.taskhost.BackgroundTaskState;
import io.github.taskhost.InvalidTaskArgumentException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@Timeout(60)
class InMemoryTaskStoreTests {

	private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

	private final InMemoryTaskStore store = new InMemoryTaskStore();

	private TaskEntry insert(String session, BackgroundTaskRegistration registration) {
		TaskEntry entry = entry(session, registration);
		assertThat(this.store.commit(new TaskChange.Insert(entry))).isEqualTo(CommitResult.COMMITTED);
		return entry;
	}

	private TaskEntry entry(String session, BackgroundTaskRegistration registration) {
		BackgroundTaskRecord record = BackgroundTaskRecord.builder(this.store.newUid(NOW), session, registration, NOW)
			.build();
		return new TaskEntry(record, List.of(new BackgroundTaskEvent.Registered(record, 1, NOW)));
	}

	private static BackgroundTaskRegistration named(String id) {
		return BackgroundTaskRegistration.ofKind("other").id(id).build();
	}

	private static BackgroundTaskRegistration unnamed() {
		return BackgroundTaskRegistration.ofKind("other").build();
	}

	private CommitResult replace(TaskEntry entry, BackgroundTaskRecord next) {
		return this.store.commit(new TaskChange.Replace(entry, entry.record(), next,
				List.of(new BackgroundTaskEvent.Updated(next, next.eventSequence(), NOW))));
	}

	private static BackgroundTaskRecord next(TaskEntry entry) {
		BackgroundTaskRecord record = entry.record();
		return record.toBuilder().version(record.version() + 1).eventSequence(record.version() + 2).build();
	}

	private TaskChange.Replace move(TaskEntry entry, String session) {
		return new TaskChange.Replace(entry, entry.record(), next(entry).toBuilder().sessionId(session).build(),
				List.of());
	}

	private void end(TaskEntry entry) {
		replace(entry, next(entry).toBuilder().state(BackgroundTaskState.COMPLETED).build());
	}

	private void remove(TaskEntry entry) {
		this.store.commit(new TaskChange.Remove(entry, entry.record(), entry.record(), List.of()));
	}

	@Test
	void uidsAreOfVersionSevenAndIncrease() {
		UUID first = this.store.newUid(NOW);
		UUID second = this.store.newUid(NOW);
		assertThat(first.version()).isEqualTo(7);
		assertThat(first.variant()).isEqualTo(2);
		assertThat(second.toString()).isGreaterThan(first.toString());
		assertThat(this.store.newUid(NOW.plusMillis(1)).toString()).isGreaterThan(second.toString());
		assertThat(first.getMostSignificantBits() >>> 16).isEqualTo(NOW.toEpochMilli());
	}

	@Test
	void changeIsGuardedByTheRecordItWasMadeOf() {
		TaskEntry entry = insert("s1", named("t1"));
		BackgroundTaskRecord stale = entry.record();
		replace(entry, next(entry));
		assertThat(this.store.commit(new TaskChange.Replace(entry, stale, next(entry), List.of())))
			.isEqualTo(new CommitResult.Conflict(entry));
		assertThat(this.store.commit(new TaskChange.Remove(entry, stale, stale, List.of())))
			.isEqualTo(new CommitResult.Conflict(entry));
	}

	@Test
	void removedTaskIsFoundNowhereAndChangesNoMore() {
		TaskEntry entry = insert("s1", BackgroundTaskRegistration.ofKind("other").id("t1").idempotencyKey("k").build());
		remove(entry);
		assertThat(entry.isRemoved()).isTrue();
		assertThat(this.store.find(entry.uid())).isNull();
		assertThat(this.store.find("s1", "t1")).isNull();
		assertThat(this.store.findByKey("s1", "k")).isNull();
		assertThat(this.store.session("s1")).isEmpty();
		assertThat(this.store.findAll("t1")).isEmpty();
		assertThat(replace(entry, next(entry))).isEqualTo(new CommitResult.Conflict(entry));
	}

	@Test
	void namesakesAreFoundInTheirSessions() {
		TaskEntry one = insert("s1", named("t1"));
		TaskEntry two = insert("s2", named("t1"));
		TaskEntry three = insert("s3", named("t1"));
		assertThat(this.store.find("s1", "t1")).isSameAs(one);
		assertThat(this.store.find("s3", "t1")).isSameAs(three);
		assertThat(this.store.findAll("t1")).containsExactlyInAnyOrder(one, two, three);
		remove(two);
		assertThat(this.store.findAll("t1")).containsExactlyInAnyOrder(one, three);
	}

	@Test
	void generatedIdCannotBeTakenByName() {
		TaskEntry generated = insert("s1", unnamed());
		TaskEntry thief = entry("s1", named(generated.record().id()));
		assertThat(this.store.commit(new TaskChange.Insert(thief)))
			.isEqualTo(new CommitResult.Duplicate(generated, false));
		end(generated);
		assertThat(insert("s1", named(generated.record().id()))).isNotNull();
		assertThat(this.store.session("s1")).hasSize(1);
	}

	@Test
	void refusedMoveRestoresThePlaceOfTheNamesakeThatGaveWay() {
		TaskEntry ended = insert("s2", named("a"));
		end(ended);
		TaskEntry a = insert("s1", named("a"));
		TaskEntry b = insert("s1", named("b"));
		TaskEntry live = insert("s2", named("b"));
		assertThat(this.store.commit(List.of(move(a, "s2"), move(b, "s2"))))
			.isEqualTo(new CommitResult.Duplicate(live, false));
		assertThat(this.store.find("s2", "a")).isSameAs(ended);
		assertThat(this.store.session("s2")).containsExactly(ended, live);
		assertThat(this.store.session("s1")).containsExactly(a, b);
		assertThat(replace(a, next(a))).isEqualTo(CommitResult.COMMITTED);
	}

	@Test
	void movedTasksKeepTheOrderOfTheirRegistration() {
		TaskEntry old = insert("s1", unnamed());
		TaskEntry there = insert("s2", unnamed());
		TaskEntry last = insert("s1", unnamed());
		this.store.commit(List.of(move(old, "s2"), move(last, "s2")));
		assertThat(this.store.session("s2")).containsExactly(old, there, last);
		assertThat(this.store.find("s2", old.record().id())).isSameAs(old);
		assertThat(this.store.find("s1", old.record().id())).isSameAs(old);
	}

	@Test
	void pageMayBeShortAndStillHaveANext() {
		for (int i = 0; i < 5; i++) {
			insert("s1", unnamed());
		}
		TaskStore.Page page = this.store.page(BackgroundTaskFilter.live().withKind("none"), 10, null, 3);
		assertThat(page.entries()).isEmpty();
		assertThat(page.next()).isNotNull();
		assertThat(this.store.page(BackgroundTaskFilter.live(), 10, page.next(), 3).entries()).hasSize(2);
	}

	@Test
	void cursorIsStableUnderInsertionAndRemoval() {
		TaskEntry first = insert("s1", unnamed());
		TaskEntry second = insert("s1", unnamed());
		TaskEntry third = insert("s1", unnamed());
		for (BackgroundTaskFilter filter : List.of(BackgroundTaskFilter.all(),
				BackgroundTaskFilter.all().withSession("s1"))) {
			String next = this.store.page(filter, 1, null, 100).next();
			assertThat(this.store.page(filter, 1, next, 100).entries()).containsExactly(second);
		}
		String next = this.store.page(BackgroundTaskFilter.all(), 2, null, 100).next();
		remove(first);
		remove(second);
		TaskEntry fourth = insert("s2", unnamed());
		assertThat(this.store.page(BackgroundTaskFilter.all(), 9, next, 100).entries()).containsExactly(third, fourth);
	}

	@Test
	void wrongCursorIsRefused() {
		for (String cursor : List.of("", "!", "zzzzzzzzzzzzzzzzz", "-5")) {
			assertThatExceptionOfType(InvalidTaskArgumentException.class)
				.isThrownBy(() -> this.store.page(BackgroundTaskFilter.all(), 1, cursor, 1));
		}
	}

	@Test
	void searchForLiveTasksPassesChunksOfEndedOnes() {
		for (int i = 0; i < 5000; i++) {
			end(insert("s1", unnamed()));
		}
		TaskEntry live = insert("s1", unnamed());
		TaskStore.Page page = this.store.page(BackgroundTaskFilter.live(), 10, null, 1000);
		assertThat(page.entries()).containsExactly(live);
		assertThat(page.next()).isNull();
	}

	@Test
	void childrenAreOldestFirst() {
		TaskEntry parent = insert("s1", unnamed());
		List<TaskEntry> children = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			BackgroundTaskRecord record = BackgroundTaskRecord.builder(this.store.newUid(NOW), "s" + i, unnamed(), NOW)
				.parentUid(parent.uid())
				.build();
			TaskEntry child = new TaskEntry(record, List.of());
			this.store.commit(new TaskChange.Insert(child));
			children.add(child);
		}
		assertThat(this.store.children(parent.uid())).containsExactlyElementsOf(children);
		remove(children.get(0));
		assertThat(this.store.children(parent.uid())).hasSize(2);
	}

	@Test
	void eventsAreTakenOnceInTheOrderOfTheCommitsByManyThreads() throws Exception {
		TaskEntry entry = insert("s1", unnamed());
		int threads = 8;
		int changes = 500;
		CountDownLatch go = new CountDownLatch(1);
		List<BackgroundTaskEvent> taken = new ArrayList<>();
		try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
			List<Future<?>> writers = new ArrayList<>();
			for (int i = 0; i < threads; i++) {
				writers.add(executor.submit(() -> {
					go.await();
					for (int done = 0; done < changes;) {
						BackgroundTaskRecord before = entry.record();
						BackgroundTaskRecord next = before.toBuilder()
							.version(before.version() + 1)
							.eventSequence(before.version() + 2)
							.build();
						List<BackgroundTaskEvent> told = List
							.of(new BackgroundTaskEvent.CancelRequested(next, next.eventSequence(), NOW));
						done += (this.store.commit(
								new TaskChange.Replace(entry, before, next, told)) instanceof CommitResult.Committed)
										? 1 : 0;
					}
					return null;
				}));
			}
			go.countDown();
			while (writers.stream().anyMatch((writer) -> !writer.isDone())) {
				taken.addAll(entry.takeEvents());
			}
			for (Future<?> writer : writers) {
				writer.get();
			}
		}
		taken.addAll(entry.takeEvents());
		assertThat(taken).hasSize(1 + threads * changes);
		assertThat(taken).extracting(BackgroundTaskEvent::sequence).isSorted().doesNotHaveDuplicates();
	}

	@Test
	void movesChangesAndRemovalsKeepEveryTaskInExactlyOneList() throws Exception {
		List<TaskEntry> entries = new ArrayList<>();
		for (int i = 0; i < 100; i++) {
			entries.add(insert("s0", named("t" + i)));
		}
		CountDownLatch go = new CountDownLatch(1);
		try (ExecutorService executor = Executors.newFixedThreadPool(4)) {
			List<Future<?>> workers = new ArrayList<>();
			for (int worker = 0; worker < 4; worker++) {
				int seed = worker;
				workers.add(executor.submit(() -> {
					go.await();
					Random random = new Random(seed);
					for (int i = 0; i < 3000; i++) {
						TaskEntry entry = entries.get(random.nextInt(entries.size()));
						String target = "s" + random.nextInt(3);
						if (!entry.record().sessionId().equals(target)) {
							this.store.commit(List.of(move(entry, target)));
						}
						else {
							replace(entry, next(entry));
						}
					}
					return null;
				}));
			}
			go.countDown();
			for (Future<?> worker : workers) {
				worker.get();
			}
		}
		List<TaskEntry> listed = new ArrayList<>();
		for (String session : List.of("s0", "s1", "s2")) {
			this.store.session(session).forEach((entry) -> {
				assertThat(entry.record().sessionId()).isEqualTo(session);
				assertThat(this.store.find(session, entry.record().id())).isSameAs(entry);
				listed.add(entry);
			});
		}
		assertThat(listed).containsExactlyInAnyOrderElementsOf(entries);
		entries.forEach(this::remove);
		assertThat(this.store.page(BackgroundTaskFilter.all(), 10, null, 1000).entries()).isEmpty();
	}

}
