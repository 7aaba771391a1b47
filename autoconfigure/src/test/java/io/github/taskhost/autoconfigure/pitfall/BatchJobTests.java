package io.github.taskhost.autoconfigure.pitfall;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

import io.github.taskhost.BackgroundTask;
import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.config.BackgroundTaskHostOptions;
import io.github.taskhost.config.CancelOptions;
import io.github.taskhost.local.LocalBackgroundTaskHost;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.configuration.support.MapJobRegistry;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;
import org.springframework.batch.core.launch.JobExecutionNotRunningException;
import org.springframework.batch.core.launch.support.TaskExecutorJobOperator;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.repository.support.JdbcJobRepositoryFactoryBean;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.core.step.tasklet.Tasklet;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabase;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseBuilder;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseType;
import org.springframework.jdbc.support.JdbcTransactionManager;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for jobs of Spring Batch in bodies: a job that was interrupted or failed returns
 * like one that completed.
 */
@Timeout(60)
class BatchJobTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final EmbeddedDatabase database = new EmbeddedDatabaseBuilder().setType(EmbeddedDatabaseType.H2)
		.generateUniqueName(true)
		.addScript("org/springframework/batch/core/schema-h2.sql")
		.build();

	private final JdbcTransactionManager transactions = new JdbcTransactionManager(this.database);

	private final CountDownLatch running = new CountDownLatch(1);

	private final AtomicReference<@Nullable JobExecution> end = new AtomicReference<>();

	private final TaskExecutorJobOperator jobs = new TaskExecutorJobOperator();

	private JobRepository repository;

	private @Nullable LocalBackgroundTaskHost host;

	@BeforeEach
	void createRepository() throws Exception {
		JdbcJobRepositoryFactoryBean factory = new JdbcJobRepositoryFactoryBean();
		factory.setDataSource(this.database);
		factory.setTransactionManager(this.transactions);
		factory.afterPropertiesSet();
		this.repository = factory.getObject();
		this.jobs.setJobRepository(this.repository);
		this.jobs.setJobRegistry(new MapJobRegistry());
		this.jobs.afterPropertiesSet();
	}

	@AfterEach
	void close() {
		if (this.host != null) {
			this.host.close();
		}
		this.database.shutdown();
	}

	@Test
	void interruptedJobReturnsAndItsTaskIsCompleted() throws Exception {
		BackgroundTaskHandle<String> task = host(Duration.ofMillis(1)).session("s1").spawn("nightly", (context) -> {
			JobParameters parameters = new JobParameters();
			this.end.set(this.jobs.start(job(this::endless), parameters));
			return "done";
		});
		awaitRunning();
		task.cancel("too slow");
		assertThat(task.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.COMPLETED);
		assertThat(status()).isEqualTo(BatchStatus.STOPPED);
	}

	/** No interrupt is needed: the host waits for an hour before it. */
	@Test
	void jobIsStoppedByACancelAndItsTaskIsCancelled() throws Exception {
		BackgroundTaskHandle<String> task = host(Duration.ofHours(1)).session("s1")
			.spawn("nightly", running(job(this::endless)));
		awaitRunning();
		task.cancel("too slow");
		assertThat(task.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.CANCELLED);
		assertThat(status()).isEqualTo(BatchStatus.STOPPED);
	}

	@Test
	void failedJobIsAFailedTask() throws Exception {
		BackgroundTaskRecord task = host(Duration.ofHours(1)).session("s1")
			.spawn("nightly", running(job((contribution, chunk) -> {
				throw new IllegalStateException("the disk is full");
			})))
			.await(PATIENCE);
		assertThat(task.state()).isEqualTo(BackgroundTaskState.FAILED);
		assertThat(String.valueOf(task.failure())).contains("FAILED", "the disk is full");
	}

	@Test
	void completedJobIsACompletedTask() throws Exception {
		BackgroundTaskHandle<String> task = host(Duration.ofHours(1)).session("s1")
			.spawn("nightly", running(job((contribution, chunk) -> RepeatStatus.FINISHED)));
		assertThat(task.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.COMPLETED);
	}

	private BackgroundTask<String> running(Job job) {
		return (context) -> {
			JobParameters parameters = new JobParametersBuilder().addString("task", context.uid().toString())
				.toJobParameters();
			try (var removal = context.onCancel(() -> stop(job, parameters))) {
				JobExecution execution = this.jobs.start(job, parameters);
				this.end.set(execution);
				context.throwIfCancelled();
				if (execution.getStatus() != BatchStatus.COMPLETED) {
					throw new IllegalStateException("The job ended " + execution.getExitStatus());
				}
				return "done";
			}
		};
	}

	private void stop(Job job, JobParameters parameters) {
		JobExecution execution = this.repository.getLastJobExecution(job.getName(), parameters);
		try {
			if (execution != null && execution.isRunning()) {
				this.jobs.stop(execution);
			}
		}
		catch (JobExecutionNotRunningException ex) {
			// It has ended meanwhile.
		}
	}

	private BackgroundTaskHost host(Duration gracePeriod) {
		LocalBackgroundTaskHost made = LocalBackgroundTaskHost.builder()
			.options(BackgroundTaskHostOptions.withDefaults()
				.withCancel(new CancelOptions(gracePeriod, PATIENCE, true, true)))
			.build();
		this.host = made;
		return made;
	}

	private Job job(Tasklet tasklet) {
		return new JobBuilder("nightly", this.repository)
			.start(new StepBuilder("step", this.repository).tasklet(tasklet, this.transactions).build())
			.build();
	}

	private RepeatStatus endless(Object contribution, Object chunk) {
		this.running.countDown();
		LockSupport.parkNanos(1_000_000);
		return RepeatStatus.CONTINUABLE;
	}

	private void awaitRunning() throws InterruptedException {
		assertThat(this.running.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).as("the job runs").isTrue();
	}

	private @Nullable BatchStatus status() {
		JobExecution execution = this.end.get();
		return (execution != null) ? execution.getStatus() : null;
	}

}
