package io.github.taskhost.crash;

import java.time.Duration;
import java.util.function.Consumer;

import io.github.taskhost.crash.CommitProxy.Action;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Many rounds of each fault, for the profile {@code long}.
 */
class LongCrashTests {

	private static final int KILLS = Integer.getInteger("taskhost.crash.kills", 100);

	private static final int ROUNDS = Integer.getInteger("taskhost.crash.rounds", 10);

	private static CrashServer server;

	@BeforeAll
	static void startServer() {
		server = new CrashServer();
	}

	@AfterAll
	static void stopServer() {
		server.close();
	}

	private static void repeat(String name, int rounds, Consumer<CrashRun> round) {
		try (CrashRun run = CrashRun.start(server, name, Duration.ofSeconds(1))) {
			for (int i = 0; i < rounds; i++) {
				round.accept(run);
			}
			run.finish();
		}
	}

	@Test
	void workersAreKilled() {
		repeat("kills", KILLS, CrashRun::kill);
	}

	@Test
	void theServerCrashes() {
		repeat("servers", ROUNDS, CrashRun::crashServer);
	}

	@Test
	void backendsAreTerminated() {
		repeat("backends", ROUNDS, CrashRun::terminateBackends);
	}

	@Test
	void connectionsAreCutBeforeCommits() {
		repeat("cuts-before", ROUNDS, (run) -> run.cut(Action.CUT_BEFORE));
	}

	@Test
	void connectionsAreCutAfterCommits() {
		repeat("cuts-after", ROUNDS, (run) -> run.cut(Action.CUT_AFTER));
	}

	@Test
	void transactionsOfTheApplicationAreCutBeforeCommits() {
		repeat("caller-cuts-before", ROUNDS, (run) -> run.cutCaller(Action.CUT_BEFORE));
	}

	@Test
	void transactionsOfTheApplicationAreCutAfterCommits() {
		repeat("caller-cuts-after", ROUNDS, (run) -> run.cutCaller(Action.CUT_AFTER));
	}

	@Test
	void workersAreFrozenBeforeCommits() {
		repeat("freezes-before", ROUNDS, (run) -> run.freeze(true));
	}

	@Test
	void workersAreFrozenAfterCommits() {
		repeat("freezes-after", ROUNDS, (run) -> run.freeze(false));
	}

	@Test
	void workersAreStopped() {
		repeat("stops", ROUNDS, CrashRun::stop);
	}

}
