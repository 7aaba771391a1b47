package io.github.taskhost.crash;

import java.time.Duration;
import java.util.Set;
import java.util.UUID;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Nothing is lost in a cluster when nodes are killed, frozen, cut off and replaced, the
 * database is away and clocks are wrong. Short forms of {@link LongClusterTests}.
 */
class ClusterTests {

	private static final Duration LEASE = Duration.ofSeconds(2);

	/** The machine of a build has other work, too. */
	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private static CrashServer server;

	@BeforeAll
	static void startServer() {
		server = new CrashServer();
	}

	@AfterAll
	static void stopServer() {
		server.close();
	}

	@Test
	void lostNodesAreTakenOverAndComeBack() {
		try (Cluster cluster = Cluster.start(server, "cluster-nodes", LEASE, 3,
				"taskhost.cluster.unresolved-after=3s")) {
			NodeFaults faults = new NodeFaults(cluster);
			new ClusterWork(cluster).poison(20, LEASE.multipliedBy(3));
			faults.kill(2, 20);
			faults.freeze(1, 10);
			faults.separate(1, 10);
			cluster.finish();
			faults.checkKills(2, LEASE.plus(PATIENCE));
			faults.checkIds();
		}
	}

	@Test
	void outagesAndWrongClocksKillNoNode() {
		Duration outage = Duration.ofSeconds(5);
		try (Cluster cluster = SharedFaults.start(server, "cluster-shared", LEASE, outage)) {
			SharedFaults faults = new SharedFaults(server, cluster);
			faults.delayed(20, Duration.ofSeconds(1), PATIENCE);
			new ClusterWork(cluster).many(1500, 150, Duration.ofSeconds(1));
			new NodeFaults(cluster).slow(Duration.ofMillis(200), Duration.ofSeconds(3));
			faults.outage(outage, 10);
			Set<UUID> left = faults.leave(20, LEASE.multipliedBy(4));
			cluster.finish();
			faults.checkStarts(left, PATIENCE);
		}
	}

	@Test
	void schedulesOfKilledNodesGoOn() {
		try (Cluster cluster = Cluster.start(server, "cluster-schedules", LEASE, 3)) {
			ClusterSchedules schedules = new ClusterSchedules(cluster);
			schedules.start();
			schedules.kill(2);
			schedules.pause();
			cluster.finish();
			schedules.checkNextRuns(LEASE.plus(PATIENCE));
		}
	}

	@Test
	void rollingRestartsAndATaskThatKillsItsProcessLoseNothing() {
		try (Cluster cluster = Cluster.start(server, "cluster-rolling", LEASE, 2, "taskhost.limits.recoveries=3")) {
			ClusterWork work = new ClusterWork(cluster);
			work.restartRolling(10);
			work.killProcesses(3);
			cluster.finish();
		}
	}

}
