package io.github.taskhost.chaos;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.SessionCloseReport;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.event.BackgroundTaskFilter;
import io.github.taskhost.event.SessionWake;
import io.github.taskhost.lifecycle.WorkRules;
import io.github.taskhost.local.HostChecks;
import io.github.taskhost.message.MessageDirection;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.FailureKind;
import io.github.taskhost.task.TaskFailure;
import io.github.taskhost.task.WakePolicy;

/** The checks of a host that is idle after a round. */
final class Checks {

	/** The exceptions that bodies and executors of the storm throw, or that refuse. */
	private static final Set<String> EXPECTED = Set.of(Deliberate.class.getName(), "java.lang.Exception",
			"java.lang.AssertionError", "java.lang.InterruptedException",
			"java.nio.channels.ClosedByInterruptException", "java.util.concurrent.TimeoutException");

	private final Storm storm;

	private final Findings findings;

	/** The ended, and the removed live tasks of all rounds, by kind and state. */
	private final Map<String, Long> gone = new HashMap<>();

	private final Map<MessageDirection, Long> messages = new HashMap<>();

	private int tasks;

	private int events;

	Checks(Storm storm) {
		this.storm = storm;
		this.findings = storm.findings();
	}

	/** The number of tasks whose events were checked. */
	int tasks() {
		return this.tasks;
	}

	/** The number of checked events. */
	int events() {
		return this.events;
	}

	void check() {
		this.findings.check(() -> HostChecks.assertNoWork(this.storm.host()));
		if (!this.storm.host().unresponsive(10).isEmpty()) {
			this.findings.add("left threads: %s", this.storm.host().unresponsive(10));
		}
		new PlaceChecks(this.storm).check();
		this.findings.check(() -> HostChecks.assertNoWork(this.storm.host()));
		Map<UUID, List<BackgroundTaskEvent>> all = this.storm.first().all();
		events(all);
		retained(all);
		meters(all);
		completions();
		reports(all);
		wakes(all);
	}

	private void events(Map<UUID, List<BackgroundTaskEvent>> all) {
		EventChecks checks = new EventChecks(this.findings, this.storm.meters().lost() > 0);
		all.forEach((uid, events) -> {
			checks.check(uid, events, this.storm.first().isCarried(uid));
			checks.matches(EventChecks.last(events), this.storm.host().find(uid).orElse(null));
			failures(events);
			this.tasks++;
			this.events += events.size();
		});
		Map<UUID, List<BackgroundTaskEvent>> last = this.storm.last().all();
		if (!all.equals(last)) {
			all.forEach((uid, events) -> {
				if (!events.equals(last.get(uid))) {
					this.findings.add("two listeners got different events: %s, %s", events, last.get(uid));
				}
			});
			this.findings.add("two listeners got the events of %d and %d tasks", all.size(), last.size());
		}
	}

	/**
	 * Compares the events of a subscription with those of a listener; a stop ends the
	 * subscription early.
	 */
	void checkRead(boolean stopped) {
		Map<UUID, List<BackgroundTaskEvent>> read = this.storm.read().all();
		this.storm.first().all().forEach((uid, events) -> {
			List<BackgroundTaskEvent> told = events.subList(this.storm.first().isCarried(uid) ? 1 : 0, events.size());
			List<BackgroundTaskEvent> seen = read.getOrDefault(uid, List.of());
			boolean same = stopped ? seen.equals(told.subList(0, Math.min(seen.size(), told.size())))
					: seen.equals(told);
			if (!same) {
				this.findings.add("a subscription read %s, a listener %s", seen, told);
			}
		});
	}

	/** A record whose id was used again is kept, too, and found by its uid only. */
	private void retained(Map<UUID, List<BackgroundTaskEvent>> all) {
		long kept = all.values()
			.stream()
			.filter((events) -> !(EventChecks.last(events) instanceof BackgroundTaskEvent.Removed))
			.count();
		if (this.storm.host().statistics().retained() != kept) {
			this.findings.add("%d records are counted, and %d are kept", this.storm.host().statistics().retained(),
					kept);
		}
		long sessions = HostChecks.records(this.storm.host(), BackgroundTaskFilter.all())
			.stream()
			.map(BackgroundTaskRecord::sessionId)
			.distinct()
			.count();
		if (this.storm.host().statistics().sessions() != sessions) {
			this.findings.add("%d sessions are counted, and %d have records", this.storm.host().statistics().sessions(),
					sessions);
		}
	}

	/** Exceptions of the host itself must not end up as failures of tasks. */
	private void failures(List<BackgroundTaskEvent> events) {
		TaskFailure failure = EventChecks.last(events).record().failure();
		String type = (failure != null) ? failure.type() : null;
		if (failure != null && failure.kind() == FailureKind.EXCEPTION && type != null && !EXPECTED.contains(type)
				&& !type.startsWith("io.github.taskhost.error.")) {
			this.findings.add("a task failed with %s", failure);
		}
	}

