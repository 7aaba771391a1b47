package io.github.taskhost.local.task;

import io.github.taskhost.error.StaleAttemptException;
import io.github.taskhost.local.task.KeptValues.Begin;
import io.github.taskhost.task.JsonPayload;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class KeptValuesTests {

	private static final JsonPayload OLD = new JsonPayload("1");

	private static final JsonPayload LATE = new JsonPayload("2");

	private final KeptValues values = new KeptValues();

	private static void current() {
		// the attempt is not over
	}

	private static void over() {
		throw new StaleAttemptException("The attempt is over.");
	}

	private boolean keep(String step, JsonPayload result) {
		return this.values.keep(step, result, KeptValuesTests::current);
	}

	@Test
	void attemptThatIsOverReplacesNoCheckpoint() {
		this.values.checkpoint(OLD, KeptValuesTests::current);
		assertThatExceptionOfType(StaleAttemptException.class)
			.isThrownBy(() -> this.values.checkpoint(LATE, KeptValuesTests::over));
		assertThat(this.values.checkpoint()).isEqualTo(OLD);
	}

	@Test
	void attemptThatIsOverKeepsNoResult() {
		assertThatExceptionOfType(StaleAttemptException.class)
			.isThrownBy(() -> this.values.keep("step", LATE, KeptValuesTests::over));
		assertThat(this.values.begin("step", 2)).isEqualTo(Begin.Begun.BEGUN);
	}

	@Test
	void stepOfAnEarlierAttemptHoldsUpNone() {
		this.values.begin("step", 1);
		assertThat(this.values.begin("step", 1)).isEqualTo(Begin.Refused.RUNS);
		assertThat(this.values.begin("step", 2)).isEqualTo(Begin.Begun.BEGUN);
		this.values.finish("step", 1);
		assertThat(this.values.begin("step", 2)).isEqualTo(Begin.Refused.RUNS);
	}

	@Test
	void resultsAreLimitedTogether() {
		JsonPayload large = new JsonPayload("\"" + "a".repeat(KeptValues.MAX_SIZE / 2) + "\"");
		assertThat(keep("first", large)).isTrue();
		assertThat(keep("second", large)).isFalse();
		assertThat(this.values.begin("second", 1)).isEqualTo(Begin.Begun.BEGUN);
		assertThat(keep("second", OLD)).isTrue();
	}

	@Test
	void stepWhoseResultIsKeptCountsOnce() {
		for (int i = 1; i < KeptValues.MAX_STEPS; i++) {
			this.values.begin("step-" + i, 1);
			keep("step-" + i, OLD);
		}
		assertThat(this.values.begin("last", 1)).isEqualTo(Begin.Begun.BEGUN);
		assertThat(this.values.begin("one-more", 1)).isEqualTo(Begin.Refused.FULL);
	}

	@Test
	void endedTaskKeepsNothing() {
		this.values.checkpoint(OLD, KeptValuesTests::current);
		keep("step", OLD);
		this.values.end();
		assertThat(keep("step", OLD)).isTrue();
		assertThat(this.values.checkpoint()).isNull();
		assertThat(this.values.begin("step", 1)).isEqualTo(Begin.Begun.BEGUN);
	}

}
