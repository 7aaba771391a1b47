package io.github.taskhost.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * A pool whose statements and commits are counted, and whose commits are held and cut.
 */
final class FaultyPool extends DelegatingDataSource {

	private static final String COMMIT = "; COMMIT";

	/** The number of commits that wrote something or not. */
	final AtomicInteger commits = new AtomicInteger();

	/** The number of commits with a fault that were sent with their statements. */
	final AtomicInteger lostTogether = new AtomicInteger();

	/** The prepared statements, each after the name of its thread. */
	final Queue<String> statements = new ConcurrentLinkedQueue<>();

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
					if (method.getName().equals("prepareStatement")) {
						this.statements.add(Thread.currentThread().getName() + ": " + arguments[0]);
					}
					if (method.getName().equals("commit")) {
						commit(target);
						return null;
					}
					if (method.getName().equals("prepareStatement") && isWriter() && this.nextCommit.get() != null
							&& ((String) arguments[0]).endsWith(COMMIT)) {
						return beforeCommit(target, (String) arguments[0]);
					}
					return invoke(method, target, arguments);
				});
	}

	/** A statement without the commit at its end, in whose place the fault runs. */
	private PreparedStatement beforeCommit(Connection target, String sql) throws SQLException {
		PreparedStatement statement = target.prepareStatement(sql.substring(0, sql.length() - COMMIT.length()));
		return (PreparedStatement) Proxy.newProxyInstance(getClass().getClassLoader(),
				new Class<?>[] { PreparedStatement.class }, (proxy, method, arguments) -> {
					Object result = invoke(method, statement, arguments);
					Fault fault = method.getName().equals("execute") ? this.nextCommit.getAndSet(null) : null;
					if (fault != null) {
						this.lostTogether.incrementAndGet();
						fault.commit(target);
					}
					return result;
				});
	}

	private static @Nullable Object invoke(Method method, Object target, Object[] arguments) throws Throwable {
		try {
			return method.invoke(target, arguments);
		}
		catch (InvocationTargetException ex) {
			throw ex.getCause();
		}
	}

	private static boolean isWriter() {
		return Thread.currentThread().getName().startsWith("taskhost-writer");
	}

	private void commit(Connection target) throws SQLException {
		this.commits.incrementAndGet();
		String thread = Thread.currentThread().getName();
		Fault fault = isWriter() ? this.nextCommit.getAndSet(null)
				: thread.startsWith("taskhost-") ? null : this.nextCallerCommit.getAndSet(null);
		if (fault != null) {
			fault.commit(target);
		}
		else {
			target.commit();
		}
	}

	/** The number of prepared statements whose text, or whose thread, begins so. */
	long statements(String beginning) {
		return this.statements.stream()
			.filter((one) -> one.startsWith(beginning) || one.contains(": " + beginning))
			.count();
	}

	static SQLException lost() {
		return new SQLException("The connection was cut", "08006");
	}

	/** A commit with a fault. */
	interface Fault {

		void commit(Connection target) throws SQLException;

	}

}
