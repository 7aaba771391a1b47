package io.github.taskhost.local.inspect;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import io.github.taskhost.BackgroundTaskStatistics;
import io.github.taskhost.local.body.StartQueue;
import io.github.taskhost.local.body.UnresponsiveThreads;
import io.github.taskhost.local.commit.AdmissionCounter;
import io.github.taskhost.local.commit.Counters;
import io.github.taskhost.local.commit.Retention;
import io.github.taskhost.local.executor.OwnerCalls;
import io.github.taskhost.local.kind.Kind;
import io.github.taskhost.local.kind.Kinds;
import io.github.taskhost.local.schedule.Schedules;
import io.github.taskhost.local.session.Sessions;
import io.github.taskhost.schedule.ScheduleStatistics;
import io.github.taskhost.task.BackgroundTaskState;

/**
 * The statistics of a host. Reads counters; never walks the table.
 */
public final class HostStatistics implements BackgroundTaskStatistics {

	private final Kinds kinds;

	private final Sessions sessions;

	private final AdmissionCounter admitted;

	private final Counters counters;

	private final Retention retention;

	private final UnresponsiveThreads unresponsive;

	private final OwnerCalls ownerCalls;

	private final StartQueue starts;

	private final Schedules schedules;

	public HostStatistics(Kinds kinds, Sessions sessions, AdmissionCounter admitted, Counters counters,
			Retention retention, UnresponsiveThreads unresponsive, OwnerCalls ownerCalls, StartQueue starts,
			Schedules schedules) {
		this.starts = starts;
		this.kinds = kinds;
		this.sessions = sessions;
		this.admitted = admitted;
		this.counters = counters;
		this.retention = retention;
		this.unresponsive = unresponsive;
		this.ownerCalls = ownerCalls;
		this.schedules = schedules;
	}

	@Override
	public Set<String> kinds() {
		return this.kinds.names();
	}

	@Override
	public long live(String kind, BackgroundTaskState state) {
		Kind known = this.kinds.find(kind);
		return (known != null) ? Math.max(0, known.live(state).sum()) : 0;
	}

	@Override
	public long live() {
		return this.admitted.live();
	}

	@Override
	public long retained() {
		return this.retention.size();
	}

	@Override
	public long hidden() {
		return this.admitted.hidden();
	}

	@Override
	public long sessions() {
		return this.sessions.count();
	}

	@Override
	public long unresponsive() {
		return this.unresponsive.count();
	}

	@Override
	public long unstopped() {
		return this.ownerCalls.count();
	}

	@Override
	public ScheduleStatistics schedules() {
		return this.schedules.statistics();
	}

	@Override
	public Optional<Instant> oldest(BackgroundTaskState state) {
		return this.counters.oldest(state);
	}

	@Override
	public Optional<UUID> oldestTask(BackgroundTaskState state) {
		return this.counters.oldestTask(state);
	}

	@Override
	public long rateLimited(String kind) {
		return this.starts.rateLimited(kind);
	}

	@Override
	public long started(String kind) {
		Kind known = this.kinds.find(kind);
		return (known != null) ? known.started().sum() : 0;
	}

	@Override
	public long ended(String kind, BackgroundTaskState state) {
		if (!state.isTerminal()) {
			throw new IllegalArgumentException(
					"No task ends in the state " + state + ". Ask for COMPLETED, FAILED or CANCELLED.");
		}
		Kind known = this.kinds.find(kind);
		return (known != null) ? known.ended(state).sum() : 0;
	}

}
