package io.github.taskhost.crash;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The checker finds nothing in the scenarios that reveal the mutants.
 */
class ScenarioTests {

	private static CrashServer server;

	@BeforeAll
	static void startServer() {
		server = new CrashServer();
	}

	@AfterAll
	static void stopServer() {
		server.close();
	}

	private List<String> violations(Function<Scenarios, List<String>> scenario) {
		WorkerSetup setup = WorkerSetup.of("scenario", Duration.ofSeconds(1));
		return scenario.apply(new Scenarios(server, setup, Duration.ofSeconds(30)));
	}

	@Test
	void aTaskAcceptedDuringATakeoverIsRefusedOrTaken() {
		assertThat(violations(Scenarios::acceptedDuringTakeover)).isEmpty();
	}

	@Test
	void aStartThatIsNotStoredHasNotHappened() {
		assertThat(violations(Scenarios::killedBeforeTheCommitOfAStart)).isEmpty();
	}

	@Test
	void aLostAttemptIsFollowedByTheNextElsewhere() {
		assertThat(violations(Scenarios::killedWithARunningBody)).isEmpty();
	}

	@Test
	void aDueTimeWhoseCommitIsLostHasItsRunElsewhere() {
		assertThat(violations(Scenarios::killedBeforeTheCommitOfADueTime)).isEmpty();
	}

	@Test
	void missedDueTimesAreCounted() {
		assertThat(violations(Scenarios::frozenForSomeDueTimes)).isEmpty();
	}

	@Test
	void anEndMeetsAChangeOfAnotherWorker() {
		assertThat(violations(Scenarios::changedElsewhere)).isEmpty();
	}

	@Test
	void anEndWaitsForTheDatabase() {
		assertThat(violations(Scenarios::endedWhileTheDatabaseIsAway)).isEmpty();
	}

}
