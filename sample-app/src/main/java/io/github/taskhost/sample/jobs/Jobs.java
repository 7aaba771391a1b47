package io.github.taskhost.sample.jobs;

import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import io.github.taskhost.sample.jobs.Job.State;
import org.springframework.stereotype.Component;

/**
 * The jobs of the service in memory, oldest first.
 */
@Component
class Jobs {

	private final Map<String, StoredJob> jobs = new LinkedHashMap<>();

	private final InstantSource time;

	private final JobProperties properties;

	Jobs(InstantSource time, JobProperties properties) {
		this.time = time;
		this.properties = properties;
	}

	/** Starts a job. Returns empty if the limit of running jobs is reached. */
	synchronized Optional<Job> start(JobRequest request) {
		String name = request.requireValid();
		if (!makeRoom()) {
			return Optional.empty();
		}
		StoredJob job = new StoredJob(UUID.randomUUID().toString(), name, request.steps(), this.properties.stepTime(),
				this.time.instant(), null);
		this.jobs.put(job.id(), job);
		return Optional.of(view(job));
	}

	private boolean makeRoom() {
		Iterator<StoredJob> oldest = this.jobs.values().iterator();
		while (this.jobs.size() >= this.properties.max() && oldest.hasNext()) {
			if (view(oldest.next()).state() != State.RUNNING) {
				oldest.remove();
			}
		}
		return this.jobs.size() < this.properties.max();
	}

	synchronized Optional<Job> find(String id) {
		return Optional.ofNullable(this.jobs.get(id)).map(this::view);
	}

	/** Cancels a job. Has no effect on a job that has ended. */
	synchronized Optional<Job> cancel(String id) {
		return Optional.ofNullable(this.jobs.computeIfPresent(id, (key, job) -> job.cancelled(this.time.instant())))
			.map(this::view);
	}

	private Job view(StoredJob job) {
		return job.at(this.time.instant());
	}

}
