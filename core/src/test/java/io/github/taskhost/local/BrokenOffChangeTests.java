package io.github.taskhost.local;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.local.table.TableChange;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Stored changes whose consequences an error of the JVM breaks off. */
class BrokenOffChangeTests extends LocalHostTest {

	private static final OutOfMemoryError FULL = new OutOfMemoryError("Java heap space");

	private final TableWithPoints table = new TableWithPoints();

	/** The uids of ended tasks, one for each event of an end. */
	private final BlockingQueue<UUID> ends = new LinkedBlockingQueue<>();

	private @Nullable LocalBackgroundTaskHost own;

	/**
	 * The host has no event log, whose lock an exhausted stack could leave locked.
	 */
	private LocalBackgroundTaskHost startWithPoints() {
		LocalBackgroundTaskHost started = LocalBackgroundTaskHost.builder()
			.options(options())
			.clock(this.clock)
			.timer(this.timer)
			.table(this.table)
			.addListener((event) -> {
				if (event.record().state().isTerminal()) {
					this.ends.add(event.record().uid());
				}
			})
			.build();
		this.own = started;
		return started;
	}

	@AfterEach
	void close() {
		if (this.own != null) {
			this.own.close();
		}
	}

	private void breakOffAfter(Predicate<BackgroundTaskRecord> next) {
		this.table.after(
				(change) -> change instanceof TableChange.Replace<LocalTask> replace && next.test(replace.next()),
				() -> {
					throw FULL;
				});
	}

	/** Marks a task as ended as soon as the stack has room for that. */
	private static void exhaustStack(LocalBackgroundTaskHost host, String id) {
		try {
			exhaustStack(host, id);
		}
		finally {
			host.markTerminal("s1", id, BackgroundTaskState.COMPLETED);
		}
	}

	private static void inSmallStack(int size, Runnable work) throws InterruptedException {
		Thread thread = new Thread(null, () -> {
			try {
				work.run();
			}
			catch (StackOverflowError ex) {
				// expected
			}
		}, "deep", size);
		thread.start();
		thread.join();
	}

	/** An exhausted stack in the initializer of a class would make it unusable. */
	private void initializeClasses(LocalBackgroundTaskHost host) throws Exception {
		for (int i = 0; i < 3; i++) {
			host.registerExternal("s1", named("first" + i), null);
			host.markTerminal("s1", "first" + i, BackgroundTaskState.COMPLETED);
			host.session("s1").task("first" + i).await(PATIENCE);
		}
	}

	@Test
	void endOfAnExhaustedStackIsFollowed() throws Exception {
		LocalBackgroundTaskHost host = startWithPoints();
		initializeClasses(host);
		List<BackgroundTaskHandle<?>> tasks = new ArrayList<>();
		for (int i = 0; i < 20; i++) {
			String id = "task" + i;
			host.registerExternal("s1", named(id), null);
			tasks.add(host.session("s1").task(id));
			inSmallStack(192 * 1024 + i * 1000, () -> exhaustStack(host, id));
		}
		look(3);
		for (BackgroundTaskHandle<?> task : tasks) {
			assertThat(task.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.COMPLETED);
		}
		HostChecks.assertIdle(host);
	}

	@Test
	void endThatBrokeOffRightAfterItsCommitIsFollowedOnce() throws Exception {
		LocalBackgroundTaskHost host = startWithPoints();
		host.registerExternal("s1", named("a"), null);
		breakOffAfter((next) -> next.state().isTerminal());
		assertThatThrownBy(() -> host.markTerminal("s1", "a", BackgroundTaskState.FAILED)).isSameAs(FULL);
		look(3);
		assertThat(host.session("s1").task("a").await(PATIENCE).state()).isEqualTo(BackgroundTaskState.FAILED);
		assertThat(this.ends.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isNotNull();
		assertThat(this.ends).isEmpty();
		HostChecks.assertIdle(host);
	}

}
