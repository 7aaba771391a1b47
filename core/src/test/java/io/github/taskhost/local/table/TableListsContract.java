package io.github.taskhost.local.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.event.BackgroundTaskFilter;
import io.github.taskhost.event.TaskOrder;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.taskhost.local.table.TableTasks.end;
import static io.github.taskhost.local.table.TableTasks.move;
import static io.github.taskhost.local.table.TableTasks.named;
import static io.github.taskhost.local.table.TableTasks.oldestFirst;
import static io.github.taskhost.local.table.TableTasks.removal;
import static io.github.taskhost.local.table.TableTasks.unnamed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Lists: of a session, of children, and in pages. */
abstract class TableListsContract extends AbstractTableContract {

	private static final List<BackgroundTaskFilter> BOTH = List.of(BackgroundTaskFilter.all(),
			BackgroundTaskFilter.all().withSession("s1"));

	private List<TableTask> insert(int many) {
		List<TableTask> entries = new ArrayList<>();
		for (int i = 0; i < many; i++) {
			entries.add(this.tasks.insert("s1", unnamed()));
		}
		return entries;
	}

	private List<TableTask> pages(BackgroundTaskFilter filter, int limit, int budget) {
		List<TableTask> entries = new ArrayList<>();
		String cursor = null;
		do {
			TablePage<TableTask> page = this.table.page(oldestFirst(filter, limit, cursor), budget);
			assertThat(page.entries()).hasSizeLessThanOrEqualTo(limit);
			entries.addAll(page.entries());
			cursor = page.next();
		}
		while (cursor != null);
		return entries;
	}

	@Test
	void movedTasksKeepTheOrderOfTheirRegistration() {
		TableTask old = this.tasks.insert("s1", unnamed());
		TableTask there = this.tasks.insert("s2", unnamed());
		TableTask last = this.tasks.insert("s1", unnamed());
		this.table.commit(List.of(move(last, "s2"), move(old, "s2")));
		assertThat(this.table.session("s2")).containsExactly(old, there, last);
		assertThat(pages(BackgroundTaskFilter.all().withSession("s2"), 1, 10)).containsExactly(old, there, last);
		assertThat(pages(BackgroundTaskFilter.all(), 1, 10)).containsExactly(old, there, last);
	}

	@Test
	void sessionHasTasksUntilTheLastIsRemovedOrMoved() {
		assertThat(this.table.hasTasks("s1")).isFalse();
		TableTask gone = this.tasks.insert("s1", unnamed());
		TableTask moved = this.tasks.insertEnded("s1", unnamed());
		this.table.commit(removal(gone));
		assertThat(this.table.hasTasks("s1")).isTrue();
		this.table.commit(move(moved, "s2"));
		assertThat(this.table.hasTasks("s1")).isFalse();
		assertThat(this.table.hasTasks("s2")).isTrue();
	}

	@Test
	void childrenOfAllSessionsAreOldestFirst() {
		TableTask parent = this.tasks.insert("s1", unnamed());
		TableTask first = this.tasks.insertChild("s2", parent.uid());
		TableTask second = this.tasks.insertChild("s1", parent.uid());
		TableTask third = this.tasks.insertChild("s3", parent.uid());
		assertThat(this.table.children(parent.uid())).containsExactly(first, second, third);
		this.table.commit(move(first, "s9"));
		this.table.commit(removal(second));
		assertThat(this.table.children(parent.uid())).containsExactly(first, third);
		assertThat(this.table.children(first.uid())).isEmpty();
	}

	@Test
	void pagesTogetherAreTheWholeList() {
		List<TableTask> entries = insert(7);
		for (BackgroundTaskFilter filter : BOTH) {
			for (int limit = 1; limit <= 8; limit++) {
				assertThat(pages(filter, limit, 100)).containsExactlyElementsOf(entries);
			}
		}
	}

	@Test
	void fullLastPageHasNoNext() {
		insert(4);
		for (BackgroundTaskFilter filter : BOTH) {
			assertThat(this.table.page(oldestFirst(filter, 4, null), 100).next()).isNull();
			assertThat(this.table.page(oldestFirst(filter, 3, null), 100).next()).isNotNull();
		}
	}

	@Test
	void pageMayBeShortAndStillHaveANext() {
		List<TableTask> entries = insert(5);
		for (BackgroundTaskFilter filter : BOTH) {
			TablePage<TableTask> page = this.table.page(oldestFirst(filter.withKind("none"), 10, null), 3);
			assertThat(page.entries()).isEmpty();
			assertThat(page.next()).isNotNull();
			assertThat(this.table.page(oldestFirst(filter, 10, page.next()), 3).entries())
				.containsExactlyElementsOf(entries.subList(3, 5));
			assertThat(pages(filter, 10, 2)).containsExactlyElementsOf(entries);
		}
	}

