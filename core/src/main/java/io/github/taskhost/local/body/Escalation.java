package io.github.taskhost.local.body;

import io.github.taskhost.config.CancelOptions;
import io.github.taskhost.lifecycle.TaskCommand;
import io.github.taskhost.lifecycle.WorkRules;
import io.github.taskhost.local.commit.Commits;
import io.github.taskhost.local.time.Alarms;

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

	private static boolean isDue(Attempt attempt) {
		return WorkRules.escalates(attempt.task().record());
	}

}
