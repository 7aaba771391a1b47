package io.github.taskhost.autoconfigure.kind;

import java.util.Optional;

import io.github.taskhost.TaskRequest;
import io.github.taskhost.TaskSession;
import io.github.taskhost.autoconfigure.LocalHost;
import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.kind.BackgroundTaskKind;
import io.github.taskhost.local.LocalBackgroundTaskHost;
import io.github.taskhost.schedule.Schedule;
import io.github.taskhost.schedule.ScheduleOptions;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextRefreshedEvent;

/**
 * Creates the schedules of methods with {@link BackgroundTaskKind} when the host has
 * started. A stored schedule that differs is changed, and stays paused if it was.
 */
final class AnnotatedSchedules implements ApplicationListener<ContextRefreshedEvent> {

	private static final ScheduleOptions OPTIONS = ScheduleOptions.DEFAULT.withKeep(true);

	private final ApplicationContext context;

	private final KindSchedules kinds;

	private final LocalHost host;

	private final String session;

	AnnotatedSchedules(ApplicationContext context, KindSchedules kinds, LocalHost host, String session) {
		this.context = context;
		this.kinds = kinds;
		this.host = host;
		this.session = session;
	}

	@Override
	public void onApplicationEvent(ContextRefreshedEvent event) {
		if (event.getApplicationContext() != this.context || !this.host.isBuilt()) {
			return;
		}
		Optional<TaskSession> owner = this.host.own().map(this::session);
		owner.ifPresent((present) -> this.kinds.schedules().forEach((schedule) -> apply(present, schedule)));
	}

	private TaskSession session(LocalBackgroundTaskHost own) {
		return own.session(this.session);
	}

	private static void apply(TaskSession owner, KindSchedule annotated) {
		Schedule schedule = annotated.schedule();
		if (schedule == null) {
			owner.schedules().remove(annotated.kind());
			return;
		}
		try {
			owner.schedule(annotated.kind(), schedule, TaskRequest.of(annotated.kind()), OPTIONS);
		}
		catch (InvalidTaskArgumentException ex) {
			throw annotated.refused(ex);
		}
	}

}
