package io.github.taskhost.model;

/** Wrong rules of a model, which a comparison with the host must find. */
enum Flaw {

	/** No flaw. */
	NONE,

	/** A second completion overwrites the first one. */
	SECOND_END_OVERWRITES,

	/** Time in WAITING counts towards the timeout. */
	TIMEOUT_RUNS_IN_WAITING,

	/** A failed task leaves its descendants alone. */
	FAILURE_KEEPS_FAMILY,

	/** Durations are over when the wall clock is set. */
	DURATIONS_FOLLOW_THE_CLOCK,

	/** Every ended task holds its idempotency key. */
	KEYS_ARE_RETAINED

}
