package io.github.taskhost.benchmarks.durable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.zaxxer.hikari.HikariDataSource;
import io.github.taskhost.benchmarks.Contender;

/**
 * db-scheduler alone: a row for each task, which is deleted when the task is done. A run
 * ends when the table is empty.
 */
final class SchedulerRows implements Contender {

	private static final Duration POLL = Duration.ofMillis(100);

	private static final int THREADS = 10;

	private static final long LOOK_NANOS = 5_000_000;

	private static final String TABLE = """
			CREATE TABLE IF NOT EXISTS scheduled_tasks (
			  task_name TEXT NOT NULL, task_instance TEXT NOT NULL, task_data BYTEA,
			  execution_time TIMESTAMP WITH TIME ZONE NOT NULL, picked BOOLEAN NOT NULL, picked_by TEXT,
			  last_success TIMESTAMP WITH TIME ZONE, last_failure TIMESTAMP WITH TIME ZONE, consecutive_failures INT,
			  last_heartbeat TIMESTAMP WITH TIME ZONE, version BIGINT NOT NULL, priority SMALLINT,
			  PRIMARY KEY (task_name, task_instance));
			CREATE INDEX IF NOT EXISTS execution_time_idx ON scheduled_tasks (execution_time);
			CREATE INDEX IF NOT EXISTS last_heartbeat_idx ON scheduled_tasks (last_heartbeat)""";

	private final PostgresServer server;

	private final HikariDataSource pool;

	private final Submitters submitters;

	private final int batch;

	private final boolean locks;

	private final OneTimeTask<Void> trivial;

	private final Scheduler scheduler;

	private volatile CountDownLatch ended = new CountDownLatch(0);

	/**
	 * Starts a scheduler.
	 * @param batch the number of rows of a call
	 * @param locks whether polls take their rows by
	 * {@code SELECT FOR UPDATE SKIP LOCKED}; otherwise rows are taken one by one, and new
	 * ones of this scheduler at once
	 */
	SchedulerRows(PostgresServer server, int submitters, int batch, boolean locks) {
		this.server = server;
		this.submitters = Submitters.platform(submitters);
		this.batch = batch;
		this.locks = locks;
		this.pool = server.pool("db-scheduler");
		server.execute(TABLE);
		this.trivial = Tasks.oneTime("trivial").execute((instance, context) -> this.ended.countDown());
		var builder = Scheduler.create(this.pool, this.trivial)
			.threads(THREADS)
			.pollingInterval(POLL)
			.enableImmediateExecution();
		this.scheduler = (locks ? builder.pollUsingLockAndFetch(1.0, 4.0) : builder).build();
		this.scheduler.start();
	}

	@Override
	public String name() {
		return "db-scheduler, " + this.submitters.count() + " submitters, " + this.batch + " rows a call"
				+ (this.locks ? ", polls lock" : "");
	}

	@Override
	public void run(int tasks, int sessions) throws InterruptedException {
		this.ended = new CountDownLatch(tasks);
		this.submitters.call((tasks + this.batch - 1) / this.batch, (call) -> {
			int first = call * this.batch;
			if (this.batch == 1) {
				this.scheduler.schedule(instance(first), Instant.now());
			}
			else {
				List<TaskInstance<?>> rows = IntStream.range(first, Math.min(tasks, first + this.batch))
					.<TaskInstance<?>>mapToObj(this::instance)
					.toList();
				this.scheduler.scheduleBatch(rows, Instant.now());
			}
		});
		this.ended.await();
		while (this.server.number("SELECT count(*) FROM scheduled_tasks") > 0) {
			LockSupport.parkNanos(LOOK_NANOS);
		}
	}

	private TaskInstance<Void> instance(int number) {
		return this.trivial.instance(Integer.toString(number));
	}

	@Override
	public void tidy() {
		this.server.empty("scheduled_tasks");
	}

	@Override
	public void close() {
		this.scheduler.stop();
		this.pool.close();
		tidy();
	}

}
