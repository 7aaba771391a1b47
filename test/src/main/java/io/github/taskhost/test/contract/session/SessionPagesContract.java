package io.github.taskhost.test.contract.session;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.event.SessionPage;
import io.github.taskhost.event.SessionSummary;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.test.contract.support.AbstractHostContract;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Pages of sessions with the numbers of their tasks. */
abstract class SessionPagesContract extends AbstractHostContract {

	private List<String> walk(@Nullable String text, int limit) {
		List<String> ids = new ArrayList<>();
		String cursor = null;
		do {
			SessionPage page = this.host.sessions(text, limit, cursor);
			assertThat(page.sessions()).hasSizeLessThanOrEqualTo(limit);
			page.sessions().forEach((session) -> ids.add(session.id()));
			cursor = page.next();
		}
		while (cursor != null);
		return ids;
	}

	/** The numbers of a session, which its page and its summary agree about. */
	private SessionSummary only(String sessionId) {
		SessionSummary summary = this.host.sessions(sessionId, 1, null).sessions().getFirst();
		assertThat(this.host.summary(sessionId)).isEqualTo(summary);
		return summary;
	}

	@Test
	void unknownSessionHasNoNumbers() {
		String unknown = "x".repeat(200);
		assertThat(this.host.summary(unknown)).isEqualTo(new SessionSummary(unknown, Map.of(), false, 0, null));
		assertThatExceptionOfType(InvalidTaskArgumentException.class).isThrownBy(() -> this.host.summary("a b"))
			.withMessageContaining("session id");
	}

	@Test
	void sessionsAreInTheOrderOfTheirIds() {
		assertThat(walk(null, 10)).isEmpty();
		for (String id : List.of("s4", "s2", "s5", "s1", "s3")) {
			this.host.registerExternal(id, named("t1"), null);
			this.host.registerExternal(id, named("t2"), null);
		}
		for (int limit = 1; limit < 7; limit++) {
			assertThat(walk(null, limit)).containsExactly("s1", "s2", "s3", "s4", "s5");
		}
		assertThat(walk("S3", 2)).containsExactly("s3");
		assertThat(walk("S", 2)).containsExactly("s1", "s2", "s3", "s4", "s5");
		assertThat(walk("x", 2)).isEmpty();
	}

	@Test
	void summaryCountsTasksByState() {
		BackgroundTaskRecord first = this.host.register("s1", named("t1"));
		this.clock.advance(Duration.ofSeconds(1));
		this.host.registerExternal("s1", named("t2"), null);
		this.host.registerExternal("s1", named("t3"), null);
		this.host.markTerminal("s1", "t3", BackgroundTaskState.FAILED);
		this.host.registerExternal("s2", named("t1"), null);
		SessionSummary summary = only("s1");
		assertThat(summary.states()).isEqualTo(Map.of(BackgroundTaskState.PENDING, 1L, BackgroundTaskState.RUNNING, 1L,
				BackgroundTaskState.FAILED, 1L));
		assertThat(summary.live()).isEqualTo(2);
		assertThat(summary.ended()).isEqualTo(1);
		assertThat(summary.oldest()).isEqualTo(first.createdAt());
		assertThat(summary.partial()).isFalse();
		assertThat(summary.hidden()).isZero();
	}

	@Test
	void endedTaskWhoseIdWasUsedAgainIsNotCounted() {
		this.host.registerExternal("s1", named("t1"), null);
		this.host.markTerminal("s1", "t1", BackgroundTaskState.COMPLETED);
		assertThat(only("s1").ended()).isEqualTo(1);
		assertThat(only("s1").oldest()).isNull();
		this.host.registerExternal("s1", named("t1"), null);
		assertThat(only("s1").states()).isEqualTo(Map.of(BackgroundTaskState.RUNNING, 1L));
	}

	@Test
	void movedTaskIsCountedInItsSession() {
		this.host.registerExternal("s1", named("t1"), null);
		this.host.transfer("t1", "s2");
		assertThat(walk(null, 10)).containsExactly("s2");
	}

	@Test
	void runningHiddenTasksAreCounted() throws InterruptedException {
		CountDownLatch runs = new CountDownLatch(1);
		this.host.registerExternal("s1", named("t1"), null);
		this.host.spawnHidden("s1", "index", () -> {
			runs.countDown();
			this.release.await();
		});
		await(runs);
		assertThat(only("s1").hidden()).isEqualTo(1);
		assertThat(only("s1").live()).isEqualTo(1);
	}

	@Test
	void argumentsAreChecked() {
		assertThatExceptionOfType(InvalidTaskArgumentException.class).isThrownBy(() -> this.host.sessions(" ", 1, null))
			.withMessageContaining("text");
		assertThatExceptionOfType(InvalidTaskArgumentException.class)
			.isThrownBy(() -> this.host.sessions(null, 0, null))
			.withMessageContaining("limit");
		assertThatExceptionOfType(InvalidTaskArgumentException.class)
			.isThrownBy(() -> this.host.sessions(null, 1001, null))
			.withMessageContaining("limit");
		assertThatExceptionOfType(InvalidTaskArgumentException.class)
			.isThrownBy(() -> this.host.sessions(null, 1, "not a cursor"))
			.withMessageContaining("cursor");
	}

}
