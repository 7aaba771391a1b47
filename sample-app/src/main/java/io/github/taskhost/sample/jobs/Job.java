package io.github.taskhost.sample.jobs;

import java.net.URI;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * A job, as the service shows it.
 *
 * @param id names it
 * @param name what it is called
 * @param steps how many steps it has
 * @param done how many of them are done
 * @param state where it stands
 */
record Job(String id, String name, int steps, int done, State state) {

	URI location() {
		return URI.create(JobServer.PATH + "/" + this.id);
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
