package io.github.taskhost.local.task;

import java.util.List;
import java.util.Objects;

import io.github.taskhost.config.ReportOptions;
import io.github.taskhost.lifecycle.ElsewhereRules;
import io.github.taskhost.lifecycle.WorkRules;
import io.github.taskhost.message.TaskMessage;
import io.github.taskhost.spi.JournalReport;
import io.github.taskhost.spi.JournalReport.Dropped;
import io.github.taskhost.spi.StoredDetails;
import io.github.taskhost.spi.TaskJournal;
import org.jspecify.annotations.Nullable;

/**
 * Creates the mailbox and the output of a task on first use, ends them with the task, and
 * drops them with its record.
 */
public final class ReportKeeper implements ChangeListener {

	private final ReportOptions limits;

	private final ReportBudget budget;

	private final @Nullable TaskJournal journal;

	/**
	 * Creates the keeper.
	 * @param journal the journal that stores output and deliveries later, or {@code null}
	 */
	public ReportKeeper(ReportOptions limits, @Nullable TaskJournal journal) {
		this.limits = limits;
		this.budget = new ReportBudget(limits.totalSize());
		this.journal = journal;
	}

	/** The mailbox and the output of a task; both are ended if the task has ended. */
	public TaskReports of(LocalTask task) {
		TaskReports reports = task.reports(() -> create(task, this.budget));
		if (!WorkRules.keepsReports(task.record())) {
			reports.end();
		}
		return reports;
	}

	private TaskReports create(LocalTask task, ReportBudget own) {
		TaskJournal later = (task.stored() != null) ? this.journal : null;
		return (later == null) ? new TaskReports(new Mailbox(this.limits, own, (message) -> {
		}, (message) -> {
		}), new OutputRing(this.limits, own, (line, dropped) -> {
		})) : journaled(task, own, later);
	}

	private TaskReports journaled(LocalTask task, ReportBudget own, TaskJournal later) {
		Mailbox mailbox = new Mailbox(this.limits, own,
				(message) -> later.report(new JournalReport(task.record(), List.of(), List.of(message))),
				(message) -> later.report(
						new JournalReport(task.record(), List.of(), List.of(), new Dropped(0, List.of(message.id())))));
		OutputRing output = new OutputRing(this.limits, own, (line, dropped) -> later
			.report(new JournalReport(task.record(), List.of(line), List.of(), new Dropped(dropped, List.of()))));
		return new TaskReports(mailbox, output);
	}

	/** Restores the reports of a task from the journal, before the task is published. */
	public void restore(LocalTask task, StoredDetails details) {
		restore(task, details, this.budget);
	}

	/**
	 * Restores the reports and the open question of a task that the table does not have.
	 * They do not count towards the budget, since the garbage collector alone removes
	 * them.
	 */
	public void restoreDetached(LocalTask task, StoredDetails details) {
		restore(task, details, new ReportBudget(this.limits.totalSize()));
		if (task.record().inputRequest() != null) {
			if (!ElsewhereRules.takesMessages(task.record(), task.kind().executor() != null)) {
				of(task).mailbox().questions().replied(repliedKeys(details));
			}
			of(task).mailbox().questions().leave(task.record());
		}
	}

	/** The keys of the questions of which a message has the reply. */
	private static List<String> repliedKeys(StoredDetails details) {
		return details.messages().stream().map(TaskMessage::questionKey).filter(Objects::nonNull).toList();
	}

	private void restore(LocalTask task, StoredDetails details, ReportBudget own) {
		TaskReports reports = task.reports(() -> create(task, own));
		reports.restore(details);
		if (!WorkRules.keepsReports(task.record())) {
			reports.end();
		}
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
