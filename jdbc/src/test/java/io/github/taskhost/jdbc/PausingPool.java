package io.github.taskhost.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;

import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * A pool that pauses at a call of a connection that has prepared a statement: at the
 * first, until it is let go.
 */
final class PausingPool extends DelegatingDataSource {

	private final CountDownLatch reached = new CountDownLatch(1);

	private final CountDownLatch left = new CountDownLatch(1);

	private final String sql;

	private final String call;

	/**
	 * Creates a pool.
	 * @param sql a part of the statement
	 * @param call the name of the call, such as {@code commit}
	 */
	PausingPool(DataSource pool, String sql, String call) {
		super(pool);
		this.sql = sql;
		this.call = call;
	}

	/** Waits until a connection pauses. */
	void awaitPause() throws InterruptedException {
		if (!this.reached.await(1, TimeUnit.MINUTES)) {
			throw new IllegalStateException("No connection has paused");
		}
	}

	/** Lets the connection go on, and all later ones. */
	void goOn() {
		this.left.countDown();
	}

	@Override
	public Connection getConnection() throws SQLException {
		Connection target = super.getConnection();
		boolean[] prepared = new boolean[1];
		return (Connection) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { Connection.class },
				(proxy, method, arguments) -> {
					if (method.getName().equals("prepareStatement")) {
						prepared[0] |= String.valueOf(arguments[0]).contains(this.sql);
					}
					if (prepared[0] && method.getName().equals(this.call)) {
						this.reached.countDown();
						boolean unused = this.left.await(1, TimeUnit.MINUTES);
					}
					try {
						return method.invoke(target, arguments);
					}
					catch (InvocationTargetException ex) {
						throw ex.getCause();
					}
				});
	}

}
