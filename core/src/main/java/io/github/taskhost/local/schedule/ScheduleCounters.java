package io.github.taskhost.local.schedule;

import java.util.concurrent.atomic.LongAdder;

import io.github.taskhost.schedule.ScheduleCounts;

/**
 * Counts the due times that this process has decided.
 */
final class ScheduleCounters {

	private final LongAdder runs = new LongAdder();

	private final LongAdder skipped = new LongAdder();

	private final LongAdder misfires = new LongAdder();

	private final LongAdder refused = new LongAdder();

	/** Adds the difference of the numbers of a schedule. */
	void add(ScheduleCounts before, ScheduleCounts after) {
		this.runs.add(after.runs() - before.runs());
		this.skipped.add(after.skipped() - before.skipped());
		this.misfires.add(after.misfires() - before.misfires());
		this.refused.add(after.refused() - before.refused());
	}

	ScheduleCounts counts() {
		return new ScheduleCounts(this.runs.sum(), this.skipped.sum(), this.misfires.sum(), this.refused.sum());
	}

}
