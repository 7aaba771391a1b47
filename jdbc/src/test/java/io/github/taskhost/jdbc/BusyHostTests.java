package io.github.taskhost.jdbc;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.zaxxer.hikari.HikariDataSource;
import io.github.taskhost.jdbc.inbox.Inbox;
import io.github.taskhost.spi.JournaledHost;
import io.github.taskhost.spi.TaskNotice.Signal;
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

	/** Starts a host without tasks, which acts before it says so. */
	private void start(Effect effect) {
		QuietHost quiet = new QuietHost(() -> {
		});
		this.journal.start((JournaledHost) Proxy.newProxyInstance(getClass().getClassLoader(),
				new Class<?>[] { JournaledHost.class }, (proxy, method, arguments) -> {
					if (method.getName().equals("changed")) {
						effect.of((UUID) arguments[0], (List<?>) arguments[3]);
					}
					return method.invoke(quiet, arguments);
				}));
		update("INSERT INTO " + this.prefix + "node (node_id, name, started_at, lease_until) "
				+ "VALUES (gen_random_uuid(), 'other', now(), now() + interval '1 hour')");
	}

	/** The effect of notices about a task. */
	private interface Effect {

		void of(UUID uid, List<?> notices) throws InterruptedException;

	}

	@Test
	void noticeThatFailedIsNotOvertakenByALaterOneOfItsTask() {
		UUID task = UUID.randomUUID();
		List<Object> offered = new CopyOnWriteArrayList<>();
		start((uid, notices) -> {
			if (uid.equals(task) && offered.addAll(notices) && offered.size() == 1) {
				throw new IllegalStateException("The first notice fails at first.");
			}
		});
		update("INSERT INTO " + this.prefix + "inbox (worker, uid, notice) SELECT '" + node()
				+ "', CASE WHEN n IN (1, 150) THEN '" + task + "'::uuid ELSE gen_random_uuid() END, "
				+ "CASE n WHEN 150 THEN 'ALIVE' ELSE 'CHANGED' END FROM generate_series(1, 150) AS n ORDER BY n");
		this.journal.opened().lease().check();
		Signals.await(() -> count("inbox") == 0);
		assertThat(offered).containsExactly(Signal.CHANGED, Signal.CHANGED, Signal.ALIVE);
	}

	@Test
	void noticesOfMoreTasksThanTheBoundWaitInTheDatabaseAndAreTakenLater() {
		start((uid, notices) -> {
			this.goOn.await();
			this.taken.add(uid);
		});
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
