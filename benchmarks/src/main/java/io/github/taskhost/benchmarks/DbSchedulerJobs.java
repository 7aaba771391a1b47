package io.github.taskhost.benchmarks;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import org.h2.jdbcx.JdbcConnectionPool;

/**
 * db-scheduler on H2 in memory. Several threads schedule jobs for immediate execution. A
 * job that is done is deleted: the look-up finds no scheduled execution.
 */
final class DbSchedulerJobs implements Rival {

	private static final Duration POLL = Duration.ofMillis(100);

	private static final String TABLE = """
			create table scheduled_tasks (
			  task_name varchar(100) not null, task_instance varchar(100) not null, task_data blob,
			  execution_time timestamp with time zone not null, picked boolean not null, picked_by varchar(50),
			  last_success timestamp with time zone, last_failure timestamp with time zone, consecutive_failures int,
			  last_heartbeat timestamp with time zone, version bigint not null, priority smallint,
			  primary key (task_name, task_instance));
			create index execution_time_idx on scheduled_tasks (execution_time);
			create index last_heartbeat_idx on scheduled_tasks (last_heartbeat)""";

	private final JdbcConnectionPool connections = JdbcConnectionPool.create("jdbc:h2:mem:jobs;DB_CLOSE_DELAY=-1", "sa",
			"");

	private final OneTimeTask<Void> trivial;

	private final Scheduler scheduler;

	private final int threads;

	private final int submitters;

	private volatile CountDownLatch ended = new CountDownLatch(0);

	DbSchedulerJobs(int threads, int submitters) throws SQLException {
		this.threads = threads;
		this.submitters = submitters;
		this.connections.setMaxConnections(threads + submitters + 4);
		execute(TABLE);
		this.trivial = Tasks.oneTime("trivial").execute((instance, context) -> this.ended.countDown());
		this.scheduler = Scheduler.create(this.connections, this.trivial)
			.threads(threads)
			.pollingInterval(POLL)
			.enableImmediateExecution()
			.build();
		this.scheduler.start();
	}

	private void execute(String sql) throws SQLException {
		try (Connection connection = this.connections.getConnection();
				Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

	@Override
	public String name() {
		return "db-scheduler, H2 in memory";
	}

	@Override
	public Class<?> library() {
		return Scheduler.class;
	}

	@Override
	public String settings() {
		return this.threads + " threads, " + this.submitters + " submitters, immediate execution, polls every "
				+ POLL.toMillis() + " ms";
	}

	@Override
	public void run(int tasks, int sessions) throws InterruptedException {
		List<TaskInstance<Void>> jobs = IntStream.range(0, tasks)
			.mapToObj((i) -> this.trivial.instance(Integer.toString(i)))
			.toList();
		this.ended = new CountDownLatch(tasks);
		submit(jobs);
		this.ended.await();
		for (TaskInstance<Void> job : jobs) {
			while (this.scheduler.getScheduledExecution(job).isPresent()) {
				Thread.onSpinWait();
			}
		}
	}

	private void submit(List<TaskInstance<Void>> jobs) throws InterruptedException {
		List<Thread> threads = new ArrayList<>();
		for (int i = 0; i < this.submitters; i++) {
			int first = i;
			threads.add(Thread.ofPlatform().start(() -> {
				for (int job = first; job < jobs.size(); job += this.submitters) {
					this.scheduler.schedule(jobs.get(job), Instant.now());
				}
			}));
		}
		for (Thread thread : threads) {
			thread.join();
		}
	}

	@Override
	public void close() {
		this.scheduler.stop();
		try {
			execute("shutdown");
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
		this.connections.dispose();
	}

}
