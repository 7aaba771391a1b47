package io.github.taskhost.local.schedule;

import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;

import io.github.taskhost.error.BackgroundTaskException;
import io.github.taskhost.error.JournalUnavailableException;
import io.github.taskhost.error.TaskConflictException;
import io.github.taskhost.internal.text.LogSafe;
import io.github.taskhost.lifecycle.schedule.ScheduleRules;
import io.github.taskhost.lifecycle.schedule.ScheduleRules.LastRun;
import io.github.taskhost.lifecycle.schedule.ScheduleRules.Look;
import io.github.taskhost.local.commit.Cancellations;
import io.github.taskhost.local.commit.KnownTasks;
import io.github.taskhost.local.event.HandOver;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.schedule.ScheduleCounts;
import io.github.taskhost.schedule.ScheduleProgress;
import io.github.taskhost.schedule.ScheduleRecord;
import io.github.taskhost.spi.ScheduleJournal.Next;
import io.github.taskhost.spi.TaskTransactions.Transaction;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.ScheduledRun;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at schedules: lets the rules decide, starts the run of a due time, and asks the
 * last run to cancel. A run that the host refuses is counted and logged, and the schedule
 * goes on. The store calls it for one schedule at a time.
 */
public final class Looks {

	private static final Logger log = LoggerFactory.getLogger(Looks.class);

	private final ScheduleRules rules;

	private final Clock clock;

	private final KnownTasks known;

	private final Cancellations cancellations;

	private final RunStarter starter;

	private final RunTransactions transactions;

	private final HandOver handOver;

	private final ScheduleCounters counters = new ScheduleCounters();

	public Looks(ScheduleRules rules, Clock clock, KnownTasks known, Cancellations cancellations, RunStarter starter,
			RunTransactions transactions, HandOver handOver) {
		this.rules = rules;
		this.clock = clock;
		this.known = known;
		this.cancellations = cancellations;
		this.starter = starter;
		this.transactions = transactions;
		this.handOver = handOver;
	}

	/** The numbers of the due times that this process has decided. */
	ScheduleCounts counts() {
		return this.counters.counts();
	}

	/** Whether this host can start the runs of a schedule. */
	public boolean canRun(ScheduleRecord schedule) {
		return this.starter.hasKind(schedule.registration().kind());
	}

	/** Looks at a schedule whose time may have come. */
	public Next look(ScheduleRecord schedule, @Nullable Transaction transaction) {
		Instant now = this.clock.instant();
		LastRun last = lastRun(schedule);
		return follow(schedule, this.rules.look(schedule, last, now), last, transaction);
	}

	/**
	 * Starts a run of a schedule now.
	 * @throws TaskConflictException if the last run is live and the schedule queues none
	 * @throws BackgroundTaskException if the host refuses the run
	 */
	Next trigger(ScheduleRecord schedule, @Nullable Transaction transaction) {
		Instant now = this.clock.instant();
		LastRun last = lastRun(schedule);
		Look decided = this.rules.trigger(schedule, last, now);
		if (decided == null) {
			throw new TaskConflictException("Schedule '" + schedule.id() + "' of session '" + schedule.sessionId()
					+ "' has a live run, " + schedule.progress().lastRun()
					+ ". Wait for its end or cancel it, or give the schedule the overlap policy QUEUE.");
		}
		cancel(schedule, decided);
		ScheduleProgress progress = decided.progress();
		Instant due = decided.due();
		if (due != null) {
			progress = this.rules.started(schedule, progress, submit(schedule, due, transaction));
		}
		return next(schedule, progress, last.live() || due != null, transaction);
	}

	private Next follow(ScheduleRecord schedule, Look decided, LastRun last, @Nullable Transaction transaction) {
		ScheduleProgress progress = decided.progress();
		cancel(schedule, decided);
		report(schedule, progress);
		boolean live = last.live();
		Instant due = decided.due();
		if (due != null) {
			Optional<UUID> run = start(schedule, due, transaction);
			live = run.isPresent();
			progress = live ? this.rules.started(schedule, progress, run.get())
					: this.rules.refused(schedule, progress, this.clock.instant());
		}
		return next(schedule, progress, live, transaction);
	}

