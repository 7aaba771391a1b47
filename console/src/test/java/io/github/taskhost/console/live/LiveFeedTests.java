package io.github.taskhost.console.live;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.HostPhase;
import io.github.taskhost.autoconfigure.view.TaskValues;
import io.github.taskhost.console.api.Overview;
import io.github.taskhost.console.api.TaskViews;
import io.github.taskhost.console.api.Throughput;
import io.github.taskhost.console.api.Viewer;
import io.github.taskhost.event.BackgroundTaskFilter;
import io.github.taskhost.local.LocalBackgroundTaskHost;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.AdditionalAnswers;
import org.mockito.Mockito;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;

/** Tests for {@link LiveFeed} and {@link LiveFeeds}. */
class LiveFeedTests {

	private final LocalBackgroundTaskHost host = LocalBackgroundTaskHost.builder().build();

	private final AtomicBoolean signedIn = new AtomicBoolean(true);

	private final Throughput throughput = new Throughput(this.host, Clock.systemUTC());

	private final LiveFeeds feeds = feeds(this.host);

	private LiveFeeds feeds(BackgroundTaskHost source) {
		TaskViews views = new TaskViews(source, new TaskValues((path, value) -> value), Clock.systemUTC());
		return new LiveFeeds(source, views, new Overview(source, views, this.throughput, Optional::empty, List::of));
	}

	@BeforeEach
	void start() {
		this.host.start();
	}

	@AfterEach
	void stop() {
		this.throughput.destroy();
		this.host.stop();
	}

	private static LiveQuery query(LiveQuery.View view, List<UUID> uids, UUID newest) {
		return new LiveQuery(view, uids, BackgroundTaskFilter.all(), newest, null,
				new Viewer(true, null, (authority) -> true));
	}

	private LiveFeed open(LiveQuery.View view, UUID... uids) {
		LiveFeed feed = this.feeds.open(query(view, List.of(uids), null), this.signedIn::get);
		assertThat(feed).isNotNull();
		return feed;
	}

	private BackgroundTaskRecord task(String id) {
		return this.host.registerExternal("s1", BackgroundTaskRegistration.ofKind("import").id(id).build(), null);
	}

	@Test
	void streamEndsAfterAMinute() {
		LiveFeed feed = open(LiveQuery.View.OVERVIEW);
		for (int i = 0; i < 60; i++) {
			assertThat(feed.next()).startsWith("event: overview\n").endsWith("\n\n");
			assertThat(feed.isOver()).isFalse();
		}
		assertThat(feed.next()).contains("event: bye").contains("{\"reason\":\"lifetime\"}");
		assertThat(feed.isOver()).isTrue();
	}

	@Test
	void streamEndsWithTheSessionOfTheUser() {
		LiveFeed feed = open(LiveQuery.View.OVERVIEW);
		feed.next();
		this.signedIn.set(false);
		assertThat(feed.next()).contains("{\"reason\":\"signed_out\"}");
		assertThat(feed.isOver()).isTrue();
	}

	@Test
	void streamEndsWhenTheHostDrains() {
		LiveFeed feed = open(LiveQuery.View.OVERVIEW);
		feed.next();
		this.host.drain();
		assertThat(feed.next()).contains("{\"reason\":\"draining\"}");
	}

	@Test
	void silentStreamSendsComments() {
		LiveFeed feed = open(LiveQuery.View.ROWS);
		assertThat(feed.next()).startsWith(": ");
		for (int i = 0; i < 9; i++) {
			assertThat(feed.next()).isEmpty();
		}
		assertThat(feed.next()).startsWith(": ");
	}

	@Test
	void streamIsCountedOutOnce() {
		LiveFeed first = open(LiveQuery.View.OVERVIEW);
		LiveFeed second = open(LiveQuery.View.OVERVIEW);
		first.close();
		first.close();
		assertThat(this.feeds.count()).isEqualTo(1);
		second.close();
		assertThat(this.feeds.count()).isZero();
	}

