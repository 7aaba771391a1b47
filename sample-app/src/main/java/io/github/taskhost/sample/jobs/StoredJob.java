package io.github.taskhost.sample.jobs;

import java.time.Duration;
import java.time.Instant;

import io.github.taskhost.sample.jobs.Job.State;
import org.jspecify.annotations.Nullable;

/**
 * A job as it is kept. Its steps are done by the clock: the time tells how far it is.
 *
 * @param id names it
 * @param name what it is called
 * @param steps how many steps it has
 * @param stepTime how long a step takes
 * @param startedAt when it was started
 * @param cancelledAt when it was cancelled, or {@code null}
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
