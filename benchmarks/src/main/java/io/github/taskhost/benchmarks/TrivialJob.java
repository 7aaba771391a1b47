package io.github.taskhost.benchmarks;

import java.util.concurrent.CountDownLatch;

import org.jobrunr.jobs.lambdas.JobRequest;
import org.jobrunr.jobs.lambdas.JobRequestHandler;

/**
 * A request of JobRunr to count down a latch.
 */
public final class TrivialJob implements JobRequest {

	private static volatile CountDownLatch ended = new CountDownLatch(0);

	/**
	 * Makes a latch that each job of a run counts down.
	 * @param jobs the number of jobs of the run
	 * @return the latch
	 */
	public static CountDownLatch expect(int jobs) {
		CountDownLatch latch = new CountDownLatch(jobs);
		ended = latch;
		return latch;
	}

	@Override
	public Class<Handler> getJobRequestHandler() {
		return Handler.class;
	}

	/**
	 * The body of the job.
	 */
	public static final class Handler implements JobRequestHandler<TrivialJob> {

		@Override
		public void run(TrivialJob request) {
			ended.countDown();
		}

	}

}
