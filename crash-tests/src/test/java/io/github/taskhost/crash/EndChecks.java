package io.github.taskhost.crash;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.taskhost.crash.StoredTasks.LoggedChange;
import io.github.taskhost.crash.StoredTasks.Task;

/**
 * Checks the ends of tasks: each accepted task ended, once, in the state that its kind
 * demands and that was told, and its log has no gap.
 */
final class EndChecks {

	private static final int FLAKY_ATTEMPTS = 6;

	private final List<String> violations = new ArrayList<>();

	/** The numbers of calls that cancel, by their entry and task; read once. */
	private final Map<String, Map<String, Long>> cancels = new HashMap<>();

	private final Ledgers ledgers;

	private final StoredTasks stored;

	EndChecks(Ledgers ledgers, StoredTasks stored) {
		this.ledgers = ledgers;
		this.stored = stored;
	}

	List<String> violations() {
		accepted();
		this.stored.live().forEach((task) -> this.violations.add("never ends: " + task));
		this.stored.orphans().forEach((task) -> this.violations.add("never taken over: " + task));
		this.stored.tasks().values().forEach(this::task);
		told();
		return this.violations;
	}

	private void accepted() {
		for (Entry acked : this.ledgers.of("acked")) {
			if (this.stored.task(acked.uid()) == null) {
				this.violations.add("accepted and lost: " + acked);
			}
		}
	}

	private void task(Task task) {
		List<LoggedChange> changes = this.stored.changesOf(task.uid());
		long expected = 1;
		for (LoggedChange change : changes) {
			if (change.version() != expected++) {
				this.violations.add("gap in the log before " + change);
				return;
			}
		}
		if (task.endState() == null) {
			return;
		}
		if (task.version() != changes.size()) {
			this.violations.add("version " + task.version() + " and " + changes.size() + " changes: " + task);
		}
		List<LoggedChange> ends = changes.stream().filter(LoggedChange::isEnd).toList();
		if (ends.size() != 1 || !task.ended(ends.get(0).state())) {
			this.violations.add("ends of " + task + ": " + ends);
			return;
		}
		if (!isExpected(task, ends.get(0))) {
			this.violations.add("unexpected end " + ends.get(0) + " of " + task + ": " + task.record());
		}
	}

	private boolean isExpected(Task task, LoggedChange end) {
		return switch (String.valueOf(task.endState())) {
			case "COMPLETED" -> !task.kind().equals("fail") && !task.kind().equals("endless");
			case "FAILED" -> Set.of("fail", "killer", "poison", "gone").contains(task.kind())
					|| task.kind().equals("flaky") && end.attempt() >= FLAKY_ATTEMPTS;
			default -> mayBeCancelled(task.uid());
		};
	}

	/** Whether a cancellation was requested and not certainly refused. */
	private boolean mayBeCancelled(UUID uid) {
		long sent = calls("sent", uid);
		return sent > calls("refused", uid) + calls("declined", uid);
	}

	private long calls(String entry, UUID uid) {
		return this.cancels.computeIfAbsent(entry, this::cancelsByTask).getOrDefault(uid.toString(), 0L);
	}

	private Map<String, Long> cancelsByTask(String entry) {
		return this.ledgers.calls(entry, "cancel")
			.collect(Collectors.groupingBy((call) -> call.field(1), Collectors.counting()));
	}

	/** An end that was told is the end that is stored. */
	private void told() {
		for (Entry told : this.ledgers.of("told")) {
			Task task = this.stored.task(told.uid());
			if (task == null || !task.ended(told.field(1))) {
				this.violations.add("told and not stored: " + told + ", " + task);
			}
		}
		Set<UUID> known = Stream.of("start", "cancelled", "answered", "messaged", "transferred")
			.flatMap((entry) -> this.ledgers.of(entry).stream())
			.map(Entry::uid)
			.collect(Collectors.toSet());
		known.removeAll(this.stored.tasks().keySet());
		known.forEach((uid) -> this.violations.add("started or acknowledged and not stored: " + uid));
	}

}
