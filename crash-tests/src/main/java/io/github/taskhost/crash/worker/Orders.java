package io.github.taskhost.crash.worker;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.TaskRequest;
import io.github.taskhost.task.BackgroundTaskRegistration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Transactional;

/**
 * The rows of the application, each of which has a task: both are stored by one
 * transaction.
 */
public class Orders {

	private final BackgroundTaskHost host;

	private final JdbcClient jdbc;

	/**
	 * Creates the orders.
	 * @param host the host
	 * @param jdbc the database of the host
	 */
	public Orders(BackgroundTaskHost host, JdbcClient jdbc) {
		this.host = host;
		this.jdbc = jdbc;
	}

	/**
	 * Places an order.
	 * @param session the session of its task
	 * @param id the id of the order and of its task
	 * @param fails whether the transaction is rolled back in the end
	 */
	@Transactional
	public void place(String session, String id, boolean fails) {
		this.jdbc.sql("INSERT INTO crash_order (id) VALUES (?)").param(id).update();
		this.host.session(session).submit(TaskRequest.of(BackgroundTaskRegistration.ofKind("quick").id(id).build()));
		if (fails) {
			throw new RolledBack();
		}
	}

	/** Rolls an order back. */
	static final class RolledBack extends RuntimeException {

		private static final long serialVersionUID = 1;

	}

}
