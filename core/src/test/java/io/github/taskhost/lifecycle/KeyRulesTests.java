package io.github.taskhost.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.IdempotencyPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Rules of idempotency keys. */
class KeyRulesTests {

	private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

	private static final Duration WINDOW = Duration.ofHours(1);

	private static BackgroundTaskRecord task(BackgroundTaskRegistration registration, BackgroundTaskState state) {
		return BackgroundTaskRecord.builder(new UUID(1, 2), "s1", registration, START).state(state).build();
	}

	private static BackgroundTaskRegistration.Builder other() {
		return BackgroundTaskRegistration.ofKind("other");
	}

	@ParameterizedTest
	@EnumSource(BackgroundTaskState.class)
	void windowDecidesWhateverTheState(BackgroundTaskState state) {
		BackgroundTaskRecord holder = task(other().idempotencyKey("k", WINDOW).build(), state);
		assertThat(NamingRules.endOfWindow(holder)).isEqualTo(START.plus(WINDOW));
		assertThat(NamingRules.holdsItsKey(holder, START.minus(WINDOW))).isTrue();
		assertThat(NamingRules.holdsItsKey(holder, START.plus(WINDOW).minusNanos(1))).isTrue();
		assertThat(NamingRules.holdsItsKey(holder, START.plus(WINDOW))).isFalse();
	}

	@Test
	void keyWithoutAWindowIsNotFreedByTime() {
		BackgroundTaskRecord holder = task(other().idempotencyKey("k").build(), BackgroundTaskState.FAILED);
		assertThat(NamingRules.endOfWindow(holder)).isNull();
		assertThat(NamingRules.holdsItsKey(holder, Instant.MAX)).isTrue();
		assertThat(NamingRules.mayLackItsKey(holder)).isFalse();
	}

	@Test
	void policyReplacesAWindow() {
		BackgroundTaskRegistration windowed = other().idempotencyKey("k", WINDOW).build();
		assertThat(windowed.idempotencyPolicy()).isEqualTo(IdempotencyPolicy.RETAINED);
		assertThat(windowed.toBuilder().build()).isEqualTo(windowed);
		assertThat(windowed.toBuilder().idempotencyKey("k").build()).isEqualTo(other().idempotencyKey("k").build())
			.isNotEqualTo(windowed);
	}

}
