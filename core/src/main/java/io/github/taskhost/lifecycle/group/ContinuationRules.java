package io.github.taskhost.lifecycle.group;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;

import io.github.taskhost.lifecycle.TaskCommand;
import io.github.taskhost.lifecycle.TaskCommand.RequestCancel.Origin;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import org.jspecify.annotations.Nullable;

/**
 * Rules of continuations: tasks that start after the ends of others.
 */
public final class ContinuationRules {

	private ContinuationRules() {
	}

	/**
	 * Tells whether a registration names tasks after which its task starts.
	 * @param registration the registration
	 * @return {@code true} if so
	 */
	public static boolean hasPredecessors(BackgroundTaskRegistration registration) {
		return !registration.after().isEmpty() || !registration.afterAnyEnd().isEmpty();
	}

	/**
	 * Lists the predecessors that a registration names, in the order of
	 * {@link BackgroundTaskRecord#predecessors()}.
	 * @param registration the registration
	 * @return the ids
	 */
	public static List<String> predecessors(BackgroundTaskRegistration registration) {
		List<String> all = new ArrayList<>(registration.after());
		all.addAll(registration.afterAnyEnd());
		return all;
	}

	/**
	 * Tells whether a live task waits for the end of another one.
	 * @param record the task
	 * @return {@code true} until all of its predecessors have ended
	 */
	public static boolean waits(BackgroundTaskRecord record) {
		return record.held() && record.state() == BackgroundTaskState.PENDING;
	}

	/**
	 * Tells whether a change ends the wait of a task for others.
	 * @param before the task before the change, or {@code null} for a new task
	 * @param after the task after it
	 * @return {@code true} if so
	 */
	public static boolean isReleased(@Nullable BackgroundTaskRecord before, BackgroundTaskRecord after) {
		return before != null && before.held() && !after.held();
	}

	/**
	 * Tells whether the end of a predecessor lets its successor go on.
	 * @param place the place of the predecessor in the order of the registration
	 * @param successor the registration of the successor
	 * @param end the state of the predecessor
	 * @return {@code true} for a completion, and for any end that the successor accepts
	 */
	public static boolean isMet(int place, BackgroundTaskRegistration successor, BackgroundTaskState end) {
		return end == BackgroundTaskState.COMPLETED || end.isTerminal() && place >= successor.after().size();
	}

	/**
	 * Decides about a waiting task when one of its predecessors is not live.
	 * @param successor the task that waits
	 * @param predecessor the uid of the predecessor
	 * @param end the state in which it ended, or {@code null} if it was removed
	 * @return the command that cancels the successor, or {@code null} if it goes on
	 */
	public static @Nullable TaskCommand cancellation(BackgroundTaskRecord successor, UUID predecessor,
			@Nullable BackgroundTaskState end) {
		if (end == BackgroundTaskState.COMPLETED) {
			return null;
		}
		int place = successor.predecessors().indexOf(predecessor);
		List<String> required = successor.registration().after();
		if (place < 0 || place >= required.size()) {
			return null;
		}
		return new TaskCommand.RequestCancel("The task '" + required.get(place) + "', for which it waited, "
				+ ((end != null) ? fate(end) : "was removed before its end was seen"), null, Origin.HOST);
	}

	private static String fate(BackgroundTaskState end) {
		return (end == BackgroundTaskState.FAILED) ? "failed" : "was cancelled";
	}

	/**
	 * Finds tasks that would wait for each other for ever.
	 * @param after the predecessors of each task, by id
	 * @return the ids of tasks of which each waits for another one; empty if there are
	 * none
	 */
	public static List<String> cycle(Map<String, ? extends Collection<String>> after) {
		Map<String, Integer> open = new HashMap<>();
		Map<String, List<String>> successors = new HashMap<>();
		after.forEach((task, predecessors) -> predecessors.forEach((one) -> {
			if (after.containsKey(one)) {
				open.merge(task, 1, Integer::sum);
				successors.computeIfAbsent(one, (key) -> new ArrayList<>()).add(task);
			}
		}));
		Queue<String> free = new ArrayDeque<>(after.keySet());
		free.removeIf(open::containsKey);
		for (String task = free.poll(); task != null; task = free.poll()) {
			for (String next : successors.getOrDefault(task, List.of())) {
				if (open.merge(next, -1, Integer::sum) == 0) {
					open.remove(next);
					free.add(next);
				}
			}
		}
		List<String> cycle = new ArrayList<>(open.keySet());
		cycle.sort(Comparator.naturalOrder());
		return cycle;
	}

}
