package io.github.taskhost.jdbc;

import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.zaxxer.hikari.HikariDataSource;
import io.github.taskhost.jdbc.inbox.Inbox;
import io.github.taskhost.spi.JournaledHost;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/** Notices of other nodes, while the host is behind with their effects. */
class BusyHostTests extends AbstractJournalTests {

	private static final int NOTICES = 500;

	private final Logger logger = (Logger) LoggerFactory.getLogger(Inbox.class.getPackageName());

	private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

	private final CountDownLatch goOn = new CountDownLatch(1);

	private final Set<UUID> taken = ConcurrentHashMap.newKeySet();

	@Override
	HikariDataSource createPool() {
		return TestServer.postgresql();
	}

	@BeforeEach
	void listen() {
		this.lines.start();
		this.logger.addAppender(this.lines);
	}

	@AfterEach
	void goOn() {
		this.goOn.countDown();
		this.logger.detachAppender(this.lines);
	}

	/** A host without tasks, which waits before it says so. */
	private JournaledHost host() {
		QuietHost quiet = new QuietHost(() -> {
		});
		return (JournaledHost) Proxy.newProxyInstance(getClass().getClassLoader(),
				new Class<?>[] { JournaledHost.class }, (proxy, method, arguments) -> {
					if (method.getName().equals("changed")) {
						this.goOn.await();
						this.taken.add((UUID) arguments[0]);
					}
					return method.invoke(quiet, arguments);
				});
	}

	@Test
	void noticesOfMoreTasksThanTheBoundWaitInTheDatabaseAndAreTakenLater() {
		this.journal.start(host());
		update("INSERT INTO " + this.prefix + "node (node_id, name, started_at, lease_until) "
				+ "VALUES (gen_random_uuid(), 'other', now(), now() + interval '1 hour')");
		update("INSERT INTO " + this.prefix + "inbox (worker, uid, notice) SELECT '" + node()
				+ "', gen_random_uuid(), 'CHANGED' FROM generate_series(1, " + NOTICES + ")");
		this.journal.opened().lease().check();
		Signals.await(() -> this.lines.list.stream().filter((line) -> line.getLevel().equals(Level.WARN)).count() == 1);
		assertThat(count("inbox")).isEqualTo(NOTICES);
		this.goOn.countDown();
		Signals.await(() -> count("inbox") == 0);
		assertThat(this.taken).hasSize(NOTICES);
	}

}
