package io.github.taskhost.console.api;

import java.lang.reflect.Type;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.github.taskhost.BackgroundTaskContext;
import io.github.taskhost.TaskRequest;
import io.github.taskhost.autoconfigure.view.TaskValues;
import io.github.taskhost.kind.BackgroundTaskHandler;
import io.github.taskhost.local.LocalBackgroundTaskHost;
import io.github.taskhost.schedule.Schedule;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.ClosePolicy;
import io.github.taskhost.task.JsonPayload;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Tests for {@link SessionViews}. */
class SessionViewsTests {

	private final LocalBackgroundTaskHost host = LocalBackgroundTaskHost.builder().addHandler(new Nap()).build();

	private final SessionViews sessions = new SessionViews(this.host,
			new TaskViews(this.host, new TaskValues((path, value) -> value), Clock.systemUTC()));

	@BeforeEach
	void start() {
		this.host.start();
	}

	@AfterEach
	void stop() {
		this.host.stop();
	}

	private BackgroundTaskRecord task(String id, ClosePolicy policy) {
		return this.host.registerExternal("s1",
				BackgroundTaskRegistration.ofKind("import")
					.id(id)
					.displayName("name of " + id)
					.closePolicy(policy)
					.build(),
				null);
	}

	private SessionViews.SessionRow row() {
		List<?> rows = (List<?>) Objects.requireNonNull(this.sessions.page(null, 50, null).get("sessions"));
		return (SessionViews.SessionRow) rows.getFirst();
	}

	@Test
	void previewNamesTheFirstTasksOfEachPolicy() {
		for (int i = 0; i < 8; i++) {
			task("c" + i, ClosePolicy.CANCEL);
		}
		BackgroundTaskRecord kept = task("k", ClosePolicy.KEEP);
		Map<String, ?> preview = this.sessions.preview("s1");
		assertThat(preview.get("cancel")).isEqualTo(8);
		Map<?, ?> named = (Map<?, ?>) Objects.requireNonNull(preview.get("tasks"));
		assertThat((List<?>) named.get("cancel")).hasSize(TaskName.MAX);
		assertThat((List<?>) named.get("keep")).singleElement().isEqualTo(new TaskName(kept.uid(), "name of k"));
		assertThat(named.get("transfer")).isNull();
	}

	@Test
	void sessionIsOpenUntilNothingIsLeftToClose() {
		task("a", ClosePolicy.CANCEL);
		assertThat(row().open()).isTrue();
		this.host.markTerminal("s1", "a", BackgroundTaskState.COMPLETED);
		assertThat(row().open()).isFalse();
	}

	@Test
	void schedulesKeepASessionOpenAndAreCounted() {
		task("a", ClosePolicy.CANCEL);
		this.host.markTerminal("s1", "a", BackgroundTaskState.COMPLETED);
		this.host.session("s1").schedule("nightly", Schedule.every(Duration.ofDays(1)), TaskRequest.of("nap"));
		assertThat(row().open()).isTrue();
		assertThat(this.sessions.preview("s1").get("schedules")).isEqualTo(1L);
	}

	/** A kind that schedules name; it never runs here. */
	private static final class Nap implements BackgroundTaskHandler<@Nullable JsonPayload> {

		@Override
		public String kind() {
			return "nap";
		}

		@Override
		public Type inputType() {
			return JsonPayload.class;
		}

		@Override
		public boolean isInputOptional() {
			return true;
		}

		@Override
		public @Nullable Object run(@Nullable JsonPayload input, BackgroundTaskContext context) {
			return null;
		}

	}

}
