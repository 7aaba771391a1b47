package io.github.taskhost.crash.worker;

import java.util.concurrent.locks.LockSupport;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import io.github.taskhost.spi.TaskJournal;

/**
 * The state of the worker, written into its ledger: the ids of its node, and the use of
 * its pool when it is asked for. Thread-safe.
 */
final class Watch {

	private static final long EVERY_NANOS = 5_000_000;

	private final TaskJournal journal;

	private final HikariDataSource pool;

	private final Ledger ledger;

	Watch(TaskJournal journal, HikariDataSource pool, Ledger ledger) {
		this.journal = journal;
		this.pool = pool;
		this.ledger = ledger;
	}

	/** Starts to write each new id of the node. */
	void start() {
		Thread.ofPlatform().daemon().name("watch").start(this::run);
	}

	private void run() {
		String last = "";
		while (true) {
			String next = this.journal.workerId();
			if (!next.equals(last)) {
				this.ledger.write("node", next);
				last = next;
			}
			LockSupport.parkNanos(EVERY_NANOS);
		}
	}

	/** Writes the numbers of used, of all and of awaited connections. */
	void pool() {
		HikariPoolMXBean state = this.pool.getHikariPoolMXBean();
		this.ledger.write("pool", state.getActiveConnections(), state.getTotalConnections(),
				state.getThreadsAwaitingConnection());
	}

}