	/** The schedule after a change of its progress, with the time of its next look. */
	private Next next(ScheduleRecord before, ScheduleProgress progress, boolean live,
			@Nullable Transaction transaction) {
		Instant now = this.clock.instant();
		ScheduleRecord after = progress.equals(before.progress()) ? before : before.withProgress(progress);
		count(before.progress().counts(), progress.counts(), transaction);
		return next(after, live, now);
	}

	private void count(ScheduleCounts before, ScheduleCounts after, @Nullable Transaction transaction) {
		if (transaction == null) {
			this.counters.add(before, after);
			return;
		}
		transaction.whenOver((committed) -> {
			if (committed) {
				this.counters.add(before, after);
			}
		});
	}

	private Next next(ScheduleRecord schedule, boolean live, Instant now) {
		return new Next(schedule, this.rules.nextLook(schedule, live, now), ScheduleRules.awaitsEnd(schedule));
	}

	/** A schedule after a change of its definition or state. */
	Next next(ScheduleRecord schedule) {
		return next(schedule, lastRun(schedule).live(), this.clock.instant());
	}

	/** The state of the last run; a record that is gone tells no time. */
	LastRun lastRun(ScheduleRecord schedule) {
		UUID uid = schedule.progress().lastRun();
		LocalTask task = (uid != null) ? this.known.find(uid) : null;
		if (task == null) {
			return LastRun.NONE;
		}
		BackgroundTaskRecord record = task.record();
		boolean live = !record.state().isTerminal();
		return new LastRun(live, live ? null : record.stateSince());
	}

	private void cancel(ScheduleRecord schedule, Look decided) {
		UUID uid = decided.cancelPrevious() ? schedule.progress().lastRun() : null;
		LocalTask task = (uid != null) ? this.known.find(uid) : null;
		if (task != null) {
			this.cancellations.requestOfMany(task, "the next run of schedule '" + schedule.id() + "' is due");
		}
	}

	private void report(ScheduleRecord schedule, ScheduleProgress after) {
		ScheduleCounts before = schedule.progress().counts();
		if (after.counts().skipped() > before.skipped()) {
			log.info("Schedule {} of session {} skips the run that was due at {}, since run {} is live", schedule.id(),
					schedule.sessionId(), after.lastDue(), after.lastRun());
		}
		long misfires = after.counts().misfires() - before.misfires();
		if (misfires > 0) {
			log.warn("Schedule {} of session {} has missed {} due time(s) up to {}; policy {}", schedule.id(),
					schedule.sessionId(), misfires, after.lastDue(), schedule.options().misfire());
		}
	}

	/** Starts a run; empty if the host refuses it. */
	private Optional<UUID> start(ScheduleRecord schedule, Instant due, @Nullable Transaction transaction) {
		try {
			return Optional.of(submit(schedule, due, transaction));
		}
		catch (JournalUnavailableException ex) {
			throw ex; // an outage decides nothing
		}
		catch (RuntimeException ex) {
			log.warn("The run of schedule {} of session {} that is due at {} is refused; the schedule goes on",
					schedule.id(), schedule.sessionId(), due, LogSafe.of(ex));
			return Optional.empty();
		}
	}

	private UUID submit(ScheduleRecord schedule, Instant due, @Nullable Transaction transaction) {
		BackgroundTaskRegistration.Builder run = schedule.registration()
			.toBuilder()
			.scheduledRun(new ScheduledRun(schedule.sessionId(), schedule.id(), due, schedule.progress().lastRun()));
		if (transaction != null) {
			run.startAfterCommit(true);
		}
		AtomicReference<@Nullable UUID> uid = new AtomicReference<>();
		// listeners must not run while the schedule is held
		this.handOver.during(() -> this.transactions.during(transaction,
				() -> uid.set(this.starter.start(schedule.sessionId(), run.build()))));
		return Objects.requireNonNull(uid.get());
	}

}
