package io.github.taskhost.local.recovery;

import java.util.List;
import java.util.UUID;

import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.error.TaskConflictException;
import io.github.taskhost.lifecycle.WorkRules;
import io.github.taskhost.local.body.Cascade;
import io.github.taskhost.local.commit.Admissions;
import io.github.taskhost.local.commit.Collisions;
import io.github.taskhost.local.commit.Commits;
import io.github.taskhost.local.commit.GivingBack;
import io.github.taskhost.local.commit.TaskLookup;
import io.github.taskhost.local.kind.Kinds;
import io.github.taskhost.local.question.Questions;
import io.github.taskhost.local.session.Session;
import io.github.taskhost.local.table.CommitResult;
import io.github.taskhost.local.task.Change;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.local.task.ReportKeeper;
import io.github.taskhost.local.task.Stored;
import io.github.taskhost.local.task.Work;
import io.github.taskhost.spi.StoredDetails;
import io.github.taskhost.spi.StoredTask;
import io.github.taskhost.task.BackgroundTaskRecord;

/**
 * Adopts records from elsewhere: inserts each record into the table and restores the
 * state of its task. The insert itself sets counters, timeout and heartbeat; this class
 * opens the question, resumes the work, and applies the cancellation or the failure of
 * the parent, which its other children got before. The work of a body is resumed if its
 * kind has a handler and the record waits for a start; other bodies do not run in this
 * process.
 */
public final class Adoption {

	private final Kinds kinds;

	private final Admissions admissions;

	private final Commits commits;

	private final TaskLookup lookup;

	private final Questions questions;

	private final AdoptedWork work;

	private final Cascade cascade;

	private final ReportKeeper reports;

	private final GivingBack givingBack;

	public Adoption(Kinds kinds, Admissions admissions, Commits commits, TaskLookup lookup, Questions questions,
			AdoptedWork work, Cascade cascade, ReportKeeper reports, GivingBack givingBack) {
		this.givingBack = givingBack;
		this.kinds = kinds;
		this.admissions = admissions;
		this.commits = commits;
		this.lookup = lookup;
		this.questions = questions;
		this.work = work;
		this.cascade = cascade;
		this.reports = reports;
	}

	/**
	 * Adopts a record in any state. No limit refuses it, since it was accepted before. No
	 * events are published for it.
	 * @param record the record
	 * @return the task; the present task if the record was adopted before
	 * @throws TaskConflictException if its id or its key is held by another task
	 * @throws InvalidTaskArgumentException if its parent is the task itself or one of its
	 * descendants
	 */
	public LocalTask adopt(BackgroundTaskRecord record) {
		LocalTask known = this.lookup.find(record.uid());
		if (known != null) {
			return known;
		}
		LocalTask task = adopt(new LocalTask(record, List.of(), this.kinds.of(record.kind()), Work.None.NONE));
		resume(task, record.attempt());
		return task;
	}

	/**
	 * Adopts a task that this process has claimed in the journal; otherwise like
	 * {@link #adopt(BackgroundTaskRecord)}.
	 */
	public LocalTask adopt(StoredTask stored, StoredDetails details) {
		return adopt(stored, details, true);
	}

	/** Adopts a task whose work is not to start, since it is ended next. */
	LocalTask adoptWithoutWork(StoredTask stored, StoredDetails details) {
		return adopt(stored, details, false);
	}

	private LocalTask adopt(StoredTask stored, StoredDetails details, boolean works) {
		LocalTask former = this.lookup.find(stored.record().uid());
		if (former != null) {
			// Only tasks without a worker are claimed: this one leaves, or was taken.
			this.givingBack.leave(former);
		}
		LocalTask known = this.lookup.find(stored.record().uid());
		if (known != null) {
			return known;
		}
		LocalTask task = new LocalTask(stored.record(), List.of(), this.kinds.of(stored.record().kind()),
				Work.None.NONE);
		task.stored(Stored.of(stored));
		this.reports.restore(task, details);
		return works ? adopt(task) : adoptPrepared(task);
	}

	private LocalTask adopt(LocalTask task) {
		this.work.give(task);
		return adoptPrepared(task);
	}

	private LocalTask adoptPrepared(LocalTask task) {
		BackgroundTaskRecord record = task.record();
		this.questions.open(task);
		LocalTask stored = insert(task);
		if (stored == task) {
			this.commits.follow(Change.adopted(task, record));
			this.questions.watch(task);
			task.work().resume();
			reachFamily(task);
		}
		return stored;
	}

	/**
	 * Starts the body of an adopted task that got its next attempt only here, and
	 * delivers the messages for work that goes on without a start here.
	 * @param attempt the attempt in which the task came
	 */
	void resume(LocalTask task, int attempt) {
		if (task.work() == Work.None.NONE && WorkRules.waitsForItsStart(task.record())) {
			this.work.give(task);
			task.work().resume();
		}
		Work.Driven driven = task.driven();
		if (driven != null) {
			driven.goesOn(attempt);
		}
	}

	/** Parents and children may be adopted in any order. */
	private void reachFamily(LocalTask task) {
		UUID parentUid = task.record().parentUid();
		LocalTask parent = (parentUid != null) ? this.lookup.find(parentUid) : null;
		if (parent != null) {
			this.cascade.reachNewChild(parent, task);
		}
		this.lookup.children(task.uid()).forEach((child) -> this.cascade.reachNewChild(task, child));
	}

	private LocalTask insert(LocalTask task) {
		BackgroundTaskRecord record = task.record();
		boolean live = !record.state().isTerminal();
		Session session = this.admissions.admitAdopted(record.sessionId(), live);
		boolean stored = false;
		try {
			CommitResult.Duplicate<LocalTask> duplicate = this.commits.adopt(task);
			stored = duplicate == null;
			return (duplicate == null) ? task : known(record, duplicate);
		}
		finally {
			this.admissions.endAdopted(session, live, stored);
		}
	}

	/**
	 * Returns the task that another thread adopted from the same record; else reports the
	 * conflict.
	 */
	private static LocalTask known(BackgroundTaskRecord record, CommitResult.Duplicate<LocalTask> duplicate) {
		if (duplicate.holder().uid().equals(record.uid())) {
			return duplicate.holder();
		}
		throw Collisions.of(record, duplicate);
	}

}
