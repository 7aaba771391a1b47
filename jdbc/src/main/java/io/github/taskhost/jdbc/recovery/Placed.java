package io.github.taskhost.jdbc.recovery;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;

import io.github.taskhost.jdbc.sql.WriterConnection;
import io.github.taskhost.spi.JournaledHost;

/**
 * The work of the executions that the {@link Engine} places on this node, one at a time.
 * An error is thrown, so that the engine repeats the execution. Thread-safe.
 */
public final class Placed {

	private final ReentrantLock turn = new ReentrantLock();

	private final JournaledHost host;

	private final Takeover takeover;

	private final EndedTasks ended;

	private final WriterConnection connection;

	private final Runnable afterTakeover;

	/**
	 * Creates the work.
	 * @param host the host that decides about tasks
	 * @param takeover the takeover of lost nodes
	 * @param ended the retention
	 * @param connection the connection, which goes back to the pool after each execution
	 * @param afterTakeover claims the tasks that have lost their worker
	 */
	public Placed(JournaledHost host, Takeover takeover, EndedTasks ended, WriterConnection connection,
			Runnable afterTakeover) {
		this.host = host;
		this.takeover = takeover;
		this.ended = ended;
		this.connection = connection;
		this.afterTakeover = afterTakeover;
	}

	public void takeOver(UUID node) {
		run((current) -> this.takeover.takeOver(current, node, this.host));
		this.afterTakeover.run();
	}

	public void retain() {
		run((current) -> this.ended.removeOld(current, this.host));
	}

	private void run(Step step) {
		this.turn.lock();
		try {
			step.run(this.connection.get());
		}
		catch (SQLException ex) {
			this.connection.rollback();
			throw new IllegalStateException("The execution failed and is repeated: " + ex.getMessage(), ex);
		}
		finally {
			this.connection.release();
			this.turn.unlock();
		}
	}

	/** A step with a connection. */
	private interface Step {

		void run(Connection current) throws SQLException;

	}

}
