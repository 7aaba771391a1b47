package io.github.taskhost.local.recovery;

import java.util.List;
import java.util.UUID;

import io.github.taskhost.lifecycle.ElsewhereRules;
import io.github.taskhost.lifecycle.Outcome;
import io.github.taskhost.local.commit.Commits;
import io.github.taskhost.local.commit.TaskLookup;
import io.github.taskhost.local.inspect.Inspections;
import io.github.taskhost.local.question.Replies;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.local.task.ReportKeeper;
import io.github.taskhost.spi.StoredDetails;
import io.github.taskhost.spi.StoredTask;
import io.github.taskhost.spi.TaskNotice;
import org.jspecify.annotations.Nullable;

/**
 * Takes over the changes that other hosts made to tasks of this process, and acts on
 * their notices.
 */
public final class ChangesElsewhere {

	private final TaskLookup lookup;

	private final Commits commits;

	private final ReportKeeper reports;

	private final Replies replies;

	private final Inspections inspections;

	public ChangesElsewhere(TaskLookup lookup, Commits commits, ReportKeeper reports, Replies replies,
			Inspections inspections) {
		this.lookup = lookup;
		this.commits = commits;
		this.reports = reports;
		this.replies = replies;
		this.inspections = inspections;
	}

	/**
	 * Takes over the changes of a task.
	 * @return whether this process has the task
	 */
	boolean take(UUID uid, @Nullable StoredTask stored, StoredDetails details, List<TaskNotice> notices) {
		notices.forEach(this::answered);
		LocalTask task = this.lookup.find(uid);
		if (task == null) {
			return false;
		}
		// an end that is stored by now came after the output
		notices.forEach((notice) -> append(task, notice));
		this.commits.reload(task, stored, details, notices);
		for (TaskNotice notice : notices) {
			Outcome outcome = ElsewhereRules.outcome(notice);
			if (outcome != Outcome.NONE) {
				this.commits.follow(task, outcome);
			}
			if (notice instanceof TaskNotice.Reply reply) {
				this.replies.arrived(task, reply);
			}
			if (notice instanceof TaskNotice.Inspect inspect) {
				this.inspections.answer(task, inspect);
			}
		}
		return true;
	}

	/** Takes an answer about a task that this host need not have. */
	private void answered(TaskNotice notice) {
		if (notice instanceof TaskNotice.Inspected inspected) {
			this.inspections.answered(inspected);
		}
	}

	private void append(LocalTask task, TaskNotice notice) {
		if (notice instanceof TaskNotice.Output output && !task.isOver()) {
			this.reports.of(task).output().append(output.line().stream(), output.line().text(), output.line().time());
		}
	}

}
