package io.github.taskhost.crash;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

import io.github.taskhost.crash.StoredTasks.LoggedChange;
import io.github.taskhost.crash.StoredTasks.Task;
import org.jspecify.annotations.Nullable;

/**
 * Checks the calls of clients: an acknowledged change holds, a refused one left no trace,
 * and no call failed in another way.
 */
final class CallChecks {

	private final List<String> violations = new ArrayList<>();

	private final Ledgers ledgers;

	private final StoredTasks stored;

	CallChecks(Ledgers ledgers, StoredTasks stored) {
		this.ledgers = ledgers;
		this.stored = stored;
	}

	List<String> violations() {
		this.ledgers.of("error").forEach((error) -> this.violations.add("unexpected failure: " + error));
		refused();
		orders();
		cancelled();
		transferred();
		return this.violations;
	}

	private void refused() {
		Set<String> ids = this.stored.ids();
		this.ledgers.calls("refused", "submit").filter((call) -> ids.contains(call.field(1))).forEach((call) -> {
			this.violations.add("refused and stored: " + call);
		});
	}

	/** A row of the application exists if and only if its task does. */
	private void orders() {
		Set<String> tasks = this.stored.ids().stream().filter((id) -> id.startsWith("o")).collect(Collectors.toSet());
		for (String order : this.stored.orders()) {
			if (!tasks.contains(order)) {
				this.violations.add("order without a task: " + order);
			}
		}
		for (String task : tasks) {
			if (!this.stored.orders().contains(task)) {
				this.violations.add("task without an order: " + task);
			}
		}
		for (Entry placed : this.ledgers.of("placed")) {
			if (!this.stored.orders().contains(placed.field(0))) {
				this.violations.add("placed and lost: " + placed);
			}
		}
		this.ledgers.calls("rolled-back", "order")
			.filter((call) -> this.stored.orders().contains(call.field(1)))
			.forEach((call) -> this.violations.add("rolled back and stored: " + call));
	}

	/** After an acknowledged cancellation no later attempt runs or ends the task. */
	private void cancelled() {
		Map<UUID, Integer> attempts = new HashMap<>();
		for (Entry cancelled : this.ledgers.of("cancelled")) {
			attempts.merge(cancelled.uid(), cancelled.number(1), Math::min);
		}
		for (Entry start : this.ledgers.of("start")) {
			if (start.number(1) > attempts.getOrDefault(start.uid(), Integer.MAX_VALUE)) {
				this.violations.add("started after a cancellation was acknowledged: " + start);
			}
		}
		attempts.forEach((uid, attempt) -> {
			Task task = this.stored.task(uid);
			LoggedChange end = end(uid);
			boolean endedBySameAttempt = end != null && end.attempt() <= attempt;
			if (task != null && !task.ended("CANCELLED") && !endedBySameAttempt) {
				this.violations.add("cancelled and ended otherwise: " + task + ", " + end);
			}
		});
	}

	private @Nullable LoggedChange end(UUID uid) {
		return this.stored.changesOf(uid).stream().filter(LoggedChange::isEnd).findFirst().orElse(null);
	}

	/** A task is in the session of its last acknowledged transfer. */
	private void transferred() {
		Map<String, String> sessions = new HashMap<>();
		Set<String> pending = new HashSet<>();
		for (Entry entry : this.ledgers.all()) {
			if (isCall(entry, "sent")) {
				pending.add(entry.field(1));
			}
			else if (isCall(entry, "refused") || isCall(entry, "declined")) {
				pending.remove(entry.field(1));
			}
			else if (entry.is("transferred")) {
				pending.remove(entry.field(0));
				sessions.put(entry.field(0), entry.field(1));
			}
		}
		sessions.forEach((uid, session) -> {
			Task task = this.stored.task(UUID.fromString(uid));
			if (task != null && !pending.contains(uid) && !task.session().equals(session)) {
				this.violations.add("transferred to " + session + " and in " + task.session() + ": " + task);
			}
		});
	}

	private static boolean isCall(Entry entry, String name) {
		return entry.is(name) && entry.field(0).equals("transfer");
	}

}
