package io.github.taskhost.sample.remote;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * A job as the job service shows it.
 *
 * @param id the identifier
 * @param name the name
 * @param steps the number of steps
 * @param done the number of steps done
 * @param state the state
 */
record RemoteJob(String id, String name, int steps, int done, State state) {

	String text() {
		return this.done + " of " + this.steps + " steps done";
	}

	/** The state of a job. */
	enum State {

		@JsonProperty("running")
		RUNNING,

		@JsonProperty("done")
		DONE,

		@JsonProperty("cancelled")
		CANCELLED

	}

}
