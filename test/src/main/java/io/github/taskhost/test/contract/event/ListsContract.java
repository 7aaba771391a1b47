package io.github.taskhost.test.contract.event;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;

import io.github.taskhost.BackgroundTaskCompletion;
import io.github.taskhost.BackgroundTaskPage;
import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.event.BackgroundTaskFilter;
import io.github.taskhost.event.BackgroundTaskSubscription;
import io.github.taskhost.event.TaskOrder;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.FailureKind;
import io.github.taskhost.test.contract.support.AbstractHostContract;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** The order, direction and criteria of lists. */
abstract class ListsContract extends AbstractHostContract {

	private static final BackgroundTaskFilter ALL = BackgroundTaskFilter.all();

	/** Registers tasks in two sessions, of which each fifth has ended. */
	private List<String> register(int from, int to) {
		for (int i = from; i < to; i++) {
			this.host.registerExternal("s" + i % 2, named("t" + i), null);
			if (i % 5 == 0) {
				this.host.markTerminal("s" + i % 2, "t" + i, BackgroundTaskState.COMPLETED);
			}
		}
		return IntStream.range(from, to).mapToObj((i) -> "t" + i).toList();
	}

	private static List<String> ids(BackgroundTaskPage page) {
		return page.records().stream().map(BackgroundTaskRecord::id).toList();
	}

	private List<String> list(BackgroundTaskFilter filter) {
		BackgroundTaskPage page = this.host.list(filter, TaskOrder.OLDEST_FIRST, 1000, null);
		assertThat(page.next()).isNull();
		assertThat(page.previous()).isNull();
		assertThat(page.partial()).isFalse();
		assertThat(ids(this.host.list(filter, TaskOrder.NEWEST_FIRST, 1000, null))).isEqualTo(ids(page).reversed());
		return ids(page);
	}

	@Test
	void pagesOfBothOrdersLeadForwardAndBack() {
		List<String> ids = register(0, 11);
		assertThat(list(ALL)).isEqualTo(ids);
		for (BackgroundTaskFilter filter : List.of(ALL, BackgroundTaskFilter.live(), ALL.withSession("s1"),
				ALL.withText("T"))) {
			List<String> found = list(filter);
			for (int limit = 1; limit <= found.size() + 1; limit++) {
				assertThat(walk(filter, TaskOrder.OLDEST_FIRST, limit)).isEqualTo(found);
				assertThat(walk(filter, TaskOrder.NEWEST_FIRST, limit)).isEqualTo(found.reversed());
			}
		}
	}

	/** Walks to the end of a list and back over the same pages. */
	private List<String> walk(BackgroundTaskFilter filter, TaskOrder order, int limit) {
		List<String> ids = new ArrayList<>();
		Deque<List<String>> pages = new ArrayDeque<>();
		BackgroundTaskPage page = this.host.list(filter, order, limit, null);
		while (true) {
			ids.addAll(ids(page));
			pages.push(ids(page));
			assertThat(page.records()).hasSizeLessThanOrEqualTo(limit);
			if (page.next() == null) {
				break;
			}
			page = this.host.list(filter, order, limit, page.next());
		}
		pages.pop();
		while (!pages.isEmpty()) {
			String forward = page.previous();
			page = this.host.list(filter, order, limit, page.previous());
			assertThat(forward).isNotNull();
			assertThat(ids(page)).isEqualTo(pages.pop());
			assertThat(page.next()).isNotNull();
		}
		if (page.previous() != null) {
			assertThat(this.host.list(filter, order, limit, page.previous()).records()).isEmpty();
		}
		return ids;
	}

	@Test
	void newTasksDoNotMoveThePagesBehindThem() {
		register(0, 6);
		BackgroundTaskPage first = this.host.list(ALL, TaskOrder.NEWEST_FIRST, 2, null);
		assertThat(ids(first)).containsExactly("t5", "t4");
		register(6, 9);
		BackgroundTaskPage second = this.host.list(ALL, TaskOrder.NEWEST_FIRST, 2, first.next());
		assertThat(ids(second)).containsExactly("t3", "t2");
		BackgroundTaskPage back = this.host.list(ALL, TaskOrder.NEWEST_FIRST, 2, second.previous());
		assertThat(ids(back)).containsExactly("t5", "t4");
		BackgroundTaskPage newer = this.host.list(ALL, TaskOrder.NEWEST_FIRST, 2, back.previous());
		assertThat(ids(newer)).containsExactly("t7", "t6");
		assertThat(ids(this.host.list(ALL, TaskOrder.NEWEST_FIRST, 9, newer.previous()))).containsExactly("t8");
		assertThat(ids(this.host.list(ALL, TaskOrder.NEWEST_FIRST, 9, newer.next()))).containsExactly("t5", "t4", "t3",
				"t2", "t1", "t0");
	}

