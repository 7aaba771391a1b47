package io.github.taskhost.local.group;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.lifecycle.group.ContinuationRules;
import io.github.taskhost.local.commit.KnownTasks;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.task.BackgroundTaskRegistration;

/**
 * What the tasks of one call have in common: those for which others of the call wait.
 *
 * @param fresh the ids of those that the call starts
 * @param held the tasks that hold the idempotency keys of others, by the ids that these
 * would have
 * @param waits whether the tasks wait until their group starts them
 * @param local whether they end with this process, also if they start by name
 */
public record SameCall(Set<String> fresh, Map<String, LocalTask> held, boolean waits, boolean local) {

	/** The number of tasks that an error names. */
	private static final int NAMED = 10;

	/** A call whose tasks do not wait for each other. */
	public static final SameCall NONE = new SameCall(Set.of(), Map.of(), false, false);

	/** The call for a group, or for members that wait for a place in their group. */
	public static SameCall held(boolean local) {
		return new SameCall(Set.of(), Map.of(), true, local);
	}

	/**
	 * Finds the tasks of a call.
	 * @param known the tasks of the host
	 * @param sessionId the session
	 * @param registrations the registrations of the call
	 * @throws InvalidTaskArgumentException if tasks of the call wait for each other
	 */
	public static SameCall of(KnownTasks known, String sessionId, List<BackgroundTaskRegistration> registrations) {
		if (registrations.stream().noneMatch(ContinuationRules::hasPredecessors)) {
			return NONE;
		}
		Map<String, List<String>> after = new HashMap<>();
		Set<String> named = new HashSet<>();
		for (BackgroundTaskRegistration one : registrations) {
			List<String> predecessors = ContinuationRules.predecessors(one);
			named.addAll(predecessors);
			if (one.id() != null) {
				after.put(one.id(), predecessors);
			}
		}
		named.retainAll(after.keySet());
		Map<String, LocalTask> held = held(known, sessionId,
				registrations.stream().filter((one) -> one.id() != null && named.contains(one.id())).toList());
		after.keySet().removeAll(held.keySet());
		named.removeAll(held.keySet());
		requireNoCycle(after);
		return new SameCall(named, held, false, false);
	}

	private static Map<String, LocalTask> held(KnownTasks known, String sessionId,
			List<BackgroundTaskRegistration> awaited) {
		Map<String, String> keys = new HashMap<>();
		awaited.forEach((one) -> {
			if (one.idempotencyKey() != null) {
				keys.put(String.valueOf(one.id()), one.idempotencyKey());
			}
		});
		Map<String, LocalTask> byKey = known.holders(sessionId, new ArrayList<>(keys.values()));
		Map<String, LocalTask> held = new HashMap<>();
		keys.forEach((id, key) -> {
			LocalTask holder = byKey.get(key);
			if (holder != null) {
				held.put(id, holder);
			}
		});
		return held;
	}

	private static void requireNoCycle(Map<String, List<String>> after) {
		List<String> cycle = ContinuationRules.cycle(after);
		if (!cycle.isEmpty()) {
			throw new InvalidTaskArgumentException("The tasks " + cycle.subList(0, Math.min(NAMED, cycle.size()))
					+ ((cycle.size() > NAMED) ? " and others" : "")
					+ " would wait for each other for ever. Take a predecessor out of one of them.");
		}
	}

}
