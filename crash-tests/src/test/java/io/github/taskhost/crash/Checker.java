package io.github.taskhost.crash;

import java.util.ArrayList;
import java.util.List;

/**
 * The checker "nothing lost". It compares the ledgers of all workers with the tasks of
 * the database, after the faults are over and all tasks have ended.
 */
final class Checker {

	private static final int SHOWN = 15;

	private final List<String> violations = new ArrayList<>();

	private final Ledgers ledgers;

	private final StoredTasks stored;

	private final int runningAtFaults;

	/**
	 * Creates a checker.
	 * @param ledgers the entries of all workers
	 * @param stored the tasks of the database
	 * @param runningAtFaults the number of tasks that ran when workers were killed or
	 * frozen
	 */
	Checker(Ledgers ledgers, StoredTasks stored, int runningAtFaults) {
		this.ledgers = ledgers;
		this.stored = stored;
		this.runningAtFaults = runningAtFaults;
	}

	/** Checks all, and returns a line for each violation. */
	List<String> violations() {
		this.violations.clear();
		this.violations.addAll(new EndChecks(this.ledgers, this.stored).violations());
		this.violations.addAll(new StartChecks(this.ledgers, this.stored, this.runningAtFaults).violations());
		this.violations.addAll(new CallChecks(this.ledgers, this.stored).violations());
		this.violations.addAll(new ValueChecks(this.ledgers, this.stored).violations());
		this.violations.addAll(new ScheduleChecks(this.ledgers, this.stored).violations());
		return this.violations;
	}

	/** Fails with the first violations, if there are any. */
	void check() {
		List<String> found = violations();
		if (!found.isEmpty()) {
			throw new AssertionError(found.size() + " violations:\n"
					+ String.join("\n", found.subList(0, Math.min(SHOWN, found.size()))));
		}
	}

}