	@Test
	void listWithoutTasksHasNoFurtherPages() {
		assertThat(list(ALL)).isEmpty();
		assertThat(list(ALL.withParent(UUID.randomUUID()))).isEmpty();
	}

	@Test
	void textIsAPartOfTheIdTheNameOrTheKind() {
		this.host.registerExternal("s1", builder("import-1").displayName("Räder \"rot\" \\ 100%").build(), null);
		this.host.registerExternal("s1", builder("import_2").displayName("Farben").build(), null);
		this.host.registerExternal("s1", named("export"), null);
		assertThat(list(ALL.withText("IMPORT"))).containsExactly("import-1", "import_2");
		assertThat(list(ALL.withText("rÄDer \"ROT\" \\ 100%"))).containsExactly("import-1");
		assertThat(list(ALL.withText("t_"))).containsExactly("import_2");
		assertThat(list(ALL.withText("%"))).containsExactly("import-1");
		assertThat(list(ALL.withText("OTHER"))).hasSize(3);
		assertThat(list(ALL.withText("s1"))).isEmpty();
	}

	@Test
	void parentSelectsItsChildren() {
		UUID parent = this.host.registerExternal("s1", named("parent"), null).uid();
		this.host.registerExternal("s1", named("stranger"), null);
		for (int i = 0; i < 5; i++) {
			this.host.registerExternal("s1", builder("child" + i).parentTaskId("parent").build(), null);
		}
		this.host.markTerminal("s1", "child2", BackgroundTaskState.COMPLETED);
		BackgroundTaskFilter children = BackgroundTaskFilter.live().withParent(parent);
		assertThat(walk(children.withTerminal(), TaskOrder.NEWEST_FIRST, 2)).containsExactly("child4", "child3",
				"child2", "child1", "child0");
		assertThat(walk(children, TaskOrder.OLDEST_FIRST, 2)).containsExactly("child0", "child1", "child3", "child4");
		assertThat(list(children.withSession("s2"))).isEmpty();
	}

	@Test
	void failureKindSelectsEndedTasks() {
		register(0, 3);
		this.host.register("s1", named("failed"));
		this.host.complete("failed", BackgroundTaskCompletion.failed("broken"));
		assertThat(list(ALL.withFailureKind(FailureKind.REPORTED))).containsExactly("failed");
		assertThat(list(BackgroundTaskFilter.live().withFailureKind(FailureKind.REPORTED))).isEmpty();
		assertThat(list(ALL.withFailureKind(FailureKind.TIMEOUT))).isEmpty();
	}

	@Test
	void workerSelectsTheTasksThatItExecutes() {
		this.host.registerExternal("s1", named("external"), null);
		String worker = Objects
			.requireNonNull(this.host.spawnManaged("s1", named("managed"), waiting()).record().workerId());
		assertThat(list(ALL.withWorker(worker))).contains("managed")
			.allMatch((id) -> worker.equals(this.host.getManaged("s1", id).orElseThrow().workerId()));
		assertThat(list(ALL.withWorker("worker_of-others"))).isEmpty();
	}

	@Test
	void ageIsBoundedByTimesThatDoNotMatchThemselves() {
		List<Instant> times = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			this.host.registerExternal("s1", named("t" + i), null);
			times.add(record("s1", "t" + i).createdAt());
			this.clock.advance(Duration.ofNanos(1500));
		}
		assertThat(list(ALL.withCreatedAfter(times.get(1)))).containsExactly("t2", "t3");
		assertThat(list(ALL.withCreatedBefore(times.get(1)))).containsExactly("t0");
		assertThat(list(ALL.withCreatedAfter(times.get(0)).withCreatedBefore(times.get(3)))).containsExactly("t1",
				"t2");
		assertThat(list(ALL.withCreatedBefore(Instant.MAX).withCreatedAfter(Instant.MIN))).hasSize(4);
		assertThat(list(ALL.withCreatedBefore(Instant.MIN))).isEmpty();
		assertThat(list(ALL.withCreatedAfter(Instant.MAX))).isEmpty();
	}

	@Test
	void subscriptionFollowsTheCriteria() throws Exception {
		try (BackgroundTaskSubscription found = this.host.subscribe(ALL.withText("wanted"))) {
			register(0, 3);
			this.host.registerExternal("s1", named("the-wanted-one"), null);
			assertThat(found.next(PATIENCE)).map((event) -> event.record().id()).hasValue("the-wanted-one");
		}
	}

	@Test
	void wrongCursorIsRefusedInEachDirection() {
		for (@Nullable
		String cursor : List.of("", "~", "!", "~!", "~~1", "-1", "~-1")) {
			for (TaskOrder order : TaskOrder.values()) {
				assertThatExceptionOfType(InvalidTaskArgumentException.class)
					.isThrownBy(() -> this.host.list(ALL, order, 10, cursor))
					.withMessageContaining("cursor");
			}
		}
	}

}
