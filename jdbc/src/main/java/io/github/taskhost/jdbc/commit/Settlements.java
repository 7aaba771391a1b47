package io.github.taskhost.jdbc.commit;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import io.github.taskhost.jdbc.sql.SqlFailures;
import io.github.taskhost.jdbc.sql.StoreParts;
import io.github.taskhost.jdbc.sql.WriterConnection;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The settlement of commits of a writer whose outcome is unknown. It lasts until the
 * database is back, or the host stops. Used by the thread of the writer.
 */
final class Settlements {

	private static final Logger log = LoggerFactory.getLogger(Settlements.class);

	private final StoreParts parts;

	private final WriterConnection connection;

	private final CountDownLatch stopped;

	private final StopBound bound;

	private final Backoff backoff;

	Settlements(StoreParts parts, WriterConnection connection, CountDownLatch stopped, StopBound bound,
			Backoff backoff) {
		this.parts = parts;
		this.connection = connection;
		this.stopped = stopped;
		this.bound = bound;
		this.backoff = backoff;
	}

	/**
	 * Finds out whether a commit succeeded.
	 * @return {@code null} if the host stops before that is known; the requests are
	 * answered then
	 */
	@Nullable Boolean settle(List<CommitRequest> batch, Doubt doubt, Throwable failure) {
		log.warn("The outcome of a commit of {} requests is unknown and is being settled", batch.size(), failure);
		while (true) {
			try {
				return doubt.isCommitted(this.connection.get(), this.parts);
			}
			catch (SQLException | RuntimeException ex) {
				leave(ex);
				if (this.stopped.getCount() == 0 || this.bound.isOver()) {
					batch.forEach((request) -> request.fail(Refusals.unknown(ex)));
					return null;
				}
				this.backoff.await();
			}
		}
	}

	/** A lost transaction that is still at work does not mean that the server is away. */
	private void leave(Exception ex) {
		if (SqlFailures.isBlocked(ex)) {
			this.connection.rollback();
		}
		else {
			this.connection.discard();
			this.bound.away(true);
		}
	}

}
