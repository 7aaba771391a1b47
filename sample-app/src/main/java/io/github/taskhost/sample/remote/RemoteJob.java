package io.github.taskhost.sample.remote;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * A job, as the job service shows it.
 *
 * @param id names it there
 * @param name what it is called
 * @param steps how many steps it has
 * @param done how many of them are done
 * @param state where it stands
 */
record RemoteJob(String id, String name, int steps, int done, State state) {

	String text() {
		return this.done + " of " + this.steps + " steps done";
	}

	/** Where a job stands. */
	enum State {

		@JsonProperty("running")
		RUNNING,

		@JsonProperty("done")
		DONE,

		@JsonProperty("cancelled")
		CANCELLED

	}

}
