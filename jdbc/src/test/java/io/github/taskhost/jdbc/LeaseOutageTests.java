package io.github.taskhost.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.zaxxer.hikari.HikariDataSource;
import io.github.taskhost.jdbc.node.DatabaseClock;
import io.github.taskhost.jdbc.node.NodeLease;
import io.github.taskhost.jdbc.node.NodeListener;
import io.github.taskhost.jdbc.row.RecordCodec;
import io.github.taskhost.jdbc.schema.Database;
import io.github.taskhost.jdbc.schema.Tables;
import io.github.taskhost.jdbc.sql.NodeMark;
import io.github.taskhost.jdbc.sql.JournalThreads;
import io.github.taskhost.jdbc.sql.StoreParts;
import io.github.taskhost.jdbc.sql.WriterConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.datasource.DelegatingDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/**
 * The log of a lease during an outage.
 */
class LeaseOutageTests {

	private static final Duration LEASE = Duration.ofMillis(300);

	private final HikariDataSource pool = TestServer.h2();

	private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

	private final Logger logger = (Logger) LoggerFactory.getLogger(NodeLease.class);

	private final AtomicInteger failures = new AtomicInteger();

	private volatile boolean away;

	@BeforeEach
	void listen() {
		this.lines.start();
		this.logger.addAppender(this.lines);
	}

	@AfterEach
	void close() {
		this.logger.detachAppender(this.lines);
		this.pool.close();
	}

	@Test
	void outageIsLoggedWhenItBeginsAndWhenItEnds() throws Exception {
		NodeLease lease = lease();
		Thread heartbeats = JournalThreads.of("taskhost-lease", lease);
		this.away = true;
		heartbeats.start();
		Signals.await(() -> this.failures.get() >= 6);
		this.away = false;
		Signals.await(() -> lease.sinceRenewal().compareTo(LEASE) < 0);
		lease.stop(heartbeats);
		assertThat(this.lines.list).filteredOn((line) -> line.getLevel().isGreaterOrEqual(Level.INFO))
			.extracting(ILoggingEvent::getLevel, ILoggingEvent::getMessage)
			.containsExactly(tuple(Level.WARN, "The lease of worker {} could not be renewed, and is tried again: {}"),
					tuple(Level.INFO, "The lease of worker {} is renewed again, after {} failed tries"));
	}

	private NodeLease lease() throws Exception {
		Tables tables = new Tables(TestServer.tables(this.pool));
		UUID node = UUID.randomUUID();
		NodeMark mark = new NodeMark(node);
		NodeLease lease = new NodeLease(node, StoreParts.of(Database.H2, tables, new RecordCodec()), "test", LEASE,
				new WriterConnection(new Interrupted(this.pool), Database.H2, LEASE, mark), mark,
				new DatabaseClock(Clock.systemUTC()), new Unheard());
		try (Connection connection = this.pool.getConnection()) {
			lease.open(connection);
		}
		return lease;
	}

	/** A pool whose connections fail during the outage. */
	private final class Interrupted extends DelegatingDataSource {

		Interrupted(DataSource pool) {
			super(pool);
		}

		@Override
		public Connection getConnection() throws SQLException {
			Connection target = super.getConnection();
			return (Connection) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { Connection.class },
					(proxy, method, arguments) -> {
						if (LeaseOutageTests.this.away && method.getName().equals("prepareStatement")) {
							LeaseOutageTests.this.failures.incrementAndGet();
							throw new SQLException("The server is away", "08006");
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

	/** Hears nothing. */
	private static final class Unheard implements NodeListener {

		@Override
		public void fenced(UUID node) {
		}

		@Override
		public void expired(List<UUID> nodes) {
		}

	}

}
