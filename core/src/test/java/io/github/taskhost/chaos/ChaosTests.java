package io.github.taskhost.chaos;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * All operations of a host at random from many threads, and the promises of the host
 * afterwards. The profile {@code long} runs it for a minute;
 * {@code taskhost.chaos.duration} sets the time, and {@code taskhost.chaos.seed} draws
 * the same operations again.
 */
class ChaosTests {

	private static final int THREADS = 8;

	private static final int OPERATIONS = 500;

	private static final int ROUNDS = 4;

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private final Logger logger = (Logger) LoggerFactory.getLogger("io.github.taskhost");

	private final @Nullable Level level = this.logger.getLevel();

	@TempDir
	@SuppressWarnings("NullAway.Init")
	Path folder;

	private final Logs logs = new Logs();

	/** Keeps the warnings about exceptions on purpose out of the output. */
	@BeforeEach
	void logToTheTest() {
		this.logger.setLevel(Level.WARN);
		this.logger.setAdditive(false);
		this.logs.start();
		this.logger.addAppender(this.logs);
	}

	@AfterEach
	void logAsBefore() {
		this.logger.detachAppender(this.logs);
		this.logger.setAdditive(true);
		this.logger.setLevel(this.level);
	}

	/** Runs at least one host; after its rounds another one, while there is time. */
	@Test
	void hostKeepsItsPromisesInAStormOfAllOperations() throws Exception {
		long seed = Long.getLong("taskhost.chaos.seed", System.nanoTime());
		Duration duration = Duration.parse(System.getProperty("taskhost.chaos.duration", "PT0S"));
		long end = System.nanoTime() + duration.toNanos();
		int hosts = 0;
		long tasks = 0;
		long events = 0;
		do {
			System.out.println("Chaos: -Dtaskhost.chaos.seed=" + (seed + hosts));
			Chaos chaos = new Chaos(seed + hosts++, THREADS, OPERATIONS, Fault.NONE, PATIENCE, this.folder);
			List<String> findings = chaos.run(ROUNDS);
			tasks += chaos.tasks();
			events += chaos.events();
			System.out.println("Chaos: " + chaos);
			findings.forEach((finding) -> System.out.println("Chaos: found " + finding));
			System.out.println("Chaos: logged " + this.logs);
			assertThat(findings).isEmpty();
			assertThat(this.logs.unexpected()).isEmpty();
			assertThat(chaos.neverAccepted()).as("operations that were always refused").isEmpty();
		}
		while (System.nanoTime() < end);
		System.out.println("Chaos: " + hosts + " hosts, " + tasks + " tasks, " + events + " events");
	}

	@ParameterizedTest
	@CsvSource({ "DROPPED_END, end events", "DOUBLED_END, end events", "SWAPPED_EVENTS, order of events",
			"DROPPED_CHANGE, got different events", "MISCOUNTED_END, the recorder counts", "LEFT_THREAD, taskhost-left",
			"STUCK_BODY, does not", "KEPT_SLOT, slots of", "KEPT_PLACE, places are free", "LOST_LOOKUP, did not find",
			"WRONG_REPORT, report of a close is wrong" })
	void canaryIsFound(Fault fault, String finding) throws Exception {
		List<String> findings = new Chaos(1, 2, 400, fault, Duration.ofMillis(500), this.folder).run(1);
		assertThat(findings).anyMatch((text) -> text.contains(finding));
	}

}
