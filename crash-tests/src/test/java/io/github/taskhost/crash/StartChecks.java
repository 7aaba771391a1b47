package io.github.taskhost.crash;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import io.github.taskhost.crash.StoredTasks.LoggedChange;
import io.github.taskhost.crash.StoredTasks.Task;

/**
 * Checks the starts of attempts: each starts at most once, after it is stored, and only
 * because its predecessor failed or was lost. No attempt stores anything after the next
 * one is stored, and no node after its tasks were taken from it.
 */
final class StartChecks {

	/** The wall clock may be corrected a little meanwhile. */
	private static final long CLOCK_MILLIS = 20;

	private final List<String> violations = new ArrayList<>();

	private final Ledgers ledgers;

	private final StoredTasks stored;

	private final int runningAtFaults;

	StartChecks(Ledgers ledgers, StoredTasks stored, int runningAtFaults) {
		this.ledgers = ledgers;
		this.stored = stored;
		this.runningAtFaults = runningAtFaults;
	}

	List<String> violations() {
		startedOnce();
		notEarly();
		this.stored.changes().values().forEach(this::fenced);
		bounded();
		return this.violations;
	}

	private void startedOnce() {
		Map<String, Entry> starts = new HashMap<>();
		for (Entry start : this.ledgers.of("start")) {
			Entry other = starts.put(start.field(0) + " " + start.field(1), start);
			if (other != null) {
				this.violations.add("started twice: " + other + " and " + start);
			}
			boolean running = this.stored.changesOf(start.uid())
				.stream()
				.anyMatch((change) -> change.attempt() == start.number(1) && change.state().equals("RUNNING"));
			if (!running) {
				this.violations.add("started and not stored as running: " + start);
			}
		}
	}

	/** No attempt starts before the delay of its task has passed. */
	private void notEarly() {
		Map<UUID, Long> due = new HashMap<>();
		this.ledgers.of("due").forEach((entry) -> due.put(entry.uid(), Long.parseLong(entry.field(1))));
		for (Entry start : this.ledgers.of("start")) {
			if (start.time() + CLOCK_MILLIS < due.getOrDefault(start.uid(), 0L)) {
				this.violations.add("started before " + due.get(start.uid()) + ": " + start);
			}
		}
	}

	/**
	 * Attempts only grow, and a node from which a task was taken stores nothing more. The
	 * node that has a task is the one that stores that an attempt runs; others may change
	 * the task, too.
	 */
	private void fenced(List<LoggedChange> changes) {
		Set<UUID> lost = new HashSet<>();
		UUID owner = null;
		int running = 0;
		int attempt = 1;
		for (LoggedChange change : changes) {
			if (change.attempt() < attempt || change.attempt() > attempt + 1) {
				this.violations.add("attempt after attempt " + attempt + ": " + change);
			}
			if (lost.contains(change.node())) {
				this.violations.add("change of a node after its task was taken from it: " + change);
			}
			attempt = change.attempt();
			if (change.isTakeover() && owner != null) {
				lost.add(owner);
			}
			if (change.state().equals("RUNNING") && change.attempt() > running) {
				running = change.attempt();
				owner = change.node();
			}
		}
	}

	/** The attempts after lost workers are no more than the tasks that ran there. */
	private void bounded() {
		int losses = this.stored.losses();
		if (losses > this.runningAtFaults) {
			this.violations
				.add(losses + " attempts were lost, and " + this.runningAtFaults + " tasks ran at the faults");
		}
		Map<UUID, Integer> starts = new HashMap<>();
		this.ledgers.of("start").forEach((start) -> starts.merge(start.uid(), 1, Integer::sum));
		starts.forEach((uid, number) -> {
			Task task = this.stored.task(uid);
			int attempts = this.stored.changesOf(uid).stream().mapToInt(LoggedChange::attempt).max().orElse(0);
			if (number > attempts) {
				this.violations.add(number + " starts of " + attempts + " attempts: " + task);
			}
		});
	}

}
