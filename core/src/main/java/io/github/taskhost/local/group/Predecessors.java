package io.github.taskhost.local.group;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import io.github.taskhost.error.TaskNotFoundException;
import io.github.taskhost.lifecycle.group.ContinuationRules;
import io.github.taskhost.local.commit.KnownTasks;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.task.BackgroundTaskRegistration;
import org.jspecify.annotations.Nullable;

/**
 * The tasks after which a new task starts, as they were found for its registration. Those
 * that are submitted in the same call are known by their ids first. Used by one thread.
 */
public final class Predecessors {

	/** The predecessors of a task that waits for none. */
	public static final Predecessors NONE = new Predecessors(List.of(), false);

	private static final Predecessors GROUP = new Predecessors(List.of(), true);

	private final List<Predecessor> all;

	private final boolean waits;

	private Predecessors(List<Predecessor> all, boolean waits) {
		this.all = all;
		this.waits = waits;
	}

	/**
	 * Finds the predecessors of a new task: in its session, else the only task of the
	 * host with that id.
	 * @param known the tasks of the host
	 * @param sessionId the session of the new task
	 * @param registration its registration
	 * @param call the tasks that are submitted in the same call
	 * @throws TaskNotFoundException if one of them is not known
	 */
	public static Predecessors find(KnownTasks known, String sessionId, BackgroundTaskRegistration registration,
			SameCall call) {
		if (!ContinuationRules.hasPredecessors(registration)) {
			return call.waits() ? GROUP : NONE;
		}
		List<Predecessor> all = new ArrayList<>();
		boolean waits = false;
		for (String id : ContinuationRules.predecessors(registration)) {
			LocalTask task = call.fresh().contains(id) ? null : call.held().get(id);
			if (task == null && !call.fresh().contains(id)) {
				task = require(known, sessionId, id);
			}
			waits |= task == null || !ContinuationRules.isMet(all.size(), registration, task.record().state());
			all.add(new Predecessor(id, task));
		}
		return new Predecessors(all, waits);
	}

	private static LocalTask require(KnownTasks known, String sessionId, String id) {
		LocalTask task = known.find(sessionId, id);
		if (task == null) {
			task = known.findOnly(id);
		}
		if (task == null) {
			throw new TaskNotFoundException("The predecessor task '" + id
					+ "' is not known. Start it first, or submit both in one call of submitAll.");
		}
		return task;
	}

	/**
	 * Whether one of them has not ended yet, as far as is known, or the task waits for
	 * its group.
	 */
	public boolean isAwaited() {
		return this.waits;
	}

	/** The ids of those that are submitted in the same call. */
	public List<String> ofCall() {
		return this.all.stream().filter((one) -> one.task == null).map(Predecessor::id).toList();
	}

	/**
	 * The uids, in the order of the registration.
	 * @param ofCall the uids of the tasks that are submitted in the same call, by id
	 */
	public List<UUID> uids(Map<String, UUID> ofCall) {
		return this.all.stream()
			.map((one) -> (one.task != null) ? one.task.uid() : Objects.requireNonNull(ofCall.get(one.id)))
			.toList();
	}

	/**
	 * The tasks.
	 * @param ofCall the tasks that are submitted in the same call, by id
	 */
	public List<LocalTask> tasks(Map<String, LocalTask> ofCall) {
		return this.all.stream()
			.map((one) -> (one.task != null) ? one.task : Objects.requireNonNull(ofCall.get(one.id)))
			.toList();
	}

	/** A predecessor; without a task it is submitted in the same call. */
	private record Predecessor(String id, @Nullable LocalTask task) {
	}

}
