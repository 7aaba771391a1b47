package io.github.taskhost.local.recovery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.event.BackgroundTaskFilter;
import io.github.taskhost.internal.text.LogSafe;
import io.github.taskhost.lifecycle.RecoveryRules;
import io.github.taskhost.lifecycle.TaskCommand;
import io.github.taskhost.lifecycle.TimeRules;
import io.github.taskhost.lifecycle.WorkRules;
import io.github.taskhost.lifecycle.group.ContinuationRules;
import io.github.taskhost.local.commit.Commits;
import io.github.taskhost.local.commit.Retention;
import io.github.taskhost.local.commit.TaskLookup;
import io.github.taskhost.local.event.EventDelivery;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.spi.FreeTask;
import io.github.taskhost.spi.JournalChange;
import io.github.taskhost.spi.JournaledHost;
import io.github.taskhost.spi.StoredDetails;
import io.github.taskhost.spi.StoredTask;
import io.github.taskhost.spi.TaskNotice;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes tasks from the journal: decides about tasks whose worker was lost, adopts tasks
 * that were claimed for this process, takes over changes of other processes, and gives
 * all tasks up when this process was fenced off.
 */
public final class Recovery implements JournaledHost {

	private static final Logger log = LoggerFactory.getLogger(Recovery.class);

	private final Adoption adoption;

	private final Obstacles obstacles;

	private final Commits commits;

	private final TaskLookup lookup;

	private final Losses losses;

	private final ChangesElsewhere elsewhere;

	private final EventDelivery delivery;

	private final Retention retention;

	private final Clock clock;

	public Recovery(Adoption adoption, Obstacles obstacles, Losses losses, ChangesElsewhere elsewhere, Commits commits,
			TaskLookup lookup, EventDelivery delivery, Retention retention, Clock clock) {
		this.adoption = adoption;
		this.obstacles = obstacles;
		this.losses = losses;
		this.elsewhere = elsewhere;
		this.commits = commits;
		this.lookup = lookup;
		this.delivery = delivery;
		this.retention = retention;
		this.clock = clock;
	}

	@Override
	public JournalChange.@Nullable Changed lost(StoredTask task) {
		return this.losses.nextAttempt(task);
	}

	@Override
	public boolean changed(UUID uid, @Nullable StoredTask task, StoredDetails details, List<TaskNotice> notices) {
		return this.elsewhere.take(uid, task, details, notices);
	}

	@Override
	public @Nullable String obstacle(StoredTask task) {
		return this.obstacles.of(task.record());
	}

	@Override
	public List<FreeTask> choose(List<FreeTask> oldestFirst) {
		return this.obstacles.room().choose(oldestFirst);
	}

	@Override
	public int passOn() {
		return this.obstacles.room().passOn();
	}

	@Override
	public int mostInCluster(String kind) {
		return this.obstacles.room().mostInCluster(kind);
	}

	@Override
	public int running() {
		return this.obstacles.room().running();
	}

	@Override
	public boolean isDraining() {
		return this.obstacles.room().isDraining();
	}

	@Override
	public Duration untilDue(StoredTask task) {
		if (ContinuationRules.waits(task.record())) {
			return Duration.ZERO; // a host watches the tasks that it waits for
		}
		return TimeRules.startDelay(task.record(), this.clock.instant());
	}

	@Override
	public boolean hasKind(String kind) {
		return this.obstacles.room().hasKind(kind);
	}

	@Override
	public void end(StoredTask task, StoredDetails details, String reason) {
		LocalTask adopted = this.adoption.adoptWithoutWork(task, details);
		try {
			this.commits.apply(adopted, new TaskCommand.Unresolved(reason));
		}
		catch (RuntimeException ex) {
			this.commits.giveUp(adopted, this.losses.of(task), false);
			throw ex;
		}
	}

	@Override
	public void take(StoredTask task, StoredDetails details) {
		LocalTask adopted = adopt(task, details);
		if (!WorkRules.waitsForItsStart(task.record()) || !RecoveryRules.outlivesItsWorker(task.record())) {
			this.commits.apply(adopted, task.record().attempt(), this.losses.of(task));
			this.adoption.resume(adopted, task.record().attempt());
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
		TaskCommand.Lost lost = this.losses.ofThisProcess();
		this.lookup.forEach(BackgroundTaskFilter.all(), (task) -> giveUpSafely(task, lost));
	}

	/** A task that cannot be given up keeps no other from that. */
	private void giveUpSafely(LocalTask task, TaskCommand.Lost lost) {
		try {
			this.commits.giveUp(task, lost, false);
		}
		catch (RuntimeException | Error ex) {
			log.error("Task {} of session {} could not be given up", task.record().id(), task.record().sessionId(),
					LogSafe.of(ex));
		}
	}

}
