package io.github.taskhost.crash;

import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Many rounds of each fault of a cluster, for the profile {@code long}.
 */
class LongClusterTests {

	private static final int KILLS = Integer.getInteger("taskhost.crash.node-kills", 200);

	private static final int ROUNDS = Integer.getInteger("taskhost.crash.rounds", 10);

	private static final Duration LEASE = Duration.ofSeconds(2);

	private static final Duration BUSY = Duration.ofSeconds(10);

	private static final Duration LATE = Duration.ofSeconds(5);

	private static CrashServer server;

	@BeforeAll
	static void startServer() {
		server = new CrashServer();
	}

	@AfterAll
	static void stopServer() {
		server.close();
	}

	private static void run(String name, Consumer<NodeFaults> rounds, Consumer<NodeFaults> check) {
		try (Cluster cluster = Cluster.start(server, name, LEASE, 3)) {
			NodeFaults faults = new NodeFaults(cluster);
			rounds.accept(faults);
			cluster.finish();
			check.accept(faults);
		}
	}

	@Test
	void killedNodesAreTakenOver() {
		kill("cluster-kills", LEASE, KILLS);
	}

	@Test
	void killedNodesAreTakenOverWithTheLeaseOfProduction() {
		kill("cluster-kills-lease", Duration.ofSeconds(6), ROUNDS);
	}

	/** On a machine with other work, single takeovers may take longer. */
	private static void kill(String name, Duration lease, int rounds) {
		try (Cluster cluster = Cluster.start(server, name, lease, 3)) {
			NodeFaults faults = new NodeFaults(cluster);
			faults.kill(rounds, 66);
			cluster.finish();
			faults.checkMedian(lease.plusSeconds(1));
			faults.checkKills(rounds, lease.plus(BUSY));
		}
	}

	@Test
	void schedulesOfKilledNodesGoOn() {
		try (Cluster cluster = Cluster.start(server, "cluster-schedules", LEASE, 3)) {
			ClusterSchedules schedules = new ClusterSchedules(cluster);
			schedules.start();
			schedules.kill(ROUNDS);
			schedules.pause();
			cluster.finish();
			schedules.checkNextRuns(LEASE.plus(BUSY));
		}
	}

	@Test
	void frozenNodesComeBackUnderNewIds() {
		run("cluster-freezes", (faults) -> faults.freeze(ROUNDS, 50), NodeFaults::checkIds);
	}

	@Test
	void separatedNodesAreFencedAndComeBack() {
		run("cluster-separated", (faults) -> faults.separate(ROUNDS, 50), NodeFaults::checkIds);
	}

	@Test
	void aSlowDatabaseStartsNothingTwice() {
		run("cluster-slow", (faults) -> {
			for (int i = 0; i < ROUNDS; i++) {
				faults.slow(Duration.ofMillis(200), Duration.ofSeconds(10));
			}
		}, NodeFaults::checkIds);
	}

	@Test
	void outagesAndWrongClocksKillNoNode() {
		Duration longest = Duration.ofSeconds(60);
		try (Cluster cluster = SharedFaults.start(server, "cluster-shared", LEASE, longest)) {
			SharedFaults faults = new SharedFaults(server, cluster);
			faults.delayed(200, Duration.ofSeconds(5), LATE);
			faults.outage(Duration.ofSeconds(5), 50);
			faults.outage(longest, 50);
			Set<UUID> left = faults.leave(200, LEASE.multipliedBy(4));
			cluster.finish();
			faults.checkStarts(left, LATE);
		}
	}

	@Test
	void twoNodesRunAllTasksOnce() {
		many(2);
	}

	@Test
	void fourNodesRunAllTasksOnce() {
		many(4);
	}

	private static void many(int nodes) {
		try (Cluster cluster = Cluster.start(server, "cluster-many-" + nodes, LEASE, nodes)) {
			new ClusterWork(cluster).many(10_000, 1000, Duration.ofSeconds(5));
			cluster.finish();
		}
	}

	@Test
	void rollingRestartsLoseNothing() {
		try (Cluster cluster = Cluster.start(server, "cluster-rolling", LEASE, 3)) {
			new ClusterWork(cluster).restartRolling(50);
		}
	}

	@Test
	void harmedTasksEndAndOthersRun() {
		try (Cluster cluster = Cluster.start(server, "cluster-poison", LEASE, 3,
				"taskhost.cluster.unresolved-after=5s")) {
			new ClusterWork(cluster).poison(20, LEASE.multipliedBy(4));
			cluster.finish();
		}
	}

	@Test
	void aTaskThatKillsItsProcessEnds() {
		try (Cluster cluster = Cluster.start(server, "cluster-killer", LEASE, 3, "taskhost.limits.recoveries=3")) {
			new ClusterWork(cluster).killProcesses(3);
			cluster.finish();
		}
	}

}
