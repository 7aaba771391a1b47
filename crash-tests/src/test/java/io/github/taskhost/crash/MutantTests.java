package io.github.taskhost.crash;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The checker finds deliberate faults of the production code.
 */
class MutantTests {

	private static final Duration DRAIN = Duration.ofSeconds(6);

	private static CrashServer server;

	@BeforeAll
	static void startServer() {
		server = new CrashServer();
	}

	@AfterAll
	static void stopServer() {
		server.close();
	}

	private List<String> violations(Mutant mutant, Function<Scenarios, List<String>> scenario) {
		WorkerSetup setup = WorkerSetup.of(mutant.type(), Duration.ofSeconds(1));
		return scenario.apply(new Scenarios(server, setup.withMutant(mutant.compile(setup.directory())), DRAIN));
	}

	@Test
	void aTaskIsOrphanedWithoutTheKeyShareLock() {
		assertThat(violations(Mutant.WITHOUT_KEY_SHARE, Scenarios::acceptedDuringTakeover))
			.anyMatch((violation) -> violation.startsWith("never taken over"));
	}

	@Test
	void anAttemptThatIsNotStoredStartsWhenItStartsBeforeTheCommit() {
		assertThat(violations(Mutant.START_BEFORE_COMMIT, Scenarios::killedBeforeTheCommitOfAStart))
			.anyMatch((violation) -> violation.startsWith("started "));
	}

	@Test
	void anAttemptStartsOnTwoNodesWhenALostOneIsRepeated() {
		assertThat(violations(Mutant.SAME_ATTEMPT, Scenarios::killedWithARunningBody))
			.anyMatch((violation) -> violation.startsWith("started twice") && violation.contains("(first,")
					&& violation.contains("(other,"));
	}

	@Test
	void aDueTimeHasTwoRunsWhenItIsStoredAfterItsRun() {
		assertThat(violations(Mutant.RUN_BEFORE_ITS_DUE_TIME, Scenarios::killedBeforeTheCommitOfADueTime))
			.anyMatch((violation) -> violation.startsWith("two runs for a due time"));
	}

	@Test
	void missedDueTimesThatAreNotCountedAreFound() {
		assertThat(violations(Mutant.MISSES_NOT_COUNTED, Scenarios::frozenForSomeDueTimes))
			.anyMatch((violation) -> violation.startsWith("due times without a run"));
	}

	@Test
	void anEndIsLostWithoutTheVersionGuard() {
		assertThat(violations(Mutant.WITHOUT_VERSION_GUARD, Scenarios::changedElsewhere))
			.anyMatch((violation) -> violation.startsWith("never ends"));
	}

	@Test
	void anEndIsLostWhenItIsNotRetried() {
		assertThat(violations(Mutant.END_NOT_RETRIED, Scenarios::endedWhileTheDatabaseIsAway))
			.anyMatch((violation) -> violation.startsWith("never ends"));
	}

}
