package io.github.taskhost.test.contract.durable;

import java.util.ArrayList;
import java.util.List;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.BackgroundTaskPage;
import io.github.taskhost.error.TaskConflictException;
import io.github.taskhost.event.BackgroundTaskFilter;
import io.github.taskhost.event.SessionWake;
import io.github.taskhost.event.TaskOrder;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.WakePolicy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Tasks of a durable host whose kind is kept in memory only. */
abstract class InMemoryKindContract extends AbstractDurableContract {

	@Test
	void recordSaysThatTheTaskEndsWithItsProcess() {
		assertThat(submit("unstored", "t1").record().onNodeLoss()).isNull();
		assertThat(
				this.host.spawnManaged("s1", BackgroundTaskRegistration.ofKind("unstored").id("t2").build(), waiting())
					.record()
					.onNodeLoss())
			.isNull();
	}

	@Test
	void taskEndsWithItsProcessAndItsNeighboursGoOn() throws Exception {
		BackgroundTaskRecord lost = submit("unstored", "t1").record();
		awaitBegun("t1:1");
		submit("restarted", "t2");
		awaitBegun("t2:1");
		loseAndStart();
		awaitBegun("t2:2");
		assertThat(this.host.find(lost.uid())).isEmpty();
		assertThat(this.host.list(BackgroundTaskFilter.all(), 10, null).records()).extracting(BackgroundTaskRecord::id)
			.containsExactly("t2");
	}

	@Test
	void pagesHaveTheTasksOfTheProcessAmongTheStoredOnes() {
		for (int i = 0; i < 6; i++) {
			submit((i % 3 == 0) ? "restarted" : "unstored", "t" + i);
		}
		for (int limit = 1; limit <= 7; limit++) {
			assertThat(walk(limit, TaskOrder.OLDEST_FIRST)).containsExactly("t0", "t1", "t2", "t3", "t4", "t5");
			assertThat(walk(limit, TaskOrder.NEWEST_FIRST)).containsExactly("t5", "t4", "t3", "t2", "t1", "t0");
		}
		assertThat(this.host.listManaged("s1")).hasSize(6);
	}

	/** Walks to the end of a list, and back over the same tasks. */
	private List<String> walk(int limit, TaskOrder order) {
		List<String> ids = new ArrayList<>();
		BackgroundTaskPage page = page(limit, order, null);
		while (page.next() != null) {
			ids.addAll(ids(page));
			page = page(limit, order, page.next());
		}
		ids.addAll(ids(page));
		List<String> back = new ArrayList<>(ids(page));
		while (page.previous() != null) {
			page = page(limit, order, page.previous());
			back.addAll(0, ids(page));
		}
		assertThat(back).isEqualTo(ids);
		return ids;
	}

	private BackgroundTaskPage page(int limit, TaskOrder order, @Nullable String cursor) {
		BackgroundTaskFilter filter = BackgroundTaskFilter.live().withSession("s1");
		BackgroundTaskPage page = this.host.list(filter, order, limit, cursor);
		assertThat(page.records()).hasSizeLessThanOrEqualTo(limit);
		return page;
	}

	private static List<String> ids(BackgroundTaskPage page) {
		return page.records().stream().map(BackgroundTaskRecord::id).toList();
	}

	@Test
	void idsAreUniqueAmongStoredTasksAndThoseInMemory() {
		submit("unstored", "t1");
		submit("restarted", "t2");
		assertThatExceptionOfType(TaskConflictException.class).isThrownBy(() -> submit("restarted", "t1"));
		assertThatExceptionOfType(TaskConflictException.class).isThrownBy(() -> submit("unstored", "t2"));
		BackgroundTaskRegistration keyed = BackgroundTaskRegistration.ofKind("unstored").idempotencyKey("k1").build();
		assertThat(submit(keyed).uid()).isEqualTo(submit(keyed).uid());
		assertThatExceptionOfType(TaskConflictException.class)
			.isThrownBy(() -> submit(BackgroundTaskRegistration.ofKind("restarted").idempotencyKey("k1").build()));
	}

	@Test
	void taskMovesWithStoredOnes() throws Exception {
		BackgroundTaskHandle<@Nullable Object> unstored = submit("unstored", "t1");
		BackgroundTaskHandle<@Nullable Object> stored = submit("restarted", "t2");
		this.host.transferManaged("s1", "s2", List.of("t1", "t2"));
		assertThat(unstored.record().sessionId()).isEqualTo("s2");
		assertThat(stored.record().sessionId()).isEqualTo("s2");
		this.host.transfer("t1", "s3");
		assertThat(this.host.task("s3", "t1").uid()).isEqualTo(unstored.uid());
		submit("restarted", "t1");
		assertThatExceptionOfType(TaskConflictException.class)
			.isThrownBy(() -> this.host.transferManaged("s1", "s3", List.of("t1")));
		assertThat(this.host.task("s1", "t1").record().sessionId()).isEqualTo("s1");
	}

	@Test
	void taskWakesItsSessionAndCanBeCancelled() throws Exception {
		BackgroundTaskRegistration.Builder registration = BackgroundTaskRegistration.ofKind("unstored")
			.wakePolicy(WakePolicy.ON_TERMINAL);
		BackgroundTaskHandle<@Nullable Object> first = submit(registration.id("t1").build());
		submit(BackgroundTaskRegistration.ofKind("restarted").id("t2").wakePolicy(WakePolicy.ON_TERMINAL).build());
		first.cancelNow("no longer needed");
		assertThat(this.host.await("t1", PATIENCE).state()).isEqualTo(BackgroundTaskState.CANCELLED);
		this.release.countDown();
		this.host.await("t2", PATIENCE);
		assertThat(this.host.drainWakes("s1").wakes()).extracting(SessionWake::taskId)
			.containsExactlyInAnyOrder("t1", "t2");
		assertThat(this.host.drainWakes("s1").wakes()).isEmpty();
	}

}
