package io.github.taskhost.model;

import java.util.SplittableRandom;

/**
 * An operation of a sequence, with random choices for its arguments.
 *
 * @param operation the operation
 * @param session the first session
 * @param other another session, which may be the same
 * @param id the id of a task
 * @param choice the source of all other choices, not negative
 */
record Step(Operation operation, int session, int other, int id, int choice) {

	static final int SESSIONS = 3;

	static final int IDS = 3;

	private static final int CHOICES = 1 << 16;

	static Step next(SplittableRandom random) {
		Operation[] operations = Operation.values();
		return new Step(operations[random.nextInt(operations.length)], random.nextInt(SESSIONS),
				random.nextInt(SESSIONS), random.nextInt(IDS), random.nextInt(CHOICES));
	}

	String sessionId() {
		return "s" + this.session;
	}

	String otherSessionId() {
		return "s" + this.other;
	}

	String taskId() {
		return "t" + this.id;
	}

	/** Returns the index of one of {@code count} alternatives. */
	int oneOf(int count) {
		return this.choice % count;
	}

	/** Returns one of {@code count} alternatives, independent for each number. */
	int pick(int number, int count) {
		int mixed = (this.choice * 31 + number) * 0x9E3779B9;
		return Math.floorMod(mixed ^ (mixed >>> 15), count);
	}

	/** Returns the id of another task. */
	String nextTaskId() {
		return "t" + (this.id + 1) % IDS;
	}

	/** The operations of the host, of bodies, and of time. */
	enum Operation {

		REGISTER, REGISTER_EXTERNAL, SPAWN, RETURN, THROW, UPDATE, COMPLETE, REQUEST_CANCEL, CANCEL_MANAGED,
		CANCEL_ALL_MANAGED, MARK_LIVE, MARK_TERMINAL, UNREGISTER, TRANSFER, TRANSFER_MANAGED, CLOSE_SESSION, ASK,
		ANSWER, DECLINE, SEND, POST, DESCRIBE, HEARTBEAT, GET, GET_MANAGED, LIST, HIDDEN, SUBSCRIBE, AWAIT, SUBMIT,
		REATTACH, FAIL, ADVANCE, SET_CLOCK, SPAWN_ANOTHER

	}

}
