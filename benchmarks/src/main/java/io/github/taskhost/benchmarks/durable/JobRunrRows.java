package io.github.taskhost.benchmarks.durable;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

import com.zaxxer.hikari.HikariDataSource;
import io.github.taskhost.benchmarks.Contender;
import io.github.taskhost.benchmarks.TrivialJob;
import org.jobrunr.configuration.JobRunr;
import org.jobrunr.scheduling.JobRequestScheduler;
import org.jobrunr.server.BackgroundJobServerConfiguration;
import org.jobrunr.storage.sql.common.SqlStorageProviderFactory;
import org.jobrunr.utils.mapper.jackson3.Jackson3JsonMapper;

/**
 * JobRunr with its store on PostgreSQL. A run ends when every job is stored as succeeded.
 */
final class JobRunrRows implements Contender {

	/** The shortest interval that JobRunr accepts for a database. */
	private static final Duration POLL = Duration.ofSeconds(5);

	private static final int WORKERS = 256;

	private static final long LOOK_NANOS = 20_000_000;

	private final PostgresServer server;

	private final HikariDataSource pool;

	private final Submitters submitters;

	private final boolean inBulk;

	private final JobRequestScheduler scheduler;

	/**
	 * Starts a server of jobs.
	 * @param inBulk whether a run stores all its jobs by one call
	 */
	JobRunrRows(PostgresServer server, int submitters, boolean inBulk) {
		this.server = server;
		this.submitters = Submitters.platform(submitters);
		this.inBulk = inBulk;
		this.pool = server.pool("jobrunr");
		this.scheduler = JobRunr.configure()
			.useJsonMapper(new Jackson3JsonMapper())
			.useStorageProvider(SqlStorageProviderFactory.using(this.pool))
			.useBackgroundJobServer(BackgroundJobServerConfiguration.usingStandardBackgroundJobServerConfiguration()
				.andPollInterval(POLL)
				.andWorkerCount(WORKERS))
			.initialize()
			.getJobRequestScheduler();
	}

	@Override
	public String name() {
		return "JobRunr, " + (this.inBulk ? "all in one call" : this.submitters.count() + " submitters");
	}

	@Override
	public void run(int tasks, int sessions) throws InterruptedException {
		CountDownLatch ended = TrivialJob.expect(tasks);
		if (this.inBulk) {
			this.scheduler.enqueue(IntStream.range(0, tasks).mapToObj((number) -> new TrivialJob()));
		}
		else {
			this.submitters.call(tasks, (number) -> this.scheduler.enqueue(new TrivialJob()));
		}
		ended.await();
		while (this.server.number("SELECT count(*) FROM jobrunr_jobs WHERE state <> 'SUCCEEDED'") > 0) {
			LockSupport.parkNanos(LOOK_NANOS);
		}
	}

	@Override
	public void tidy() {
		this.server.empty("jobrunr_jobs");
	}

	@Override
	public void close() {
		JobRunr.destroy();
		this.pool.close();
		tidy();
	}

}
