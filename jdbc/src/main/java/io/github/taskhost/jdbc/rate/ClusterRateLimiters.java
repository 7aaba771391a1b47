package io.github.taskhost.jdbc.rate;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import javax.sql.DataSource;

import io.github.taskhost.autoconfigure.rate.BucketLimiters;
import io.github.taskhost.jdbc.schema.Tables;
import io.github.taskhost.jdbc.sql.JournalThreads;
import io.github.taskhost.spi.RateLimiters;

/**
 * The limiters of the rate of starts of a durable host. Those of the scope of the cluster
 * have their buckets in a table, the others in this process. Internal.
 */
public final class ClusterRateLimiters implements RateLimiters {

	private static final int THREADS = 4;

	private static final int IDLE_SECONDS = 10;

	private final BucketLimiters local = new BucketLimiters();

	private final BucketRows rows;

	private final ThreadPoolExecutor threads = new ThreadPoolExecutor(THREADS, THREADS, IDLE_SECONDS, TimeUnit.SECONDS,
			new LinkedBlockingQueue<>(), (task) -> JournalThreads.of("taskhost-rate", task));

	/**
	 * Creates the limiters.
	 * @param dataSource the database
	 * @param tablePrefix the prefix of the names of all tables
	 */
	public ClusterRateLimiters(DataSource dataSource, String tablePrefix) {
		this.rows = new BucketRows(dataSource, new Tables(tablePrefix));
		this.threads.allowCoreThreadTimeOut(true);
	}

	@Override
	public Limiter limiter(Limit limit, LongSupplier nanoTime, Runnable news) {
		return limit.inCluster() ? new ClusterLimiter(limit, nanoTime, news, this.rows, this.threads)
				: this.local.limiter(limit, nanoTime, news);
	}

}
