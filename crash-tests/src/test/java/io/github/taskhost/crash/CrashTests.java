package io.github.taskhost.crash;

import java.time.Duration;

import io.github.taskhost.crash.CommitProxy.Action;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Nothing is lost when processes are killed and frozen, connections are cut and the
 * server crashes, under load, with a server that waits for its disk.
 */
class CrashTests {

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
		try (CrashRun run = CrashRun.start(server, "all", Duration.ofSeconds(1))) {
			run.kill();
			run.terminateBackends();
			run.cut(Action.CUT_BEFORE);
			run.cut(Action.CUT_AFTER);
			run.cutCaller(Action.CUT_AFTER);
			run.crashServer();
			run.freeze(true);
			run.finish();
		}
	}

}
