package io.github.taskhost.jdbc.commit;

import java.sql.SQLException;
import java.util.UUID;

import io.github.taskhost.error.JournalUnavailableException;
import io.github.taskhost.jdbc.row.Write;
import io.github.taskhost.jdbc.sql.BatchTransaction;
import io.github.taskhost.jdbc.sql.SqlFailures;
import io.github.taskhost.jdbc.sql.StoreParts;
import io.github.taskhost.jdbc.sql.WriterConnection;
import io.github.taskhost.spi.JournalResult;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The answers to requests that are not stored.
 */
final class Refusals {

	private static final Logger log = LoggerFactory.getLogger(Refusals.class);

	private Refusals() {
	}

	static JournalUnavailableException fenced(UUID node) {
		return new JournalUnavailableException("Worker " + node + " is fenced: it did not renew its lease in time, and "
				+ "other workers may have its tasks. Nothing was stored. Repeat the call.", null);
	}

	static JournalUnavailableException away(Exception cause) {
		return new JournalUnavailableException(
				"The database of the tasks cannot be reached while the host stops, so nothing was stored.", cause);
	}

	static JournalUnavailableException unknown(Exception cause) {
		return new JournalUnavailableException(
				"The database of the tasks was lost during a commit while the host stops. "
						+ "The change may be stored. Read the task after the next start.",
				cause);
	}

	/** Answers a request that cannot be stored by itself. */
	static void refuse(CommitRequest request, StoreParts parts, WriterConnection connection, Throwable ex) {
		JournalResult holder = SqlFailures.isDuplicate(ex) ? holder(request, parts, connection, ex) : null;
		if (holder != null) {
			request.complete(holder);
			return;
		}
		log.error("A change of task {} cannot be stored", request.writes().get(0).uid(), ex);
		request.fail(ex);
	}

	/** The task that has the name of a change, or {@code null}. */
	private static JournalResult.@Nullable Duplicate holder(CommitRequest request, StoreParts parts,
			WriterConnection connection, Throwable failure) {
		try {
			BatchTransaction transaction = new BatchTransaction(parts, connection.get());
			for (Write write : request.writes()) {
				if (transaction.reasonOf(write) instanceof JournalResult.Duplicate duplicate) {
					return duplicate;
				}
			}
		}
		catch (SQLException | RuntimeException next) {
			failure.addSuppressed(next);
		}
		finally {
			connection.rollback();
		}
		return null;
	}

}
