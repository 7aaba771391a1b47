package io.github.taskhost.jdbc.sql;

import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PlanAge}.
 */
class PlanAgeTests {

	private long nanos;

	private final PlanAge plans = new PlanAge(() -> this.nanos);

	private boolean isOverAfter(int millis) {
		this.nanos += TimeUnit.MILLISECONDS.toNanos(millis);
		return this.plans.isOver();
	}

	@Test
	void plansAreRenewedOftenAtFirstAndThenEachSecond() {
		this.plans.restart();
		assertThat(isOverAfter(0)).isTrue();
		assertThat(isOverAfter(24)).isFalse();
		assertThat(isOverAfter(1)).isTrue();
		assertThat(isOverAfter(49)).isFalse();
		for (int millis : new int[] { 1, 100, 200, 400, 800, 1000, 1000 }) {
			assertThat(isOverAfter(millis)).as("%d ms", millis).isTrue();
		}
		assertThat(isOverAfter(999)).isFalse();
		this.plans.restart();
		assertThat(isOverAfter(0)).isTrue();
	}

}
