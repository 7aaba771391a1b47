package io.github.taskhost.sample.jobs;

import java.time.Duration;
import java.time.Instant;

import io.github.taskhost.sample.jobs.Job.State;
import org.jspecify.annotations.Nullable;

/**
 * A job as the service stores it. The progress is computed from the time since the start.
 *
 * @param id the identifier
 * @param name the name
 * @param steps the number of steps
 * @param stepTime the duration of a step
 * @param startedAt the time of the start
 * @param cancelledAt the time of the cancellation, or {@code null}
 */
record StoredJob(String id, String name, int steps, Duration stepTime, Instant startedAt,
		@Nullable Instant cancelledAt) {

	Job at(Instant now) {
		int done = done((this.cancelledAt != null) ? this.cancelledAt : now);
		State open = (this.cancelledAt != null) ? State.CANCELLED : State.RUNNING;
		return new Job(this.id, this.name, this.steps, done, (done == this.steps) ? State.DONE : open);
	}

	private int done(Instant end) {
		return Math.clamp(Duration.between(this.startedAt, end).dividedBy(this.stepTime), 0, this.steps);
	}

	StoredJob cancelled(Instant now) {
		return (at(now).state() == State.RUNNING)
				? new StoredJob(this.id, this.name, this.steps, this.stepTime, this.startedAt, now) : this;
	}

}
