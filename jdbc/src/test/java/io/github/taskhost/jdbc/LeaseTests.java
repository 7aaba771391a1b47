package io.github.taskhost.jdbc;

import java.sql.Connection;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import io.github.taskhost.jdbc.inbox.Coming;
import io.github.taskhost.jdbc.node.DatabaseClock;
import io.github.taskhost.jdbc.node.NodeLease;
import io.github.taskhost.jdbc.node.NodeListener;
import io.github.taskhost.jdbc.recovery.ForgottenTasks;
import io.github.taskhost.jdbc.recovery.WaitingTasks;
import io.github.taskhost.jdbc.row.RecordCodec;
import io.github.taskhost.jdbc.schema.Database;
import io.github.taskhost.jdbc.schema.Tables;
import io.github.taskhost.jdbc.sql.NodeMark;
import io.github.taskhost.jdbc.sql.JournalThreads;
import io.github.taskhost.jdbc.sql.StoreParts;
import io.github.taskhost.jdbc.sql.WriterConnection;
import io.github.taskhost.spi.ClusterNode;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The lease of a node.
 */
abstract class LeaseTests extends AbstractJournalTests {

	private final BlockingQueue<List<UUID>> expired = new LinkedBlockingQueue<>();

	private volatile Runnable whenFenced = () -> {
	};

	private final BlockingQueue<UUID> fenced = new LinkedBlockingQueue<>();

	@Override
	JdbcJournalSettings settings() {
		return super.settings().withTimes(Duration.ofMillis(600), Duration.ofSeconds(10));
	}

	private NodeLease lease(UUID node) throws Exception {
		try (Connection connection = this.pool.getConnection()) {
			Database database = Database.of(connection);
			NodeMark mark = new NodeMark(node);
			NodeLease lease = new NodeLease(node, StoreParts.of(database, new Tables(this.prefix), new RecordCodec()),
					settings().nodeName(), settings().lease(),
					new WriterConnection(this.pool, database, settings().lease(), mark), mark,
					new DatabaseClock(Clock.systemUTC()), new NodeListener() {

						@Override
						public void fenced(UUID old) {
							LeaseTests.this.whenFenced.run();
							LeaseTests.this.fenced.add(old);
						}

						@Override
						public void expired(List<UUID> nodes) {
							LeaseTests.this.expired.add(nodes);
						}

					});
			lease.open(connection);
			return lease;
		}
	}

	@Test
	void aLeaseIsRenewedAndItsRowDeletedAtTheEnd() throws Exception {
		UUID node = UUID.randomUUID();
		NodeLease lease = lease(node);
		String until = "SELECT COUNT(*) FROM " + this.prefix + "node WHERE node_id = '" + node
				+ "' AND lease_until > started_at + INTERVAL '2' SECOND";
		Thread heartbeats = JournalThreads.of("taskhost-lease", lease);
		heartbeats.start();
		Signals.await(() -> number(until) == 1);
		lease.stop(heartbeats);
		assertThat(number("SELECT COUNT(*) FROM " + this.prefix + "node WHERE node_id = '" + node + "'")).isZero();
		assertThat(this.fenced).isEmpty();
	}

	@Test
	void aNodeThatDoesNotRenewIsReportedByASteadyOne() throws Exception {
		UUID dead = UUID.randomUUID();
		lease(dead);
		NodeLease lease = lease(UUID.randomUUID());
		Thread heartbeats = JournalThreads.of("taskhost-lease", lease);
		assertThat(lease.isSteady()).isFalse();
		heartbeats.start();
		assertThat(this.expired.poll(1, TimeUnit.MINUTES)).containsExactly(dead);
		assertThat(lease.isSteady()).isTrue();
		lease.stop(heartbeats);
	}

	@Test
	void aFencedNodeContinuesUnderANewId() throws Exception {
		UUID node = UUID.randomUUID();
		NodeLease lease = lease(node);
		update("UPDATE " + this.prefix + "node SET fenced_at = CURRENT_TIMESTAMP WHERE node_id = '" + node + "'");
		Thread heartbeats = JournalThreads.of("taskhost-lease", lease);
		heartbeats.start();
		assertThat(this.fenced.poll(1, TimeUnit.MINUTES)).isEqualTo(node);
		Signals.await(() -> !lease.nodeId().equals(node));
		assertThat(lease.isSteady()).isFalse();
		lease.stop(heartbeats);
	}

	@Test
	void aFencedNodeContinuesAfterItsTasksAreGivenUp() throws Exception {
		UUID node = UUID.randomUUID();
		NodeLease lease = lease(node);
		Semaphore beats = new Semaphore(0);
		List<UUID> seen = new CopyOnWriteArrayList<>();
		List<ClusterNode.Lease> states = new CopyOnWriteArrayList<>();
		long nodes = count("node");
		this.whenFenced = () -> {
			for (int i = 0; i < 3; i++) {
				seen.add(lease.nodeId());
				states.add(lease.nodes().getFirst().lease());
				beats.acquireUninterruptibly();
			}
		};
		update("UPDATE " + this.prefix + "node SET fenced_at = CURRENT_TIMESTAMP WHERE node_id = '" + node + "'");
		Thread heartbeats = JournalThreads.of("taskhost-lease", lease);
		heartbeats.start();
		for (int i = 0; i < 3; i++) {
			int next = i + 1;
			Signals.await(() -> seen.size() == next);
			assertThat(count("node")).isEqualTo(nodes);
			beats.release();
		}
		Signals.await(() -> !lease.nodeId().equals(node));
		assertThat(seen).containsOnly(node);
		assertThat(states).containsOnly(ClusterNode.Lease.FENCED);
		Signals.await(() -> lease.nodes().getFirst().lease() == ClusterNode.Lease.HELD);
		lease.stop(heartbeats);
	}

	@Test
	void tasksThatTheHostDoesNotHaveAreGivenBackAtTheSecondLook() throws Exception {
		NodeLease lease = lease(UUID.randomUUID());
		store(Records.accept(Records.named("chat", "forgotten")));
		update("UPDATE " + this.prefix + "live SET worker = '" + lease.nodeId() + "'");
		String free = "SELECT COUNT(*) FROM " + this.prefix + "live WHERE worker IS NULL";
		try (Connection connection = this.pool.getConnection()) {
			connection.setAutoCommit(false);
			StoreParts parts = StoreParts.of(Database.of(connection), new Tables(this.prefix), new RecordCodec());
			ForgottenTasks tasks = new ForgottenTasks(parts, lease,
					new WaitingTasks(parts, lease, Duration.ofHours(1), new Coming(() -> {
					})));
			QuietHost host = new QuietHost(() -> {
			});
			tasks.look(connection, host);
			assertThat(number(free)).isZero();
			tasks.look(connection, host);
			assertThat(number(free)).isOne();
		}
	}

}
