package io.github.taskhost.test.contract.event;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import io.github.taskhost.BackgroundTaskCompletion;
import io.github.taskhost.BackgroundTaskPage;
import io.github.taskhost.BackgroundTaskUpdate;
import io.github.taskhost.TaskReporter;
import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.event.BackgroundTaskFilter;
import io.github.taskhost.event.BackgroundTaskSubscription;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.Progress;
import io.github.taskhost.test.contract.support.AbstractHostContract;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Events, subscriptions and lists. */
abstract class EventsContract extends AbstractHostContract {

	private Duration interval() {
		return options().events().progressInterval();
	}

	@Test
	void eventsOfATaskAreNumberedInTheOrderOfItsChanges() {
		this.host.register("s1", named("t1"));
		this.host.update("t1", new BackgroundTaskUpdate(BackgroundTaskState.RUNNING, "started"));
		this.host.markLiveState("s1", "t1", BackgroundTaskState.WAITING);
		this.host.requestCancel("t1", null);
		this.host.complete("t1", BackgroundTaskCompletion.cancelled(null));
		assertThat(this.events.of("t1")).containsExactly("Registered", "Progress", "StateChanged", "StateChanged",
				"CancelRequested", "Cancelled");
		assertThat(this.events.all()).extracting(BackgroundTaskEvent::sequence).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
		assertThat(this.events.all().get(3)).isInstanceOfSatisfying(BackgroundTaskEvent.StateChanged.class,
				(event) -> assertThat(event.from()).isEqualTo(BackgroundTaskState.RUNNING));
	}

	@Test
	void progressIsCoalescedAndTheLatestWins() throws Exception {
		this.host.registerExternal("s1", named("t1"), null);
		TaskReporter reporter = this.host.reporter("s1", "t1");
		for (int i = 1; i <= 10; i++) {
			reporter.progress(Progress.of(i, 10, "steps"));
		}
		assertThat(this.events.of("t1")).containsExactly("Registered", "Progress");
		this.timer.advance(interval());
		assertThat(lastProgress(2)).isEqualTo(Progress.of(10, 10, "steps"));
		this.timer.advance(interval());
		reporter.progress(Progress.of(3, 10, "steps"));
		assertThat(lastProgress(3)).isEqualTo(Progress.of(3, 10, "steps"));
	}

	private Progress lastProgress(int count) throws InterruptedException {
		return Objects.requireNonNull(
				this.events.awaitCount(BackgroundTaskEvent.Progress.class, count).get(count - 1).record().progress());
	}

	@Test
	void pendingProgressIsPublishedBeforeTheEnd() {
		this.host.registerExternal("s1", named("t1"), null);
		TaskReporter reporter = this.host.reporter("s1", "t1");
		reporter.progress(Progress.of(1, 2, "steps"));
		reporter.progress(Progress.of(2, 2, "steps"));
		reporter.summary("both");
		reporter.complete(null);
		assertThat(this.events.of("t1")).containsExactly("Registered", "Progress", "Progress", "Updated", "Completed");
	}

	@Test
	void subscriptionBeginsNowAndHidesEndedTasksByDefault() throws Exception {
		this.host.registerExternal("s1", named("before"), null);
		try (BackgroundTaskSubscription live = this.host.subscribe(BackgroundTaskFilter.live());
				BackgroundTaskSubscription all = this.host.subscribe(BackgroundTaskFilter.all())) {
			this.host.markTerminal("s1", "before", BackgroundTaskState.COMPLETED);
			this.host.registerExternal("s1", named("after"), null);
			assertThat(all.next(PATIENCE)).get().isInstanceOf(BackgroundTaskEvent.Completed.class);
			assertThat(live.next(PATIENCE)).map((event) -> event.record().id()).hasValue("after");
		}
	}

	@Test
	void closedSubscriptionDrainsItsBufferAndEnds() throws Exception {
		BackgroundTaskSubscription reader = this.host.subscribe(BackgroundTaskFilter.all());
		this.host.registerExternal("s1", named("t1"), null);
		reader.close();
		this.host.registerExternal("s1", named("t2"), null);
		assertThat(reader.isEnded()).isFalse();
		assertThat(reader.next(PATIENCE)).isPresent();
		assertThat(reader.next(PATIENCE)).isEmpty();
		assertThat(reader.isEnded()).isTrue();
	}

	@Test
	void listsArePagedOldestFirst() {
		for (int i = 0; i < 7; i++) {
			this.host.registerExternal("s" + i % 2, named("t" + i), null);
		}
		this.host.markTerminal("s0", "t2", BackgroundTaskState.COMPLETED);
		assertThat(idsByPages(BackgroundTaskFilter.live(), 2)).containsExactly("t0", "t1", "t3", "t4", "t5", "t6");
		assertThat(idsByPages(BackgroundTaskFilter.all(), 3)).containsExactly("t0", "t1", "t2", "t3", "t4", "t5", "t6");
		assertThat(idsByPages(BackgroundTaskFilter.ofSession("s0").withTerminal(), 1)).containsExactly("t0", "t2", "t4",
				"t6");
		assertThat(idsByPages(BackgroundTaskFilter.live().withStates(Set.of(BackgroundTaskState.COMPLETED)), 5))
			.containsExactly("t2");
		assertThat(idsByPages(BackgroundTaskFilter.live().withKind("import"), 5)).isEmpty();
	}

	private List<String> idsByPages(BackgroundTaskFilter filter, int limit) {
		List<String> ids = new ArrayList<>();
		BackgroundTaskPage page = this.host.list(filter, limit, null);
		ids.addAll(page.records().stream().map(BackgroundTaskRecord::id).toList());
		while (page.next() != null) {
			page = this.host.list(filter, limit, page.next());
			assertThat(page.records()).hasSizeLessThanOrEqualTo(limit);
			ids.addAll(page.records().stream().map(BackgroundTaskRecord::id).toList());
		}
		return ids;
	}

	@Test
	void invalidPageIsRejected() {
		assertThatExceptionOfType(InvalidTaskArgumentException.class)
			.isThrownBy(() -> this.host.list(BackgroundTaskFilter.all(), 0, null))
			.withMessageContaining("1 to 1000");
		assertThatExceptionOfType(InvalidTaskArgumentException.class)
			.isThrownBy(() -> this.host.list(BackgroundTaskFilter.all(), 10, "!"))
			.withMessageContaining("cursor");
	}

}
