package io.github.taskhost.sample.monitors;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.TaskRequest;
import io.github.taskhost.TaskSession;
import io.github.taskhost.schedule.Schedule;
import io.github.taskhost.schedule.ScheduleRecord;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/**
 * The monitors of sessions. Each is a schedule whose runs request a URL once.
 */
@Service
public class Monitors {

	private static final String PREFIX = "monitor-";

	private final BackgroundTaskHost host;

	private final MonitorProperties properties;

	Monitors(BackgroundTaskHost host, MonitorProperties properties) {
		this.host = host;
		this.properties = properties;
	}

	/**
	 * Creates a monitor of a URL. Its first run starts at once.
	 * @param session the session that owns the schedule and its runs
	 * @param url an HTTP URL on this machine
	 * @param every the time between two runs
	 * @return the schedule
	 */
	public ScheduleRecord start(String session, String url, Duration every) {
		Duration min = this.properties.minEvery();
		Duration max = this.properties.maxEvery();
		if (every.compareTo(min) < 0 || every.compareTo(max) > 0) {
			throw new InvalidMonitorException(
					"'every' is " + every + ". Use a duration from " + min + " to " + max + ".");
		}
		TaskSession owner = this.host.session(session);
		String id = PREFIX + UUID.randomUUID();
		owner.schedule(id, Schedule.every(every), run(LoopbackUrl.of(url)));
		try {
			owner.schedules().trigger(id);
			return owner.schedules().find(id).orElseThrow();
		}
		catch (RuntimeException ex) {
			owner.schedules().remove(id);
			throw ex;
		}
	}

	private static TaskRequest run(LoopbackUrl url) {
		return TaskRequest
			.of(BackgroundTaskRegistration.ofKind(MonitorRuns.KIND).displayName("Monitor of " + url.uri()).build())
			.input(new MonitorInput(url.uri().toString()));
	}

	/** Returns the monitors of a session, in the order of their ids. */
	List<Monitor> list(String session) {
		return this.host.session(session)
			.schedules()
			.list()
			.stream()
			.filter((schedule) -> schedule.id().startsWith(PREFIX))
			.map(this::seen)
			.toList();
	}

	/** Finds a monitor of a session. */
	Optional<Monitor> find(String session, String id) {
		return this.host.session(session)
			.schedules()
			.find(id)
			.filter((schedule) -> schedule.id().startsWith(PREFIX))
			.map(this::seen);
	}

	Monitor seen(ScheduleRecord schedule) {
		UUID run = schedule.progress().lastRun();
		return Monitor.of(schedule, (run != null) ? summary(run) : null);
	}

	private @Nullable String summary(UUID run) {
		return this.host.find(run).map(BackgroundTaskRecord::summary).orElse(null);
	}

	/**
	 * Removes a monitor. Its runs stay.
	 * @return whether there was one
	 */
	boolean stop(String session, String id) {
		return id.startsWith(PREFIX) && this.host.session(session).schedules().remove(id);
	}

}