	private void meters(Map<UUID, List<BackgroundTaskEvent>> all) {
		all.forEach((uid, events) -> {
			boolean carried = this.storm.first().isCarried(uid);
			events.stream().skip(carried ? 1 : 0).forEach(this::count);
		});
		this.gone.forEach((key, count) -> {
			String[] words = key.split(" ");
			long told = this.storm.meters().tasks(words[0], BackgroundTaskState.valueOf(words[1]));
			if (told != count) {
				this.findings.add("the recorder counts %d %s tasks, the events %d", told, key, count);
			}
			total(words[0], BackgroundTaskState.valueOf(words[1]), count);
		});
		for (String kind : this.storm.host().statistics().kinds()) {
			for (BackgroundTaskState state : WorkRules.liveStates()) {
				if (!this.gone.containsKey(kind + " " + state) && this.storm.meters().tasks(kind, state) != 0) {
					this.findings.add("the recorder counts %d %s %s tasks", this.storm.meters().tasks(kind, state),
							kind, state);
				}
			}
		}
		if (this.storm.meters().lost() == 0) {
			this.messages.forEach((direction, count) -> {
				if (this.storm.meters().messages(direction) != count) {
					this.findings.add("the recorder counts %d messages %s, the events %d",
							this.storm.meters().messages(direction), direction, count);
				}
			});
		}
	}

	private void total(String kind, BackgroundTaskState state, long count) {
		if (state.isTerminal() && this.storm.host().statistics().ended(kind, state) != count) {
			this.findings.add("the host counts %d ends of kind %s in state %s, the events %d",
					this.storm.host().statistics().ended(kind, state), kind, state, count);
		}
	}

	private void count(BackgroundTaskEvent event) {
		BackgroundTaskRecord record = event.record();
		boolean liveRemoved = event instanceof BackgroundTaskEvent.Removed && !record.state().isTerminal();
		if (EventChecks.isEnd(event) || liveRemoved) {
			this.gone.merge(record.kind() + " " + record.state(), 1L, Long::sum);
		}
		if (event instanceof BackgroundTaskEvent.MessageReceived || event instanceof BackgroundTaskEvent.InputAnswered
				|| event instanceof BackgroundTaskEvent.InputDeclined) {
			this.messages.merge(MessageDirection.INBOUND, 1L, Long::sum);
		}
		if (event instanceof BackgroundTaskEvent.MessageSent) {
			this.messages.merge(MessageDirection.OUTBOUND, 1L, Long::sum);
		}
	}

	private void completions() {
		for (BackgroundTaskHandle<?> task : this.storm.tasks()) {
			CompletableFuture<BackgroundTaskRecord> end = task.completion().toCompletableFuture();
			if (!task.record().state().isTerminal() && this.storm.host().find(task.uid()).isPresent()) {
				this.findings.add("a handle shows a live task: %s", task.record());
			}
			if (task.record().state().isTerminal()) {
				this.findings.check(() -> end.orTimeout(30, TimeUnit.SECONDS).join());
			}
		}
	}

	private void reports(Map<UUID, List<BackgroundTaskEvent>> all) {
		Map<String, List<List<BackgroundTaskEvent>>> byId = all.values()
			.stream()
			.collect(Collectors.groupingBy((events) -> events.get(0).record().id()));
		Function<String, List<List<BackgroundTaskEvent>>> known = (id) -> byId.getOrDefault(id, List.of());
		for (SessionCloseReport report : this.storm.reports()) {
			report.transferred()
				.stream()
				.filter((id) -> known.apply(id)
					.stream()
					.flatMap(List::stream)
					.noneMatch((event) -> moved(event, report)))
				.forEach((id) -> this.findings.add("%s was not transferred: %s", id, report));
			report.cancelled()
				.stream()
				.filter((id) -> known.apply(id)
					.stream()
					.noneMatch((events) -> EventChecks.last(events).record().cancelRequestedAt() != null))
				.forEach((id) -> this.findings.add("%s was not cancelled: %s", id, report));
			report.kept()
				.stream()
				.filter((id) -> known.apply(id)
					.stream()
					.flatMap(List::stream)
					.noneMatch((event) -> wasIn(event, report)))
				.forEach((id) -> this.findings.add("%s was not kept: %s", id, report));
		}
	}

	private static boolean moved(BackgroundTaskEvent event, SessionCloseReport report) {
		return event instanceof BackgroundTaskEvent.Transferred moved && moved.from().equals(report.sessionId())
				&& moved.record().sessionId().equals(report.successor());
	}

	private static boolean wasIn(BackgroundTaskEvent event, SessionCloseReport report) {
		return event.record().sessionId().equals(report.sessionId())
				|| event instanceof BackgroundTaskEvent.Transferred moved && moved.from().equals(report.sessionId());
	}

	/** Each end of a task with a wake policy wakes one session once. */
	private void wakes(Map<UUID, List<BackgroundTaskEvent>> all) {
		Set<String> sessions = new HashSet<>(Storm.sessions());
		all.values().forEach((events) -> events.forEach((event) -> sessions.add(event.record().sessionId())));
		sessions.forEach((session) -> this.storm.drained(this.storm.host().drainWakes(session)));
		Map<UUID, Long> drained = this.storm.wakes()
			.stream()
			.collect(Collectors.groupingBy(SessionWake::uid, Collectors.counting()));
		all.forEach((uid, events) -> {
			boolean ended = events.stream()
				.skip(this.storm.first().isCarried(uid) ? 1 : 0)
				.anyMatch(EventChecks::isEnd);
			BackgroundTaskRecord record = EventChecks.last(events).record();
			long expected = (ended && record.wakePolicy() != WakePolicy.SILENT) ? 1 : 0;
			boolean kept = !(EventChecks.last(events) instanceof BackgroundTaskEvent.Removed)
					&& this.storm.droppedWakes() == 0;
			long count = drained.getOrDefault(uid, 0L);
			if (count > expected || kept && count < expected) {
				this.findings.add("%d wakes of %s, expected %d", count, record, expected);
			}
			if (this.storm.first().wakesOf(uid) != expected) {
				this.findings.add("%d wakes of %s were told, expected %d", this.storm.first().wakesOf(uid), record,
						expected);
			}
		});
	}

}
