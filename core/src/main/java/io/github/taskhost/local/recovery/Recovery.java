package io.github.taskhost.local.recovery;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import io.github.taskhost.config.HostLimits;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.event.BackgroundTaskFilter;
import io.github.taskhost.internal.text.LogSafe;
import io.github.taskhost.lifecycle.Decision;
import io.github.taskhost.lifecycle.TaskCommand;
import io.github.taskhost.lifecycle.TaskLifecycle;
import io.github.taskhost.lifecycle.WorkRules;
import io.github.taskhost.local.commit.Commits;
import io.github.taskhost.local.commit.JournalChanges;
import io.github.taskhost.local.commit.Retention;
import io.github.taskhost.local.commit.TaskLookup;
import io.github.taskhost.local.event.EventDelivery;
import io.github.taskhost.local.kind.Kinds;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.spi.JournalChange;
import io.github.taskhost.spi.JournaledHost;
import io.github.taskhost.spi.StoredDetails;
import io.github.taskhost.spi.StoredTask;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes tasks from the journal: decides about tasks whose worker was lost, adopts tasks
 * that were claimed for this process, and gives all tasks up when this process was fenced
 * off.
 */
public final class Recovery implements JournaledHost {

	private static final Logger log = LoggerFactory.getLogger(Recovery.class);

	private final Adoption adoption;

	private final Obstacles obstacles;

	private final Commits commits;

	private final TaskLookup lookup;

	private final Kinds kinds;

	private final EventDelivery delivery;

	private final HostLimits limits;

	private final Retention retention;

	private final Clock clock;

	public Recovery(Adoption adoption, Obstacles obstacles, Commits commits, TaskLookup lookup, Kinds kinds,
			EventDelivery delivery, HostLimits limits, Retention retention, Clock clock) {
		this.adoption = adoption;
		this.obstacles = obstacles;
		this.commits = commits;
		this.lookup = lookup;
		this.kinds = kinds;
		this.delivery = delivery;
		this.limits = limits;
		this.retention = retention;
		this.clock = clock;
	}

	/** Only a next attempt is decided here: an end has consequences in this process. */
	@Override
	public JournalChange.@Nullable Changed lost(StoredTask task) {
		Decision decision = TaskLifecycle.decide(task.record(), TaskLifecycle.ANY_ATTEMPT, lostBy(task),
				this.clock.instant());
		boolean goesOn = decision instanceof Decision.Changed changed && !changed.next().state().isTerminal();
		return goesOn ? JournalChanges.recovered(task, (Decision.Changed) decision) : null;
	}

	private TaskCommand.Lost lostBy(StoredTask task) {
		boolean watched = this.kinds.of(task.record().kind()).options().heartbeatTimeout() != null;
		return new TaskCommand.Lost(task.recoveries() + 1, this.limits.recoveries(), watched, this.limits.attempts());
	}

	@Override
	public @Nullable String obstacle(StoredTask task) {
		return this.obstacles.of(task.record());
	}

	@Override
	public void end(StoredTask task, StoredDetails details, String reason) {
		LocalTask adopted = this.adoption.adoptWithoutWork(task, details);
		try {
			this.commits.apply(adopted, new TaskCommand.Unresolved(reason));
		}
		catch (RuntimeException ex) {
			this.commits.giveUp(adopted, lostBy(task), false);
			throw ex;
		}
	}

	@Override
	public void take(StoredTask task, StoredDetails details) {
		LocalTask adopted = adopt(task, details);
		if (!WorkRules.waitsForItsStart(task.record())) {
			this.commits.apply(adopted, task.record().attempt(), lostBy(task));
			this.adoption.resume(adopted);
		}
	}

	/** A task that is in the table was taken, whatever broke off after that. */
	private LocalTask adopt(StoredTask task, StoredDetails details) {
		try {
			return this.adoption.adopt(task, details);
		}
		catch (RuntimeException ex) {
			LocalTask here = this.lookup.find(task.record().uid());
			if (here == null) {
				throw ex;
			}
			log.error("The adoption of task {} of session {} broke off", task.record().id(), task.record().sessionId(),
					LogSafe.of(ex));
			return here;
		}
	}

	@Override
	public boolean has(UUID uid) {
		return this.lookup.find(uid) != null;
	}

	@Override
	public Instant oldestEnd() {
		return this.retention.oldest(this.clock.instant());
	}

	@Override
	public int mostEnded() {
		return this.retention.maxRecords();
	}

	@Override
	public void publish(List<BackgroundTaskEvent> events) {
		this.delivery.publish(events);
	}

	@Override
	public void fenced() {
		TaskCommand.Lost lost = new TaskCommand.Lost(0, this.limits.recoveries(), false, this.limits.attempts());
		this.lookup.forEach(BackgroundTaskFilter.all(), (task) -> this.commits.giveUp(task, lost, false));
	}

}
