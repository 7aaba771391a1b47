package io.github.taskhost.crash;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The tasks that nodes had when they were lost, and the times until the next attempts
 * started on other nodes.
 */
final class Losses {

	private final List<Loss> losses = new ArrayList<>();

	void add(Loss loss) {
		this.losses.add(loss);
	}

	/** The losses of a sort. */
	List<Loss> of(String sort) {
		return this.losses.stream().filter((each) -> each.sort().equals(sort)).toList();
	}

	/**
	 * The milliseconds from each loss of a sort to the last next attempt elsewhere,
	 * ascending.
	 */
	List<Long> slowest(String sort, Ledgers ledgers) {
		Map<String, Entry> starts = new HashMap<>();
		ledgers.of("start").forEach((start) -> starts.put(start.field(0) + " " + start.field(1), start));
		List<Long> slowest = new ArrayList<>();
		for (Loss loss : of(sort)) {
			loss.tasks()
				.entrySet()
				.stream()
				.map((task) -> starts.get(task.getKey() + " " + (task.getValue() + 1)))
				.filter((start) -> start != null && !start.worker().equals(loss.worker()))
				.mapToLong((start) -> start.time() - loss.time())
				.max()
				.ifPresent(slowest::add);
		}
		return slowest.stream().sorted().toList();
	}

	/** A line for each sort. */
	String summary(Ledgers ledgers) {
		StringBuilder lines = new StringBuilder();
		for (String sort : this.losses.stream().map(Loss::sort).distinct().toList()) {
			List<Long> slowest = slowest(sort, ledgers);
			if (!slowest.isEmpty()) {
				lines.append("\n  ")
					.append(sort)
					.append(": next attempts after ")
					.append(slowest.get(slowest.size() / 2))
					.append(" ms (median of ")
					.append(slowest.size())
					.append("), ")
					.append(slowest.getLast())
					.append(" ms at most");
			}
		}
		return lines.toString();
	}

	/**
	 * A node that was lost.
	 *
	 * @param sort the sort of the fault
	 * @param worker its worker
	 * @param time the time in milliseconds
	 * @param tasks its tasks, with their attempts
	 */
	record Loss(String sort, String worker, long time, Map<UUID, Integer> tasks) {
	}

}
