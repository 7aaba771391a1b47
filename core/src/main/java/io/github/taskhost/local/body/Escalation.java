package io.github.taskhost.local.body;

import java.time.Clock;
import java.time.Instant;

import io.github.taskhost.config.CancelOptions;
import io.github.taskhost.lifecycle.TaskCommand;
import io.github.taskhost.lifecycle.WorkRules;
import io.github.taskhost.local.commit.Commits;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.local.time.Alarms;
import io.github.taskhost.task.BackgroundTaskRecord;

/**
 * Escalates a cancel request to a body that does not wind down: interrupts it after the
 * grace period, if its kind permits interrupts, and ends its record as abandoned after
 * another delay.
 */
public final class Escalation {

	private final CancelOptions options;

	private final Alarms alarms;

	private final Commits commits;

	private final Clock clock;

	public Escalation(CancelOptions options, Alarms alarms, Commits commits, Clock clock) {
		this.options = options;
		this.clock = clock;
		this.alarms = alarms;
		this.commits = commits;
	}

	/** Begins the escalation if the options and the rules permit it. */
	void begin(Attempt attempt) {
		if (this.options.escalate() && isDue(attempt)) {
			attempt.escalation(this.alarms.after(this.options.gracePeriod(), () -> interrupt(attempt)));
		}
	}

	private void interrupt(Attempt attempt) {
		if (isDue(attempt)) {
			attempt.interrupt();
			attempt.escalation(this.alarms.after(this.options.abandonAfter(), () -> abandon(attempt)));
		}
	}

	private void abandon(Attempt attempt) {
		if (isDue(attempt)) {
			this.commits.apply(attempt.task(), attempt.number(),
					new TaskCommand.CancelNow("did not wind down", null, true));
		}
	}

	/** Whether a body should have been abandoned by now. */
	public boolean isOverdue(LocalTask task) {
		BackgroundTaskRecord record = task.record();
		Instant requested = record.cancelRequestedAt();
		return this.options.escalate() && WorkRules.escalates(record) && task.body() instanceof Attempt
				&& requested != null
				&& requested.plus(this.options.gracePeriod())
					.plus(this.options.abandonAfter())
					.isBefore(this.clock.instant());
	}

	/** Interrupts and abandons a body that did not wind down in time. */
	public void enforce(LocalTask task) {
		if (task.body() instanceof Attempt attempt) {
			attempt.interrupt();
			abandon(attempt);
		}
	}

	private static boolean isDue(Attempt attempt) {
		return WorkRules.escalates(attempt.task().record());
	}

}
