package io.github.taskhost.local.body;

import java.time.Duration;

import io.github.taskhost.config.CancelOptions;
import io.github.taskhost.lifecycle.TaskCommand;
import io.github.taskhost.lifecycle.WorkRules;
import io.github.taskhost.local.commit.Commits;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.local.time.Alarms;
import io.github.taskhost.spi.TaskTimer.Scheduled;

/**
 * Escalates a cancel request to a body that does not wind down: interrupts it after the
 * grace period, if its kind permits interrupts, and ends its record as abandoned after
 * another delay.
 */
public final class Escalation {

	private final CancelOptions options;

	private final Alarms alarms;

	private final Commits commits;

	public Escalation(CancelOptions options, Alarms alarms, Commits commits) {
		this.options = options;
		this.alarms = alarms;
		this.commits = commits;
	}

	/** Begins the escalation if the options and the rules permit it. */
	void begin(Attempt attempt) {
		if (this.options.escalate() && isDue(attempt)) {
			long began = this.alarms.nanoTime();
			attempt.escalation(
					new Step(this.alarms.after(this.options.gracePeriod(), () -> interrupt(attempt, began)), began));
		}
	}

	private void interrupt(Attempt attempt, long began) {
		if (isDue(attempt)) {
			attempt.interrupt();
			attempt.escalation(new Step(this.alarms.after(this.options.abandonAfter(), () -> abandon(attempt)), began));
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
		Step next = (task.body() instanceof Attempt attempt && isDue(attempt)) ? attempt.escalation() : null;
		return next != null && Duration.ofNanos(this.alarms.nanoTime() - next.began())
			.compareTo(this.options.gracePeriod().plus(this.options.abandonAfter())) > 0;
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

	/**
	 * The next step of an escalation.
	 *
	 * @param alarm the alarm of the step
	 * @param began the reading of the monotonic clock at the begin of the escalation
	 */
	record Step(Scheduled alarm, long began) {
	}

}
