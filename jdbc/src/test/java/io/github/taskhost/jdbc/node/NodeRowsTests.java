package io.github.taskhost.jdbc.node;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;

import io.github.taskhost.jdbc.schema.Database;
import io.github.taskhost.jdbc.schema.Tables;
import io.github.taskhost.spi.ClusterNode;
import io.github.taskhost.spi.ClusterNode.Lease;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link NodeRows}.
 */
class NodeRowsTests {

	private static final Duration LEASE = Duration.ofHours(6);

	private final NodeRows rows = new NodeRows(Database.H2, new Tables("t_"), LEASE,
			new DatabaseClock(Clock.systemUTC()));

	private final UUID self = UUID.randomUUID();

	private Connection connection;

	@BeforeEach
	void open() throws SQLException {
		this.connection = DriverManager.getConnection("jdbc:h2:mem:");
		execute("CREATE TABLE t_node (node_id UUID, name VARCHAR, started_at TIMESTAMP WITH TIME ZONE, "
				+ "lease_until TIMESTAMP WITH TIME ZONE, fenced_at TIMESTAMP WITH TIME ZONE, renewed_at TIMESTAMP WITH TIME ZONE, "
				+ "running INTEGER DEFAULT 0, draining BOOLEAN DEFAULT FALSE)");
		this.rows.insert(this.connection, this.self, "self");
		execute("UPDATE t_node SET lease_until = DATEADD(MINUTE, 1, CURRENT_TIMESTAMP)");
	}

	@AfterEach
	void close() throws SQLException {
		this.connection.close();
	}

	private void execute(String sql) throws SQLException {
		try (Statement statement = this.connection.createStatement()) {
			statement.execute(sql);
		}
	}

	private UUID other(String leaseUntil) throws SQLException {
		UUID id = UUID.randomUUID();
		this.rows.insert(this.connection, id, "other");
		execute("UPDATE t_node SET lease_until = " + leaseUntil + " WHERE node_id = '" + id + "'");
		return id;
	}

	@Test
	void theNextExpiryIsThatOfTheOtherNodeWithTheShortestLease() throws SQLException {
		other("DATEADD(HOUR, 3, CURRENT_TIMESTAMP)");
		other("DATEADD(HOUR, 2, CURRENT_TIMESTAMP)");
		NodeRows.Others others = this.rows.others(this.connection, this.self);
		assertThat(others.expired()).isEmpty();
		assertThat(others.untilNext()).isBetween(Duration.ofHours(1), Duration.ofHours(2));
	}

	@Test
	void nodesWithoutALeaseAreExpired() throws SQLException {
		UUID late = other("DATEADD(SECOND, -1, CURRENT_TIMESTAMP)");
		UUID fenced = other("DATEADD(HOUR, 1, CURRENT_TIMESTAMP)");
		execute("UPDATE t_node SET fenced_at = CURRENT_TIMESTAMP WHERE node_id = '" + fenced + "'");
		NodeRows.Others others = this.rows.others(this.connection, this.self);
		assertThat(others.expired()).containsExactlyInAnyOrder(late, fenced);
		assertThat(others.untilNext()).isEqualTo(LEASE);
	}

	@Test
	void othersSeeTheWorkOfANodeAtItsLastHeartbeat() throws SQLException {
		UUID busy = UUID.randomUUID();
		this.rows.insert(this.connection, busy, "b".repeat(300));
		assertThat(this.rows.renew(this.connection, busy, new NodeRows.Load(7, true))).isNotNull();
		execute("UPDATE t_node SET renewed_at = DATEADD(MINUTE, -5, CURRENT_TIMESTAMP)");
		SeenNodes seen = new SeenNodes();
		seen.looked(this.rows.others(this.connection, this.self).nodes());
		ClusterNode own = new ClusterNode("worker_self", "self", true, Lease.HELD, Duration.ZERO, 0, false);
		assertThat(seen.with(own)).startsWith(own).last().satisfies((node) -> {
			assertThat(node.worker()).isEqualTo("worker_" + busy);
			assertThat(node.name()).isEqualTo("b".repeat(200));
			assertThat(node.own()).isFalse();
			assertThat(node.lease()).isEqualTo(Lease.HELD);
			assertThat(node.leaseAge()).isBetween(Duration.ofMinutes(5), Duration.ofMinutes(6));
			assertThat(node.running()).isEqualTo(7);
			assertThat(node.draining()).isTrue();
		});
	}

	@Test
	void nodesWithALeaseAreListedFirst() throws SQLException {
		UUID late = other("DATEADD(SECOND, -1, CURRENT_TIMESTAMP)");
		UUID fenced = other("DATEADD(HOUR, 1, CURRENT_TIMESTAMP)");
		execute("UPDATE t_node SET fenced_at = CURRENT_TIMESTAMP WHERE node_id = '" + fenced + "'");
		UUID alive = other("DATEADD(HOUR, 1, CURRENT_TIMESTAMP)");
		SeenNodes seen = new SeenNodes();
		seen.looked(this.rows.others(this.connection, this.self).nodes());
		ClusterNode own = new ClusterNode("worker_self", "self", true, Lease.EXPIRED, Duration.ZERO, 0, false);
		assertThat(seen.with(own)).extracting(ClusterNode::worker)
			.containsExactly("worker_self", "worker_" + alive, "worker_" + late, "worker_" + fenced);
		assertThat(seen.with(own)).extracting(ClusterNode::lease)
			.containsExactly(Lease.EXPIRED, Lease.HELD, Lease.EXPIRED, Lease.FENCED);
	}

	@Test
	void leaseThatWasNotSeenRenewedExpiresWithoutALook() {
		SeenNodes.Seen node = new SeenNodes.Seen(UUID.randomUUID(), "other", false, Duration.ofSeconds(4),
				Duration.ofSeconds(2), new NodeRows.Load(0, false));
		assertThat(node.after(Duration.ofSeconds(4)).lease()).isEqualTo(Lease.HELD);
		assertThat(node.after(Duration.ofSeconds(5)).lease()).isEqualTo(Lease.EXPIRED);
		assertThat(node.after(Duration.ofSeconds(5)).leaseAge()).hasSeconds(7);
	}

	@Test
	void othersAreForgottenWhenTheirRowsAreGone() throws SQLException {
		other("DATEADD(HOUR, 1, CURRENT_TIMESTAMP)");
		SeenNodes seen = new SeenNodes();
		seen.looked(this.rows.others(this.connection, this.self).nodes());
		ClusterNode own = new ClusterNode("worker_self", "self", true, Lease.HELD, Duration.ZERO, 0, false);
		assertThat(seen.with(own)).hasSize(2);
		seen.renewed(NodeRows.Peers.NONE);
		assertThat(seen.with(own)).containsExactly(own);
	}

	@Test
	void aNodeAloneLooksAfterALease() throws SQLException {
		assertThat(this.rows.others(this.connection, this.self).untilNext()).isEqualTo(LEASE);
	}

}