	@Test
	void budgetEndsPagesForwardAndBack() {
		List<TableTask> entries = insert(7);
		for (BackgroundTaskFilter filter : BOTH) {
			for (TaskOrder order : TaskOrder.values()) {
				List<TableTask> found = new ArrayList<>();
				TablePage<TableTask> page = this.table.page(PageRequest.of(filter, order, 10, null), 3);
				while (page.next() != null) {
					assertThat(page.partial()).isTrue();
					found.addAll(page.entries());
					page = this.table.page(PageRequest.of(filter, order, 10, page.next()), 3);
				}
				found.addAll(page.entries());
				assertThat(page.partial()).isFalse();
				assertThat(found).isEqualTo((order == TaskOrder.OLDEST_FIRST) ? entries : entries.reversed());
				found.removeAll(page.entries());
				TablePage<TableTask> back = this.table.page(PageRequest.of(filter, order, 10, page.previous()), 4);
				assertThat(back.partial()).isTrue();
				assertThat(back.entries()).isEqualTo(found.subList(2, 6));
				assertThat(this.table.page(PageRequest.of(filter, order, 10, back.previous()), 4).entries())
					.isEqualTo(found.subList(0, 2));
			}
		}
	}

	@Test
	void scanBackFindsALiveTaskBeforeThousandsOfEndedTasks() {
		TableTask live = this.tasks.insert("s1", unnamed());
		for (int i = 0; i < 3000; i++) {
			this.tasks.insertEnded("s1", unnamed());
		}
		PageRequest newest = PageRequest.of(BackgroundTaskFilter.live(), TaskOrder.NEWEST_FIRST, 10, null);
		TablePage<TableTask> page = this.table.page(newest, 1024);
		assertThat(page.entries()).containsExactly(live);
		assertThat(page.next()).isNull();
	}

	@Test
	void cursorIsStableUnderInsertionAndRemoval() {
		for (BackgroundTaskFilter filter : BOTH) {
			TaskTable<TableTask> fresh = newStore();
			TableTasks its = new TableTasks(fresh);
			TableTask first = its.insert("s1", unnamed());
			TableTask second = its.insert("s1", unnamed());
			TableTask third = its.insert("s1", unnamed());
			String next = fresh.page(oldestFirst(filter, 2, null), 100).next();
			fresh.commit(removal(first));
			fresh.commit(removal(second));
			TableTask fourth = its.insert("s1", unnamed());
			assertThat(fresh.page(oldestFirst(filter, 9, next), 100).entries()).containsExactly(third, fourth);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "!", "zzzzzzzzzzzzzzzzz", "-5", "1.5", "-1", "xyz" })
	void wrongCursorIsRefused(String cursor) {
		for (BackgroundTaskFilter filter : BOTH) {
			assertThatExceptionOfType(InvalidTaskArgumentException.class)
				.isThrownBy(() -> this.table.page(oldestFirst(filter, 1, cursor), 1))
				.withMessageContaining("cursor");
		}
	}

	@Test
	void pageFollowsTheFilter() {
		TableTask live = this.tasks.insert("s1", unnamed());
		TableTask ended = this.tasks.insertEnded("s1", unnamed());
		TableTask elsewhere = this.tasks.insert("s2", BackgroundTaskRegistration.ofKind("import").build());
		assertThat(pages(BackgroundTaskFilter.live(), 10, 100)).containsExactly(live, elsewhere);
		assertThat(pages(BackgroundTaskFilter.ofSession("s1"), 10, 100)).containsExactly(live);
		assertThat(pages(BackgroundTaskFilter.live().withStates(Set.of(BackgroundTaskState.COMPLETED)), 10, 100))
			.containsExactly(ended);
		assertThat(pages(BackgroundTaskFilter.all().withKind("import"), 10, 100)).containsExactly(elsewhere);
		assertThat(pages(BackgroundTaskFilter.ofSession("nobody"), 10, 100)).isEmpty();
	}

	@Test
	void taskThatLostItsIdIsInNoList() {
		this.tasks.insertEnded("s1", named("a"));
		TableTask next = this.tasks.insert("s1", named("a"));
		for (BackgroundTaskFilter filter : BOTH) {
			assertThat(pages(filter, 10, 100)).containsExactly(next);
		}
	}

	@Test
	void scanForLiveTasksFindsOneBehindThousandsOfEndedTasks() {
		for (int i = 0; i < 3000; i++) {
			this.tasks.insertEnded("s1", unnamed());
		}
		TableTask live = this.tasks.insert("s1", unnamed());
		assertThat(pages(BackgroundTaskFilter.live(), 10, 500)).containsExactly(live);
		this.table.commit(end(live));
		assertThat(pages(BackgroundTaskFilter.live(), 10, 500)).isEmpty();
	}

}
