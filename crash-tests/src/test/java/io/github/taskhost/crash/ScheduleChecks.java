package io.github.taskhost.crash;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * Checks the runs of schedules: each due time has one run, or is counted as one without;
 * each run is counted, and links to the one before it. The schedules are paused, and no
 * process was away for longer than a minute.
 */
final class ScheduleChecks {

	private final List<String> violations = new ArrayList<>();

	private final Ledgers ledgers;

	private final StoredTasks stored;

	ScheduleChecks(Ledgers ledgers, StoredTasks stored) {
		this.ledgers = ledgers;
		this.stored = stored;
	}

	List<String> violations() {
		Map<String, Long> periods = new HashMap<>();
		this.ledgers.of("scheduled").forEach((entry) -> periods.put(entry.field(0), 1000L * entry.number(2)));
		for (String id : periods.keySet()) {
			StoredSchedule schedule = this.stored.schedule(id);
			if (schedule == null) {
				this.violations.add("schedule acknowledged and lost: " + id);
			}
			else {
				check(schedule, periods.get(id), runs(id));
			}
		}
		return this.violations;
	}

	/** The runs of a schedule, each once, by their due times. */
	private List<Tick> runs(String id) {
		Map<UUID, Tick> runs = new HashMap<>();
		this.ledgers.of("tick")
			.stream()
			.map(Tick::of)
			.filter((tick) -> tick.schedule().equals(id))
			.forEach((tick) -> runs.put(tick.uid(), tick));
		return runs.values().stream().sorted(Comparator.comparingLong(Tick::due)).toList();
	}

	private void check(StoredSchedule schedule, long period, List<Tick> runs) {
		Tick before = null;
		for (Tick run : runs) {
			inOrder(run, before, period);
			before = run;
		}
		if (runs.size() != schedule.runs()) {
			this.violations.add("runs that are not counted: " + runs.size() + " of " + schedule);
		}
		long due = schedule.dueTimes(period);
		int known = schedule.runs() + schedule.without();
		if (due != known) {
			this.violations.add(((due > known) ? "due times without a run that are not counted: "
					: "due times that are counted twice: ") + due + " of " + schedule);
		}
	}

	private void inOrder(Tick run, @Nullable Tick before, long period) {
		UUID previous = (before != null) ? before.uid() : null;
		if (before != null && before.due() == run.due()) {
			this.violations.add("two runs for a due time: " + before + " and " + run);
		}
		else if (before != null && (run.due() - before.due()) % period != 0) {
			this.violations.add("run beside the due times: " + run + " after " + before);
		}
		else if (!String.valueOf(previous).equals(String.valueOf(run.previous()))) {
			this.violations.add("run that links to another one than " + previous + ": " + run);
		}
	}

	/**
	 * A run.
	 *
	 * @param uid the task
	 * @param schedule the id of its schedule
	 * @param due its due time, in milliseconds
	 * @param previous the run before it, or {@code null}
	 */
	private record Tick(UUID uid, String schedule, long due, @Nullable UUID previous) {

		static Tick of(Entry entry) {
			return new Tick(entry.uid(), entry.field(2), Long.parseLong(entry.field(3)),
					entry.field(4).equals("none") ? null : UUID.fromString(entry.field(4)));
		}

	}

}
