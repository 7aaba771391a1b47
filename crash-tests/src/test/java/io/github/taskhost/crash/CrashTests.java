package io.github.taskhost.crash;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

import io.github.taskhost.crash.CommitProxy.Action;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Nothing is lost when processes are killed and frozen, connections are cut and the
 * server crashes, under load, with a server that waits for its disk.
 */
class CrashTests {

	private static final Duration LEASE = Duration.ofSeconds(1);

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
	void nothingIsLost() {
		long seed = Long.getLong("taskhost.crash.seed", ThreadLocalRandom.current().nextLong());
		System.out.println("taskhost.crash.seed=" + seed);
		try (CrashRun run = new CrashRun(server, WorkerSetup.of("load", LEASE), seed)) {
			repeat("kills", 2, run::kill);
			repeat("backends", 1, run::terminateBackends);
			repeat("cuts", 1, () -> run.cut(Action.CUT_BEFORE));
			repeat("cuts", 1, () -> run.cut(Action.CUT_AFTER));
			repeat("servers", 1, run::crashServer);
			repeat("freezes", 1, () -> run.freeze(true));
			repeat("freezes", 1, () -> run.freeze(false));
			run.finish();
		}
	}

	private static void repeat(String property, int times, Runnable round) {
		int rounds = Integer.getInteger("taskhost.crash." + property, times);
		for (int i = 0; i < rounds; i++) {
			round.run();
		}
	}

}
