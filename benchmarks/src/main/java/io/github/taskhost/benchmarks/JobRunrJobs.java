package io.github.taskhost.benchmarks;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;

import org.jobrunr.configuration.JobRunr;
import org.jobrunr.jobs.states.StateName;
import org.jobrunr.scheduling.JobBuilder;
import org.jobrunr.scheduling.JobRequestScheduler;
import org.jobrunr.server.BackgroundJobServerConfiguration;
import org.jobrunr.storage.InMemoryStorageProvider;
import org.jobrunr.utils.mapper.jackson3.Jackson3JsonMapper;

/**
 * JobRunr in memory. Uses job requests, since lambdas would have to be analysed, and
 * creates them by a stream, since JobRunr saves a stream in batches.
 */
final class JobRunrJobs implements Rival {

	/** The shortest interval that JobRunr accepts for this store. */
	private static final Duration POLL = Duration.ofMillis(200);

	private final InMemoryStorageProvider storage = new InMemoryStorageProvider();

	private final JobRequestScheduler scheduler;

	private final int workers;

	JobRunrJobs(int workers) {
		this.workers = workers;
		this.scheduler = JobRunr.configure()
			.useJsonMapper(new Jackson3JsonMapper())
			.useStorageProvider(this.storage)
			.useBackgroundJobServer(BackgroundJobServerConfiguration.usingStandardBackgroundJobServerConfiguration()
				.andPollInterval(POLL)
				.andWorkerCount(workers))
			.initialize()
			.getJobRequestScheduler();
	}

	@Override
	public String name() {
		return "JobRunr, in memory";
	}

	@Override
	public Class<?> library() {
		return JobRunr.class;
	}

	@Override
	public String settings() {
		return "polls every " + POLL.toMillis() + " ms, " + this.workers
				+ " workers on virtual threads, job requests created by a stream";
	}

	@Override
	public void run(int tasks, int sessions) throws InterruptedException {
		UUID[] ids = new UUID[tasks];
		Arrays.setAll(ids, (i) -> UUID.randomUUID());
		CountDownLatch ended = TrivialJob.expect(tasks);
		this.scheduler
			.create(Arrays.stream(ids).map((id) -> JobBuilder.aJob().withId(id).withJobRequest(new TrivialJob())));
		ended.await();
		for (UUID id : ids) {
			while (this.storage.getJobById(id).getState() != StateName.SUCCEEDED) {
				Thread.onSpinWait();
			}
		}
	}

	@Override
	public void tidy() {
		this.storage.deleteJobsPermanently(StateName.SUCCEEDED, Instant.now().plusSeconds(1));
	}

	@Override
	public void close() {
		JobRunr.destroy();
	}

}
