package io.github.taskhost.benchmarks;

import java.util.Properties;
import java.util.concurrent.CountDownLatch;

import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.JobExecutionContext;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.Trigger.TriggerState;
import org.quartz.TriggerBuilder;
import org.quartz.TriggerKey;
import org.quartz.impl.StdSchedulerFactory;
import org.quartz.simpl.RAMJobStore;
import org.quartz.simpl.SimpleThreadPool;

/**
 * Quartz in memory, with a job and a trigger for each run. With a single job, Quartz
 * would search the list of the job's triggers in each run. A trigger that has fired is
 * deleted: its state is {@code NONE}.
 */
final class QuartzJobs implements Rival {

	private static volatile CountDownLatch ended = new CountDownLatch(0);

	private final Scheduler scheduler;

	private final int threads;

	QuartzJobs(int threads) throws SchedulerException {
		this.threads = threads;
		Properties properties = new Properties();
		properties.setProperty("org.quartz.scheduler.instanceName", "benchmarks");
		properties.setProperty("org.quartz.scheduler.batchTriggerAcquisitionMaxCount", Integer.toString(threads));
		properties.setProperty("org.quartz.scheduler.batchTriggerAcquisitionFireAheadTimeWindow", "100");
		properties.setProperty("org.quartz.threadPool.class", SimpleThreadPool.class.getName());
		properties.setProperty("org.quartz.threadPool.threadCount", Integer.toString(threads));
		properties.setProperty("org.quartz.jobStore.class", RAMJobStore.class.getName());
		properties.setProperty("org.quartz.jobStore.misfireThreshold", "3600000");
		this.scheduler = new StdSchedulerFactory(properties).getScheduler();
		this.scheduler.start();
	}

	@Override
	public String name() {
		return "Quartz, RAMJobStore";
	}

	@Override
	public Class<?> library() {
		return Scheduler.class;
	}

	@Override
	public String settings() {
		return this.threads + " threads, batches of as many triggers, a job and a trigger for each run";
	}

	@Override
	public void run(int tasks, int sessions) throws Exception {
		ended = new CountDownLatch(tasks);
		for (int i = 0; i < tasks; i++) {
			JobDetail job = JobBuilder.newJob(Trivial.class).withIdentity(Integer.toString(i)).build();
			this.scheduler.scheduleJob(job, TriggerBuilder.newTrigger().withIdentity(key(i)).startNow().build());
		}
		ended.await();
		for (int i = 0; i < tasks; i++) {
			while (this.scheduler.getTriggerState(key(i)) != TriggerState.NONE) {
				Thread.onSpinWait();
			}
		}
	}

	private static TriggerKey key(int number) {
		return new TriggerKey(Integer.toString(number));
	}

	@Override
	public void close() {
		try {
			this.scheduler.shutdown(true);
		}
		catch (SchedulerException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * The body of the job.
	 */
	public static final class Trivial implements Job {

		@Override
		public void execute(JobExecutionContext context) {
			ended.countDown();
		}

	}

}
