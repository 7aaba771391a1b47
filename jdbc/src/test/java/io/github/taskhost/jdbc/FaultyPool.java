package io.github.taskhost.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * A pool whose commits are counted, held and cut.
 */
final class FaultyPool extends DelegatingDataSource {

	/** The number of commits that wrote something or not. */
	final AtomicInteger commits = new AtomicInteger();

	/** Runs once in place of the next commit of a thread of the application. */
	final AtomicReference<@Nullable Fault> nextCallerCommit = new AtomicReference<>();

	/** Runs once in place of the next commit of a writer. */
	final AtomicReference<@Nullable Fault> nextCommit = new AtomicReference<>();

	FaultyPool(DataSource pool) {
		super(pool);
	}

	@Override
	public Connection getConnection() throws SQLException {
		Connection target = super.getConnection();
		return (Connection) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { Connection.class },
				(proxy, method, arguments) -> {
					try {
						if (method.getName().equals("commit")) {
							commit(target);
							return null;
						}
						return method.invoke(target, arguments);
					}
					catch (InvocationTargetException ex) {
						throw ex.getCause();
					}
				});
	}

	private void commit(Connection target) throws SQLException {
		this.commits.incrementAndGet();
		String thread = Thread.currentThread().getName();
		Fault fault = thread.startsWith("taskhost-writer") ? this.nextCommit.getAndSet(null)
				: thread.startsWith("taskhost-") ? null : this.nextCallerCommit.getAndSet(null);
		if (fault != null) {
			fault.commit(target);
		}
		else {
			target.commit();
		}
	}

	static SQLException lost() {
		return new SQLException("The connection was cut", "08006");
	}

	/** A commit with a fault. */
	interface Fault {

		void commit(Connection target) throws SQLException;

	}

}
