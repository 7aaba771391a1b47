package io.github.taskhost.jdbc.inbox;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import io.github.taskhost.jdbc.sql.JournalThreads;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The channel on which a database says that notices have arrived. It is a hint: without
 * it, as behind a pool that shares connections, notices are found by looking. Used by one
 * thread, except for {@link #ring()}.
 */
final class Doorbell {

	private static final Logger log = LoggerFactory.getLogger(Doorbell.class);

	private final Semaphore rings = new Semaphore(0);

	private final String channel;

	private @Nullable Connection heard;

	private @Nullable PGConnection source;

	Doorbell(String channel) {
		this.channel = channel;
	}

	/** Listens on a connection; no effect if it does already. */
	void listen(Connection connection) throws SQLException {
		if (this.heard == connection) {
			return;
		}
		this.heard = connection;
		this.source = connection.isWrapperFor(PGConnection.class) ? connection.unwrap(PGConnection.class) : null;
		if (this.source == null) {
			log.debug("The connection of notices is wrapped, so they are found by looking alone");
			return;
		}
		try (Statement statement = connection.createStatement()) {
			statement.execute("LISTEN \"" + this.channel + "\"");
		}
	}

	/** Stops listening, before the connection goes back to its pool. */
	void leave() {
		Connection connection = this.heard;
		this.heard = null;
		this.source = null;
		if (connection != null) {
			try (Statement statement = connection.createStatement()) {
				statement.execute("UNLISTEN \"" + this.channel + "\"");
			}
			catch (SQLException ex) {
				log.debug("The connection of notices is broken", ex);
			}
		}
	}

	/** Ends the present or the next wait. */
	void ring() {
		this.rings.release();
	}

	/**
	 * Waits for a ring for a node, for some time.
	 * @param node the node
	 * @param millis the longest wait
	 */
	void await(String node, int millis) throws SQLException {
		long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
		PGConnection listening = this.source;
		if (listening == null || this.rings.availablePermits() > 0) {
			JournalThreads.await(this.rings, millis);
			return;
		}
		long left = millis;
		while (left > 0 && this.rings.availablePermits() == 0
				&& !isFor(node, listening.getNotifications((int) Math.min(left, 100)))) {
			left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
		}
		this.rings.drainPermits();
	}

	private static boolean isFor(String node, PGNotification @Nullable [] some) {
		if (some != null) {
			for (PGNotification notification : some) {
				if (node.equals(notification.getParameter())) {
					return true;
				}
			}
		}
		return false;
	}

}
