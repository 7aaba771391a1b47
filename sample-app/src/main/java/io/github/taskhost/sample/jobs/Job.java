package io.github.taskhost.sample.jobs;

import java.net.URI;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * A job as the service shows it.
 *
 * @param id the identifier
 * @param name the name
 * @param steps the number of steps
 * @param done the number of steps done
 * @param state the state
 */
record Job(String id, String name, int steps, int done, State state) {

	URI location() {
		return URI.create(JobServer.PATH + "/" + this.id);
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
