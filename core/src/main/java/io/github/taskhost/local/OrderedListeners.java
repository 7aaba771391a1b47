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
import io.github.taskhost.local.commit.Transitions;
import io.github.taskhost.local.event.EventDelivery;
import io.github.taskhost.local.event.HandOver;
import io.github.taskhost.local.executor.Drivers;
import io.github.taskhost.local.question.Questions;
import io.github.taskhost.local.task.Change;
import io.github.taskhost.local.task.ChangeListener;
import io.github.taskhost.local.task.ReportKeeper;

/**
 * The listeners of changes in their order: counters and deadlines, the work, the waits
 * for the end, metrics, questions, the next attempt, events, and at last the descendants.
 * The order is written as code and not as a list: a list of so many types is called
 * through the interface, which a trivial task feels. A command that changed no record has
 * consequences for the owner of the work and for descendants alone, or is a sign of life.
 *
 * @param counters the counters
 * @param sessionCounts the counts of sessions
 * @param timeouts the timeouts
 * @param awaiting the bodies that await their descendants
 * @param schedule the start schedule
 * @param heartbeats the heartbeats
 * @param bodies the bodies
 * @param reports the mailboxes and outputs
 * @param drivers the reported work
 * @param retention the retention, which completes the waits for an end
 * @param transitions the metrics
 * @param questions the questions
 * @param delivery the events
 * @param cascade the descendants
 */
record OrderedListeners(Counters counters, SessionCounts sessionCounts, Timeouts timeouts, Awaiting awaiting,
		StartSchedule schedule, Heartbeats heartbeats, Bodies bodies, ReportKeeper reports, Drivers drivers,
		Retention retention, Transitions transitions, Questions questions, EventDelivery delivery,
		Cascade cascade) implements ChangeListener {

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
			followed(change);
		}
	}

	/** A new task has no end, question, work or descendants yet. */
	private void inserted(Change change) {
		this.timeouts.changed(change);
		this.schedule.changed(change);
		this.heartbeats.changed(change);
		this.retention.changed(change);
		this.transitions.changed(change);
	}

	private void followed(Change change) {
		this.counters.changed(change);
		this.sessionCounts.changed(change);
		this.timeouts.changed(change);
		this.awaiting.changed(change);
		this.schedule.changed(change);
		this.heartbeats.changed(change);
		this.bodies.changed(change);
		this.reports.changed(change);
		this.drivers.changed(change);
		this.retention.changed(change);
		record(change);
		this.questions.changed(change);
		this.drivers.nextAttempt(change);
		this.bodies.begin(change);
		this.delivery.changed(change);
		this.cascade.changed(change);
		this.delivery.awaitRoom(change);
	}

	/** Calls the recorder, on a helper for a thread that must not wait for it. */
	private void record(Change change) {
		HandOver handOver = this.delivery.handOver();
		if (!handOver.isActive() || !handOver.take(() -> this.transitions.changed(change))) {
			this.transitions.changed(change);
		}
	}

}