	@Test
	void unexpectedFailureEndsTheStreamWithAReasonThatHidesIt() {
		BackgroundTaskHost broken = Mockito.mock(BackgroundTaskHost.class);
		given(broken.phase()).willReturn(HostPhase.RUNNING);
		given(broken.statistics()).willThrow(new IllegalStateException("secret"));
		try (LiveFeed feed = feeds(broken).open(query(LiveQuery.View.OVERVIEW, List.of(), null), () -> true)) {
			assertThat(feed).isNotNull();
			assertThat(feed.next()).contains("event: bye", "\"reason\":\"failed\"").doesNotContain("secret");
			assertThat(feed.isOver()).isTrue();
		}
	}

	@Test
	void taskIsLookedUpOnceForASampleAndLessOftenAfterItsEnd() {
		BackgroundTaskHost spied = Mockito.mock(BackgroundTaskHost.class, AdditionalAnswers.delegatesTo(this.host));
		BackgroundTaskRecord task = task("a");
		LiveFeed feed = feeds(spied).open(query(LiveQuery.View.TASK, List.of(task.uid()), null), () -> true);
		assertThat(feed).isNotNull();
		Mockito.clearInvocations(spied);
		assertThat(feed.next()).contains("\"childrenCount\":0");
		BackgroundTaskRecord child = this.host.registerExternal("s1",
				BackgroundTaskRegistration.ofKind("import").parentTaskId("a").build(), null);
		assertThat(child.parentUid()).isEqualTo(task.uid());
		this.host.reporter("s1", "a").output("stdout", "one line");
		assertThat(feed.next()).contains("one line").doesNotContain("childrenCount");
		then(spied).should(times(2)).task(task.uid());
		then(spied).should(never()).find(task.uid());
		then(spied).should().list(any(), anyInt(), any());
		this.host.markTerminal("s1", "a", BackgroundTaskState.COMPLETED);
		assertThat(feed.next()).contains("\"state\":\"completed\"");
		assertThat(feed.next()).isEmpty();
		assertThat(feed.next()).isEmpty();
		then(spied).should(times(3)).task(task.uid());
		assertThat(feed.next()).startsWith("event: task\n");
		then(spied).should(times(4)).task(task.uid());
	}

	@Test
	void linesOfATaskThatWritesFastAreSentAtOnce() {
		BackgroundTaskRecord task = task("a");
		LiveFeed feed = open(LiveQuery.View.TASK, task.uid());
		feed.next();
		for (int i = 1; i <= 900; i++) {
			this.host.reporter("s1", "a").output("stdout", "line " + i + " of 900");
		}
		this.host.markTerminal("s1", "a", BackgroundTaskState.COMPLETED);
		assertThat(feed.next()).contains("line 1 of 900", "line 900 of 900", "\"state\":\"completed\"");
		assertThat(feed.next()).isEmpty();
	}

	@Test
	void newerTasksAreCountedWhenTheNewestVisibleOneIsGone() {
		BackgroundTaskRecord newest = task("a");
		this.host.unregisterExternal("s1", "a");
		task("b");
		LiveFeed feed = this.feeds.open(query(LiveQuery.View.ROWS, List.of(), newest.uid()), this.signedIn::get);
		assertThat(feed).isNotNull();
		assertThat(feed.next()).contains("event: newer", "\"count\":1");
	}

	@Test
	void tasksBeforeANewestOneThatIsGoneAreNotNewer() {
		task("old");
		BackgroundTaskRecord newest = task("a");
		this.host.unregisterExternal("s1", "a");
		LiveFeed feed = this.feeds.open(query(LiveQuery.View.ROWS, List.of(), newest.uid()), this.signedIn::get);
		assertThat(feed).isNotNull();
		assertThat(feed.next()).contains("event: newer", "\"count\":0");
	}

}
