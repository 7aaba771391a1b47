package io.github.taskhost.chaos;

import java.util.List;
import java.util.UUID;

import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.task.BackgroundTaskRecord;
import org.jspecify.annotations.Nullable;

/**
 * The promises about the events of one task: order, no gap except by coalescing, one end,
 * and a chain of states and sessions without a missing link.
 */
final class EventChecks {

	private final Findings findings;

	/** Whether the queue of some task was full, so that events were dropped. */
	private final boolean lossy;

	EventChecks(Findings findings, boolean lossy) {
		this.findings = findings;
		this.lossy = lossy;
	}

	static boolean isEnd(BackgroundTaskEvent event) {
		return event instanceof BackgroundTaskEvent.Completed || event instanceof BackgroundTaskEvent.Failed
				|| event instanceof BackgroundTaskEvent.Cancelled;
	}

	private static boolean isCoalesced(BackgroundTaskEvent event) {
		return event instanceof BackgroundTaskEvent.Progress || event instanceof BackgroundTaskEvent.Updated;
	}

	void check(UUID uid, List<BackgroundTaskEvent> events, boolean carried) {
		BackgroundTaskEvent before = null;
		for (BackgroundTaskEvent event : events) {
			if (before != null) {
				follows(before, event, events);
			}
			else if (!carried && !(event instanceof BackgroundTaskEvent.Registered)) {
				found("the first event is not Registered", event, events);
			}
			before = event;
		}
		ends(uid, events);
	}

	private void follows(BackgroundTaskEvent before, BackgroundTaskEvent event, List<BackgroundTaskEvent> all) {
		BackgroundTaskRecord earlier = before.record();
		BackgroundTaskRecord record = event.record();
		long steps = event.sequence() - before.sequence();
		if (steps <= 0 || record.version() < earlier.version()) {
			found("the order of events is wrong", event, all);
		}
		if (steps > 1 && !isCoalesced(event) && !this.lossy) {
			found("events are missing", event, all);
		}
		if (steps == 1 && record.version() > earlier.version() + 1) {
			found("a version has no event", event, all);
		}
		if (event instanceof BackgroundTaskEvent.Registered || before instanceof BackgroundTaskEvent.Removed) {
			found("an event is outside of the life of the task", event, all);
		}
		if (earlier.state().isTerminal() && !(event instanceof BackgroundTaskEvent.Transferred)
				&& !(event instanceof BackgroundTaskEvent.Removed) && record.version() > earlier.version()) {
			found("an ended task changes", event, all);
		}
		links(earlier, event, all);
	}

	private void links(BackgroundTaskRecord earlier, BackgroundTaskEvent event, List<BackgroundTaskEvent> all) {
		BackgroundTaskRecord record = event.record();
		if (record.version() == earlier.version()) {
			return;
		}
		List<BackgroundTaskEvent> change = all.stream()
			.filter((other) -> other.record().version() == record.version())
			.toList();
		boolean toldState = change.stream()
			.anyMatch((other) -> isEnd(other) || other instanceof BackgroundTaskEvent.CancelRequested
					|| other instanceof BackgroundTaskEvent.StateChanged changed && changed.from() == earlier.state());
		if (record.state() != earlier.state() && !toldState) {
			found("a change of state has no event", event, all);
		}
		boolean toldMove = change.stream()
			.anyMatch((other) -> other instanceof BackgroundTaskEvent.Transferred moved
					&& moved.from().equals(earlier.sessionId()));
		if (!record.sessionId().equals(earlier.sessionId()) && !toldMove) {
			found("a move has no event", event, all);
		}
	}

	private void ends(UUID uid, List<BackgroundTaskEvent> events) {
		BackgroundTaskEvent last = last(events);
		boolean unregistered = last instanceof BackgroundTaskEvent.Removed && !last.record().state().isTerminal();
		long ends = events.stream().filter(EventChecks::isEnd).count();
		boolean endedBefore = !isEnd(events.get(0)) && events.get(0).record().state().isTerminal();
		if (ends + (endedBefore ? 1 : 0) != (unregistered ? 0 : 1)) {
			this.findings.add("task %s has %d end events: %s", uid, ends, describe(events));
		}
	}

	static BackgroundTaskEvent last(List<BackgroundTaskEvent> events) {
		return events.get(events.size() - 1);
	}

	/** Compares the last event with the record of the host. */
	void matches(BackgroundTaskEvent last, @Nullable BackgroundTaskRecord record) {
		BackgroundTaskRecord told = last.record();
		if (last instanceof BackgroundTaskEvent.Removed) {
			if (record != null) {
				this.findings.add("a removed task has a record: %s", record);
			}
		}
		else if (record == null) {
			this.findings.add("a record is missing without its Removed event: %s", told);
		}
		else if (record.version() != told.version() || record.eventSequence() != last.sequence()
				|| record.state() != told.state() || !record.sessionId().equals(told.sessionId())) {
			this.findings.add(
					"the record differs from the last event: %s version %d event %d, told %s version %d as %d", record,
					record.version(), record.eventSequence(), told, told.version(), last.sequence());
		}
	}

	private void found(String what, BackgroundTaskEvent event, List<BackgroundTaskEvent> all) {
		this.findings.add("%s at %s #%d: %s", what, event.getClass().getSimpleName(), event.sequence(), describe(all));
	}

	private static String describe(List<BackgroundTaskEvent> events) {
		StringBuilder text = new StringBuilder().append(events.get(0).record().mode())
			.append(' ')
			.append(events.get(0).record().kind());
		for (BackgroundTaskEvent event : events) {
			BackgroundTaskRecord record = event.record();
			text.append(" | #%d v%d %s %s %s".formatted(event.sequence(), record.version(),
					event.getClass().getSimpleName(), record.state(), record.sessionId()));
		}
		return text.toString();
	}

}
