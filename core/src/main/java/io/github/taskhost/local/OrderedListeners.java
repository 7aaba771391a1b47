package io.github.taskhost.local;

import io.github.taskhost.local.body.Awaiting;
import io.github.taskhost.local.body.Bodies;
import io.github.taskhost.local.body.Cascade;
import io.github.taskhost.local.body.Heartbeats;
import io.github.taskhost.local.body.StartSchedule;
import io.github.taskhost.local.body.Timeouts;
import io.github.taskhost.local.commit.Counters;
import io.github.taskhost.local.commit.Retention;
import io.github.taskhost.local.commit.SessionCounts;
import io.github.taskhost.local.event.EventDelivery;
import io.github.taskhost.local.event.HandOver;
import io.github.taskhost.local.event.Totals;
import io.github.taskhost.local.event.Transitions;
import io.github.taskhost.local.executor.Drivers;
import io.github.taskhost.local.group.Continuations;
import io.github.taskhost.local.group.Groups;
import io.github.taskhost.local.inspect.Histories;
import io.github.taskhost.local.question.Arrivals;
import io.github.taskhost.local.question.Questions;
import io.github.taskhost.local.task.Change;
import io.github.taskhost.local.task.ChangeListener;
import io.github.taskhost.local.task.ReportKeeper;

/**
 * The listeners of changes in their order: counters and deadlines, the work, the waits
 * for the end, metrics, questions, the next attempt, the tasks that waited for the end,
 * events, and at last the descendants. The order is written as code and not as a list: a
 * list of so many types is called through the interface, which a trivial task feels. A
 * command that changed no record has consequences for the owner of the work and for
 * descendants alone, or is a sign of life.
 *
 * <p>
 * The listeners are called in steps. The change keeps the step that was reached, so that
 * a change whose listeners an error broke off goes on with the step that was not done. A
 * step either has no effect before its last action, or can be repeated.
 *
 * @param counters the counters
 * @param sessionCounts the counts of sessions
 * @param histories the histories
 * @param totals the totals of starts and ends
 * @param timeouts the timeouts
 * @param awaiting the bodies that await their descendants
 * @param schedule the start schedule
 * @param heartbeats the heartbeats
 * @param bodies the bodies
 * @param reports the mailboxes and outputs
 * @param drivers the reported work
 * @param retention the retention, which completes the waits for an end
 * @param transitions the metrics
 * @param arrivals the messages and replies that other hosts have stored
 * @param questions the questions
 * @param continuations the tasks that wait for others
 * @param groups the groups of members
 * @param delivery the events
 * @param cascade the descendants
 */
record OrderedListeners(Counters counters, SessionCounts sessionCounts, Histories histories, Totals totals,
		Timeouts timeouts, Awaiting awaiting, StartSchedule schedule, Heartbeats heartbeats, Bodies bodies,
		ReportKeeper reports, Drivers drivers, Retention retention, Transitions transitions, Arrivals arrivals,
		Questions questions, Continuations continuations, Groups groups, EventDelivery delivery,
		Cascade cascade) implements ChangeListener {

	/** The first step after those that count. */
	static final int AFTER_COUNTS = 7;

	@Override
	public void changed(Change change) {
		if (change.isNew()) {
			inserted(change);
		}
		else if (!change.stored()) {
			this.heartbeats.changed(change);
			this.drivers.changed(change);
			this.cascade.changed(change);
		}
		else {
			count(change);
			endWork(change);
			tell(change);
		}
	}

	/**
	 * Follows a change of a task that the table does not have: its events and wakes are
	 * delivered, and its descendants reached. Everything else is done where the task is.
	 */
	void elsewhere(Change change) {
		if (change.stored()) {
			this.continuations.changed(change);
			this.groups.changed(change);
			this.delivery.changed(change);
		}
		this.cascade.changed(change);
	}

	/** A new task has no question, work or descendants yet. */
	private void inserted(Change change) {
		if (change.reaches(0)) {
			this.timeouts.changed(change);
			this.schedule.changed(change);
		}
		if (change.reaches(1)) {
			this.heartbeats.changed(change);
		}
		if (change.reaches(2)) {
			this.totals.changed(change);
		}
		if (change.reaches(3)) {
			this.retention.queue(change);
		}
		if (change.reaches(4)) {
			this.retention.count(change);
		}
		if (change.reaches(5)) {
			this.retention.changed(change);
		}
		if (change.reaches(6)) {
			this.transitions.changed(change);
		}
	}

	/** Calls the steps that count a stored change of a task that is not new. */
	void count(Change change) {
		if (change.reaches(0)) {
			this.counters.left(change);
		}
		if (change.reaches(1)) {
			this.counters.changed(change);
		}
		if (change.reaches(2)) {
			this.sessionCounts.left(change);
		}
		if (change.reaches(3)) {
			this.sessionCounts.leftSession(change);
		}
		if (change.reaches(4)) {
			this.sessionCounts.changed(change);
		}
		if (change.reaches(5)) {
			this.retention.count(change);
		}
		if (change.reaches(6)) {
			this.histories.changed(change);
			this.totals.changed(change);
		}
	}

	private void endWork(Change change) {
		if (change.reaches(7)) {
			this.timeouts.changed(change);
			this.awaiting.changed(change);
			this.schedule.changed(change);
			this.heartbeats.changed(change);
		}
		if (change.reaches(8)) {
			this.bodies.slots(change);
		}
		if (change.reaches(9)) {
			this.bodies.changed(change);
		}
		if (change.reaches(10)) {
			this.reports.changed(change);
			this.drivers.changed(change);
		}
		if (change.reaches(11)) {
			this.retention.queue(change);
		}
		if (change.reaches(12)) {
			this.retention.changed(change);
		}
	}

	private void tell(Change change) {
		if (change.reaches(13)) {
			record(change);
		}
		if (change.reaches(14)) {
			this.arrivals.changed(change);
			this.questions.changed(change);
		}
		if (change.reaches(15)) {
			this.drivers.nextAttempt(change);
		}
		if (change.reaches(16)) {
			this.bodies.begin(change);
		}
		if (change.reaches(17)) {
			this.continuations.changed(change);
			this.groups.changed(change);
		}
		if (change.reaches(18)) {
			this.delivery.changed(change);
		}
		if (change.reaches(19)) {
			this.cascade.changed(change);
		}
		if (change.reaches(20)) {
			this.delivery.awaitRoom(change);
		}
	}

	/** Calls the recorder, on a helper for a thread that must not wait for it. */
	private void record(Change change) {
		HandOver handOver = this.delivery.handOver();
		if (!handOver.isActive() || !handOver.take(() -> this.transitions.changed(change))) {
			this.transitions.changed(change);
		}
	}

}
