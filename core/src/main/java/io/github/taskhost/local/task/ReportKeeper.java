package io.github.taskhost.local.task;

import io.github.taskhost.config.ReportOptions;
import io.github.taskhost.lifecycle.WorkRules;

/**
 * Creates the mailbox and the output of a task on first use, ends them with the task, and
 * drops them with its record.
 */
public final class ReportKeeper implements ChangeListener {

	private final ReportOptions limits;

	private final ReportBudget budget;

	public ReportKeeper(ReportOptions limits) {
		this.limits = limits;
		this.budget = new ReportBudget(limits.totalSize());
	}

	/** The mailbox and the output of a task; both are ended if the task has ended. */
	public TaskReports of(LocalTask task) {
		TaskReports reports = task.reports(
				() -> new TaskReports(new Mailbox(this.limits, this.budget), new OutputRing(this.limits, this.budget)));
		if (!WorkRules.keepsReports(task.record())) {
			reports.end();
		}
		return reports;
	}

	/**
	 * Ends the reports of a task before the budget may clear them, which it does while it
	 * holds the lock of another task's reports. The removal is looked for after the end
	 * was noted, since the two may be reported in the wrong order.
	 */
	@Override
	public void changed(Change change) {
		LocalTask task = change.task();
		TaskReports reports = task.reports();
		if (reports == null) {
			return;
		}
		if (change.isLeaving()) {
			reports.end();
			this.budget.ended(reports);
		}
		if (task.isRemoved()) {
			this.budget.removed(reports);
		}
	}

}
