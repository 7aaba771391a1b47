package io.github.taskhost.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import com.zaxxer.hikari.HikariDataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * A pool whose connections can all be cut, as if the process that uses it had ended.
 */
final class CutPool extends DelegatingDataSource implements AutoCloseable {

	private final HikariDataSource pool;

	private final Set<Connection> given = ConcurrentHashMap.newKeySet();

	private volatile boolean cut;

	CutPool(HikariDataSource pool) {
		super(pool);
		this.pool = pool;
	}

	@Override
	public Connection getConnection() throws SQLException {
		if (this.cut) {
			throw new SQLTransientConnectionException("The process is lost", "08001");
		}
		Connection connection = super.getConnection();
		this.given.add(connection.unwrap(Connection.class));
		return connection;
	}

	/** Cuts all connections and gives no other. */
	void cut() {
		this.cut = true;
		for (Connection connection : this.given) {
			try {
				connection.abort(Runnable::run);
				connection.close(); // H2 does not support the other
			}
			catch (SQLException ex) {
				throw new IllegalStateException(ex);
			}
		}
	}

	/** Gives connections again. */
	void restore() {
		this.cut = false;
	}

	@Override
	public void close() {
		this.pool.close();
	}

}
