package io.github.taskhost.model;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.github.taskhost.model.Sequences.Failure;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares the host with the model in random sequences of 50 steps. The property
 * {@code taskhost.model.sequences} sets their number (default 300), and
 * {@code taskhost.model.seed} repeats a run.
 */
class ModelTests {

	private static final int STEPS = 50;

	private final Logger logger = (Logger) LoggerFactory.getLogger("io.github.taskhost.local");

	private final @Nullable Level level = this.logger.getLevel();

	/** Keeps the warnings about failing bodies out of the output. */
	@BeforeEach
	void logErrorsOnly() {
		this.logger.setLevel(Level.ERROR);
	}

	@AfterEach
	void logAsBefore() {
		this.logger.setLevel(this.level);
	}

	@Test
	void hostMatchesTheModel() {
		long seed = Long.getLong("taskhost.model.seed", System.nanoTime());
		int count = Integer.getInteger("taskhost.model.sequences", 300);
		System.out.println("Model: " + count + " sequences of " + STEPS + " steps, -Dtaskhost.model.seed=" + seed);
		Failure failure = new Sequences(STEPS, Flaw.NONE).firstFailure(seed, count);
		if (failure != null) {
			throw new AssertionError("The host and the model differ: " + failure, failure.cause());
		}
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
	void canaryIsDetectedAndMinimized(Flaw flaw) {
		Failure failure = new Sequences(STEPS, flaw).firstFailure(1, 1000);
		assertThat(failure).isNotNull();
		assertThat(failure.cause()).isInstanceOf(AssertionError.class);
		assertThat(failure.cause().getMessage()).containsAnyOf("state of", "the holder of the key");
		assertThat(failure.steps()).hasSizeLessThan(8);
	}

	@Test
	void seedReproducesTheSequence() {
		Sequences sequences = new Sequences(STEPS, Flaw.NONE);
		assertThat(sequences.of(42)).isEqualTo(sequences.of(42)).hasSize(STEPS).isNotEqualTo(sequences.of(43));
	}

}
